// One step of what a rule does, as a sentence whose words can be changed where they stand.
import type { RuleAction, TeamId } from '@baton/core'
import { priorities, ruleLimits } from '@baton/core'
import type { ReactNode } from 'react'
import { InlineChoice } from '../../../ui/inline-control.tsx'
import { InlineText, InlineWords } from '../../../ui/inline-input.tsx'
import { Filled } from '../sentence/filled.tsx'
import { keyOfAction } from '../sentence/slots.ts'
import type { Names } from '../use-names.ts'
import type { RuleWords } from '../use-rule-words.ts'
import { useRuleWords } from '../use-rule-words.ts'

interface ActionFieldsProps {
  readonly action: RuleAction
  readonly names: Names
  readonly onChange: (action: RuleAction) => void
}

const noTeam = 'none'

function slotsOf(
  { action, names, onChange }: ActionFieldsProps,
  { t }: RuleWords,
): Record<string, ReactNode> {
  const priorityOf = (of: Extract<RuleAction, { do: 'request' | 'priority' }>) => (
    <InlineChoice
      label={t('do.priorityLabel')}
      value={of.priority}
      options={priorities.map(each => ({ value: each, label: t(`do.${each}`) }))}
      onChange={priority => onChange({ ...of, priority })}
    />
  )
  switch (action.do) {
    case 'request':
      return {
        priority: priorityOf(action),
        team: (
          <InlineChoice
            label={t('slot.team')}
            value={action.teamId ?? noTeam}
            options={[
              { value: noTeam, label: t('do.anyTeam') },
              ...names.teams.map(({ value, label }) => ({ value, label: t('do.forTeam', { team: label }) })),
            ]}
            gone={t('do.forTeam', { team: t('slot.gone') })}
            onChange={next => onChange({ ...action, teamId: next === noTeam ? null : (next as TeamId) })}
          />
        ),
      }
    case 'alert':
      return {}
    case 'tag':
      return {
        tags: (
          <InlineWords
            label={t('slot.tags')}
            words={action.tags}
            placeholder={t('slot.tagPlace')}
            maxLength={ruleLimits.tag}
            between={t('say.and')}
            known={names.tags}
            removeLabel={word => t('slot.removeWord', { word })}
            onChange={tags => onChange({ ...action, tags })}
          />
        ),
      }
    case 'priority':
      return { priority: priorityOf(action) }
    case 'team':
      return {
        team: (
          <InlineChoice
            label={t('slot.team')}
            value={action.teamId as string}
            options={names.teams}
            gone={action.teamId === '' ? t('slot.choose') : t('slot.gone')}
            onChange={next => onChange({ ...action, teamId: next as TeamId })}
          />
        ),
      }
    case 'tell':
      return {
        text: (
          <InlineText
            wide
            label={t('do.text')}
            value={action.text}
            placeholder={t('do.textPlace')}
            maxLength={ruleLimits.tell}
            fault={action.text.trim() === '' ? t('fault.here') : null}
            onChange={text => onChange({ ...action, text })}
          />
        ),
      }
  }
}

export function ActionFields(props: ActionFieldsProps) {
  const words = useRuleWords()
  return <Filled sentence={keyOfAction(props.action)} slots={slotsOf(props, words)} />
}
