// Rules: the list, one of them, and the lab. Which of them is the address's to say.
import type { RuleDraft } from '@baton/core'
import { useState } from 'react'
import { later } from '../../app/later.tsx'
import { useActor } from '../../app/session.tsx'
import { freshRule } from './edit/fresh.ts'
import { RuleEditor, RuleGone } from './edit/rule-editor.tsx'
import { RuleList } from './list/rule-list.tsx'
import { ruleOf } from './sentence/rule-of.ts'
import { useRuleWords } from './use-rule-words.ts'
import { useRules } from './use-rules.ts'

const Lab = later(() => import('./lab/lab.tsx').then(module => module.Lab))

interface RulesProps {
  /** Null: the list. `new` and `lab` are places of their own, else it is a rule's id. */
  readonly place: string | null
  /** To the list, to a rule, to `new` or the `lab`. */
  readonly onPlace: (place: string | null) => void
  readonly onMessage: (conversationId: string, seq: number) => void
}

export function Rules({ place, onPlace, onMessage }: RulesProps) {
  const { t } = useRuleWords()
  const { data } = useRules()
  const mayEdit = useActor().role === 'admin'
  const [copyOf, setCopyOf] = useState<string | null>(null)
  const [draft, setDraft] = useState<{ readonly rule: RuleDraft; readonly id: string | null } | null>(null)
  const [labRule, setLabRule] = useState<string | null>(null)
  const rowOf = (id: string | null) => data?.items.find(row => row.id === id) ?? null

  function content() {
    if (place === 'lab' && mayEdit)
      return <Lab draft={draft} ruleId={labRule} onBack={() => onPlace(null)} onMessage={onMessage} />
    if (place === null || place === 'lab' || !mayEdit)
      return (
        <RuleList
          onRule={id => onPlace(id)}
          onNew={id => {
            setCopyOf(id ?? null)
            setDraft(null)
            onPlace('new')
          }}
          onLab={id => {
            setDraft(null)
            setLabRule(id ?? null)
            onPlace('lab')
          }}
        />
      )
    const row = rowOf(place)
    if (!data) return null
    if (place !== 'new' && !row) return <RuleGone onBack={() => onPlace(null)} />
    const original = rowOf(copyOf)
    const kept = draft?.id === (row?.id ?? null) ? draft?.rule : undefined
    const start = row
      ? ruleOf(row)
      : original
        ? { ...ruleOf(original), name: t('rules.copyName', { name: original.name }), on: false }
        : freshRule
    return (
      <RuleEditor
        key={place}
        row={row}
        start={kept ?? start}
        onBack={() => onPlace(null)}
        onSaved={() => {
          setDraft(null)
          onPlace(null)
        }}
        onLab={rule => {
          setDraft({ rule, id: row?.id ?? null })
          setLabRule(null)
          onPlace('lab')
        }}
      />
    )
  }
  return (
    <main id="chat" className="min-h-0 flex-1 overflow-y-auto bg-surface px-8 py-6 max-pane:px-4">
      <div className="mx-auto max-w-210">{content()}</div>
    </main>
  )
}
