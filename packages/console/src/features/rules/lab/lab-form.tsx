// What a run of the lab is over: which rules, against which, and over which conversations.
import type { BodyOf } from '@baton/client'
import type { RuleDraft } from '@baton/core'
import { Play, Upload } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import type { SelectOption } from '../../../ui/select.tsx'
import { Select } from '../../../ui/select.tsx'
import type { RuleRow } from '../sentence/rule-of.ts'
import { draftBody, ruleOf } from '../sentence/rule-of.ts'
import { useNames } from '../use-names.ts'
import { useRuleWords } from '../use-rule-words.ts'

type Asked = BodyOf<'POST /rules/lab'>
type Version = Asked['versions'][number]

export interface LabStart {
  readonly draft: { readonly rule: RuleDraft; readonly id: string | null } | null
  readonly ruleId: string | null
}

interface LabFormProps extends LabStart {
  readonly rows: readonly RuleRow[]
  readonly busy: boolean
  readonly again: boolean
  readonly onRun: (asked: Asked) => void
}

const allOn = 'on'
const theDraft = 'draft'
const nothing = 'nothing'
const days = ['7', '30', '90', '365'] as const
const samples = ['500', '2000', '10000', '20000'] as const
const fileMost = 8_000_000
const dayMs = 24 * 60 * 60_000

const versionOf = (rows: readonly RuleRow[]): Version =>
  rows.map(row => ({ id: row.id, rule: draftBody(ruleOf(row)) }))

/** A rule by its id, all that are on, or the draft. */
function chosenVersion(what: string, rows: readonly RuleRow[], draft: LabStart['draft']): Version {
  if (what === theDraft && draft) return [{ id: draft.id ?? theDraft, rule: draftBody(draft.rule) }]
  return versionOf(rows.filter(row => (what === allOn ? row.on : row.id === what)))
}

interface FilePickProps {
  readonly file: { readonly name: string; readonly text: string } | null
  readonly onFile: (file: { readonly name: string; readonly text: string } | null) => void
  readonly onFault: (fault: string | null) => void
}

function FilePick({ file, onFile, onFault }: FilePickProps) {
  const { t } = useRuleWords()
  const chooser = useRef<HTMLInputElement>(null)
  async function take(chosen: File | undefined) {
    if (!chosen) return
    if (chosen.size > fileMost) return onFault(t('lab.tooLarge'))
    onFault(null)
    onFile({ name: chosen.name, text: await chosen.text() })
  }
  return (
    <div className="flex flex-col items-start gap-1.5">
      <input
        ref={chooser}
        type="file"
        accept=".jsonl,.json,.txt,application/x-ndjson"
        aria-label={t('lab.choose')}
        className="hidden"
        onChange={event => {
          void take(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      <Button icon={<Upload size={14} />} onClick={() => chooser.current?.click()}>
        {file
          ? t('lab.chosen', { name: file.name, size: Math.max(1, Math.round(file.text.length / 1_000)) })
          : t('lab.choose')}
      </Button>
      <p className="text-ink-3">{t('lab.fileHint')}</p>
    </div>
  )
}

interface StoredProps {
  readonly stored: { readonly days: string; readonly channel: string; readonly sample: string }
  readonly onChange: (change: Partial<StoredProps['stored']>) => void
}

function Stored({ stored, onChange }: StoredProps) {
  const { t, language } = useRuleWords()
  const id = useId()
  const names = useNames()
  return (
    <div className="grid grid-cols-3 gap-4 max-pane:grid-cols-1">
      <Field label={t('lab.days')} htmlFor={`${id}-days`}>
        <Select
          id={`${id}-days`}
          value={stored.days}
          options={days.map(count => ({ value: count as string, label: t('lab.daysCount', { count }) }))}
          onChange={next => onChange({ days: next })}
        />
      </Field>
      <Field label={t('lab.channel')} htmlFor={`${id}-channel`}>
        <Select
          id={`${id}-channel`}
          value={stored.channel}
          options={[{ value: '', label: t('lab.anyChannel') }, ...names.channels]}
          onChange={channel => onChange({ channel })}
        />
      </Field>
      <Field label={t('lab.sample')} htmlFor={`${id}-sample`}>
        <Select
          id={`${id}-sample`}
          value={stored.sample}
          options={samples.map(count => ({
            value: count as string,
            label: t('lab.sampleCount', { count: Number(count).toLocaleString(language) }),
          }))}
          onChange={sample => onChange({ sample })}
        />
      </Field>
    </div>
  )
}

export function LabForm({ draft, ruleId, rows, busy, again, onRun }: LabFormProps) {
  const { t } = useRuleWords()
  const id = useId()
  const [what, setWhat] = useState(draft ? theDraft : (ruleId ?? allOn))
  const [against, setAgainst] = useState(draft?.id ?? nothing)
  const [source, setSource] = useState<'stored' | 'file'>('stored')
  const [stored, setStored] = useState({ days: '30', channel: '', sample: '2000' })
  const [file, setFile] = useState<{ readonly name: string; readonly text: string } | null>(null)
  const [fault, setFault] = useState<string | null>(null)

  const each = rows.map(row => ({ value: row.id, label: row.name }))
  const drafts: readonly SelectOption<string>[] = draft
    ? [{ value: theDraft, label: `${t('lab.draft')}: ${draft.rule.name || '…'}` }]
    : []
  const on = { value: allOn, label: t('lab.allOn') }
  function run() {
    const versions = [what, against]
      .filter(one => one !== nothing)
      .map(one => chosenVersion(one, rows, draft))
    if (versions.some(version => version.length === 0)) return setFault(t('lab.noRules'))
    if (source === 'file' && !file) return setFault(t('lab.noFile'))
    setFault(null)
    const now = Date.now()
    onRun({
      versions,
      over:
        source === 'file'
          ? { over: 'file', text: file?.text ?? '' }
          : {
              over: 'stored',
              from: new Date(now - Number(stored.days) * dayMs).toISOString(),
              to: new Date(now).toISOString(),
              channelId: stored.channel === '' ? null : stored.channel,
              sample: Number(stored.sample),
            },
    })
  }
  return (
    <form
      className="flex flex-col gap-4 rounded-m border border-line bg-surface px-5 py-4 max-pane:px-4"
      onSubmit={event => {
        event.preventDefault()
        run()
      }}
    >
      <div className="grid grid-cols-2 gap-4 max-pane:grid-cols-1">
        <Field label={t('lab.which')} htmlFor={`${id}-what`}>
          <Select id={`${id}-what`} value={what} options={[...drafts, on, ...each]} onChange={setWhat} />
        </Field>
        <Field label={t('lab.compare')} htmlFor={`${id}-against`}>
          <Select
            id={`${id}-against`}
            value={against}
            options={[
              { value: nothing, label: t('lab.compareNone') },
              on,
              ...each.map(option =>
                option.value === draft?.id
                  ? { ...option, label: `${option.label}: ${t('lab.compareKept')}` }
                  : option,
              ),
            ]}
            onChange={setAgainst}
          />
        </Field>
      </div>
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-1.5 font-medium">{t('lab.source')}</legend>
        <div className="flex flex-wrap gap-x-5 gap-y-2">
          {(['stored', 'file'] as const).map(one => (
            <label key={one} className="inline-flex items-center gap-2">
              <input
                type="radio"
                name={`${id}-source`}
                checked={source === one}
                onChange={() => setSource(one)}
                className="size-4 accent-person"
              />
              {t(`lab.${one}`)}
            </label>
          ))}
        </div>
        {source === 'stored' ? (
          <Stored stored={stored} onChange={change => setStored({ ...stored, ...change })} />
        ) : (
          <FilePick file={file} onFile={setFile} onFault={setFault} />
        )}
      </fieldset>
      <div className="flex items-center gap-3">
        <Button look="filled" type="submit" busy={busy} icon={<Play size={14} />}>
          {t(again ? 'lab.again' : 'lab.run')}
        </Button>
        {fault ? (
          <p role="alert" className="text-failure-ink">
            {fault}
          </p>
        ) : (
          <p className="text-ink-3">{t('lab.without')}</p>
        )}
      </div>
    </form>
  )
}
