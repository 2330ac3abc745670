// One rule: its name, its sentence, a sample to try it on. Nothing counts before it is saved.
import type { Rule, RuleDraft } from '@baton/core'
import { parseRule, ruleLimits } from '@baton/core'
import { ArrowLeft, FlaskConical, Radar } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useCallback, useId, useMemo, useRef, useState } from 'react'
import { sayFailure } from '../../../app/refusal.ts'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { controlLook } from '../../../ui/field.tsx'
import { SwitchRow } from '../../../ui/switch-row.tsx'
import { notify } from '../../../ui/toast.tsx'
import type { RuleRow } from '../sentence/rule-of.ts'
import { TryPanel } from '../try/try-panel.tsx'
import { useNames } from '../use-names.ts'
import type { RuleWords } from '../use-rule-words.ts'
import { useRuleWords } from '../use-rule-words.ts'
import { useRuleChanges } from '../use-rules.ts'
import type { ClauseContext } from './clauses.tsx'
import { Clauses, Steps } from './clauses.tsx'
import { LeaveGuard } from './leave-guard.tsx'
import type { Group } from './tree.ts'
import { rootOf } from './tree.ts'

interface RuleEditorProps {
  /** Null: a new one. */
  readonly row: RuleRow | null
  readonly start: RuleDraft | Rule
  readonly onBack: () => void
  readonly onSaved: (id: string) => void
  readonly onLab: (draft: RuleDraft) => void
}

/** What is wrong, by the core's path, in the words of this page where it has some. */
function faultsOf(draft: RuleDraft, { t }: RuleWords): ReadonlyMap<string, string> {
  const parsed = parseRule(JSON.parse(JSON.stringify(draft)))
  if (parsed.ok) return new Map()
  return new Map(
    parsed.faults.map(({ path, message }) => {
      if (path === 'name') return [path, t('fault.noName')]
      if (path === 'actions') return [path, t('fault.noActions')]
      if (path === 'when.of') return [path, t('fault.noConditions')]
      return [path, path.endsWith('pattern') ? message : t('fault.here')]
    }),
  )
}

const none: ReadonlyMap<string, string> = new Map()

/** The draft with what changes it; an undo for what was taken away. */
function useDraft(start: RuleDraft) {
  const { t } = useRuleWords()
  const [draft, setDraft] = useState<RuleDraft>(() => ({
    name: start.name,
    on: start.on,
    stop: start.stop,
    when: rootOf(start.when),
    actions: start.actions,
  }))
  const first = useRef(draft)
  const [kept, setKept] = useState(() => JSON.stringify(draft))
  const change = useCallback((part: Partial<RuleDraft>) => setDraft(before => ({ ...before, ...part })), [])
  const remove = useCallback(
    (when: Group) => {
      const before = draft.when
      change({ when })
      notify({
        title: t('cond.removed'),
        action: { label: t('app.undo'), run: () => change({ when: before }) },
      })
    },
    [draft.when, change, t],
  )
  return {
    draft,
    change,
    remove,
    dirty: JSON.stringify(draft) !== kept,
    discard: () => setDraft(first.current),
    keep() {
      first.current = draft
      setKept(JSON.stringify(draft))
    },
  }
}

interface HeadProps {
  readonly denied: string | null
  readonly onBack: () => void
  readonly onLab: () => void
}

function Head({ denied, onBack, onLab }: HeadProps) {
  const { t } = useRuleWords()
  return (
    <header className="flex flex-wrap items-center gap-2">
      <Button look="quiet" icon={<ArrowLeft size={16} />} onClick={onBack} className="-ml-3">
        {t('edit.back')}
      </Button>
      <span className="flex-1" />
      <Button icon={<FlaskConical size={14} />} denied={denied} onClick={onLab}>
        {t('rules.tryInLab')}
      </Button>
    </header>
  )
}

interface SentenceProps {
  readonly context: ClauseContext
  readonly draft: RuleDraft
  readonly faults: ReadonlyMap<string, string>
  readonly fresh: boolean
  readonly onChange: (part: Partial<RuleDraft>) => void
}

/** The rule itself: its name, when, and what then. */
function Sentence({ context, draft, faults, fresh, onChange }: SentenceProps) {
  const { t } = useRuleWords()
  const id = useId()
  return (
    <section
      aria-label={t('edit.sentence')}
      className="rounded-m border border-line bg-surface px-5 py-4 max-pane:px-3"
    >
      <input
        id={`${id}-name`}
        value={draft.name}
        aria-label={t('edit.name')}
        aria-invalid={faults.has('name') || undefined}
        placeholder={t('edit.namePlace')}
        maxLength={ruleLimits.name}
        // biome-ignore lint/a11y/noAutofocus: a new rule begins with its name
        autoFocus={fresh}
        onChange={event => onChange({ name: event.target.value })}
        className={`${controlLook} mb-3 !h-10 !border-transparent !px-2 !text-16 font-semibold hover:!border-line-strong focus:!border-person aria-invalid:!border-failure`}
      />
      {context.root.of.length === 0 ? (
        <p className="px-2 py-1 text-ink-2">
          {t('say.when')} <span className="text-ink-3">{t('say.always')}</span>
        </p>
      ) : null}
      <Clauses {...context} place={[]} group={context.root} />
      {faults.has('when.of') ? <p className="ml-16 text-failure-ink">{faults.get('when.of')}</p> : null}
      <div className="my-2 border-t border-line" />
      <Steps
        actions={draft.actions}
        names={context.names}
        faults={faults}
        onChange={actions => onChange({ actions })}
      />
      {faults.has('actions') ? <p className="ml-16 text-failure-ink">{faults.get('actions')}</p> : null}
      <div className="mt-3 grid grid-cols-2 gap-4 border-t border-line pt-4 max-pane:grid-cols-1">
        <SwitchRow
          label={t('edit.on')}
          hint={t('edit.onHint')}
          on={draft.on}
          onChange={on => onChange({ on })}
        />
        <SwitchRow
          label={t('edit.stop')}
          hint={t('edit.stopHint')}
          on={draft.stop}
          onChange={stop => onChange({ stop })}
        />
      </div>
    </section>
  )
}

interface SaveBarProps {
  readonly fault: string | null
  readonly busy: boolean
  readonly fresh: boolean
  readonly onDiscard: () => void
  readonly onSave: () => void
}

function SaveBar({ fault, busy, fresh, onDiscard, onSave }: SaveBarProps) {
  const { t } = useRuleWords()
  return (
    <div className="sticky bottom-2 flex flex-wrap items-center gap-2 rounded-m border border-line bg-raised px-3 py-2.5 shadow-pop">
      <p role="status" className={fault ? 'min-w-0 flex-1 text-failure-ink' : 'min-w-0 flex-1 text-ink-2'}>
        {fault ?? t('edit.unsaved')}
      </p>
      {fresh ? null : (
        <Button look="quiet" onClick={onDiscard}>
          {t('edit.discard')}
        </Button>
      )}
      <Button look="filled" busy={busy} keys="mod+enter" onClick={onSave}>
        {t(fresh ? 'edit.create' : 'edit.save')}
      </Button>
    </div>
  )
}

export function RuleEditor({ row, start, onBack, onSaved, onLab }: RuleEditorProps) {
  const words = useRuleWords()
  const { t } = words
  const names = useNames()
  const changes = useRuleChanges()
  const { draft, change, remove, dirty, discard, keep } = useDraft(start)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const [holding, setHolding] = useState<ReadonlySet<string>>(new Set())
  const all = useMemo(() => faultsOf(draft, words), [draft, words])
  const faults = tried ? all : none
  const root = draft.when as Group
  const left = useRef(false)
  // As it was when it was opened: what somebody else changed meanwhile is not written over.
  const [opened] = useState(row)

  async function save() {
    setTried(true)
    if (all.size > 0) return setFault(t('edit.wrong'))
    setBusy(true)
    setFault(null)
    try {
      const saved = opened ? await changes.change(opened, draft) : await changes.create(draft)
      keep()
      left.current = true
      notify({ title: t('edit.saved', { name: saved.name }) })
      onSaved(saved.id)
    } catch (failure) {
      const { title, text } = sayFailure(failure, t)
      setFault(text ? `${title}. ${text}` : title)
    } finally {
      setBusy(false)
    }
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
    event.preventDefault()
    void save()
  }
  const context = {
    root,
    names,
    faults,
    holding,
    onRoot: (when: Group) => change({ when }),
    onRemove: remove,
  }
  return (
    <div onKeyDownCapture={onKeyDown} className="flex flex-col gap-4 pb-6">
      <Head
        denied={all.size > 0 ? t('edit.wrong') : null}
        onBack={onBack}
        onLab={() => {
          left.current = true
          onLab(draft)
        }}
      />
      <Sentence context={context} draft={draft} faults={faults} fresh={row === null} onChange={change} />
      <TryPanel when={draft.when} names={names} onHolding={setHolding} />
      {dirty || row === null || fault ? (
        <SaveBar
          fault={fault}
          busy={busy}
          fresh={row === null}
          onDiscard={discard}
          onSave={() => void save()}
        />
      ) : null}
      <LeaveGuard dirty={() => dirty && !left.current} />
    </div>
  )
}

export function RuleGone({ onBack }: { readonly onBack: () => void }) {
  const { t } = useRuleWords()
  return (
    <div className="h-64">
      <Empty
        icon={<Radar size={18} />}
        title={t('edit.gone')}
        text={t('edit.goneText')}
        action={<Button onClick={onBack}>{t('edit.back')}</Button>}
      />
    </div>
  )
}
