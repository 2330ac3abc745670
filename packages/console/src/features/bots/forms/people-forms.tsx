// Forms of the blocks that turn to people: a question to the team, and a hand-off.
import { priorities } from '@baton/core'
import { useBotWords } from '../use-bot-words.ts'
import { ChoiceField, DurationField, TextField } from './fields.tsx'
import type { BlockForm } from './use-block-form.ts'

export function AskTeamForm({ form }: { readonly form: BlockForm<'ask_team'> }) {
  const { t } = useBotWords()
  const { block, change, fault } = form
  return (
    <>
      <TextField
        multiline
        label={t('form.teamQuestion')}
        hint={t('form.teamQuestionHint')}
        value={block.question}
        error={fault('question')}
        onChange={question => change({ question }, 'question')}
      />
      <TextField
        label={t('form.keepIn')}
        variables={false}
        value={block.variable}
        error={fault('variable')}
        onChange={variable => change({ variable }, 'variable')}
      />
      <DurationField
        label={t('form.within')}
        valueMs={block.withinMs}
        error={fault('withinMs')}
        onChange={withinMs => change({ withinMs }, 'withinMs')}
      />
    </>
  )
}

export function HandoffForm({ form }: { readonly form: BlockForm<'handoff'> }) {
  const { t } = useBotWords()
  const { block, change, fault } = form
  return (
    <>
      <TextField
        label={t('form.reason')}
        hint={t('form.reasonHint')}
        value={block.reason}
        error={fault('reason')}
        onChange={reason => change({ reason }, 'reason')}
      />
      <TextField
        optional
        multiline
        label={t('form.handoffText')}
        value={block.text ?? ''}
        error={fault('text')}
        onChange={text => change({ text }, 'text')}
      />
      <TextField
        optional
        multiline
        label={t('form.summary')}
        hint={t('form.summaryHint')}
        value={block.summary ?? ''}
        error={fault('summary')}
        onChange={summary => change({ summary }, 'summary')}
      />
      <ChoiceField
        label={t('block.priority')}
        value={block.priority ?? 'normal'}
        onChange={priority => change({ priority })}
        options={priorities.map(value => ({ value, label: t(`priority.${value}`) }))}
      />
    </>
  )
}
