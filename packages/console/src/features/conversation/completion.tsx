// Completing a takeover (HB1): topic and outcome as the workspace requires, and what the customer and the bot
// get. Every field by typing; ⌘↵ completes from anywhere.
import type { AnswerOf, ConversationRow } from '@baton/client'
import { useQuery } from '@tanstack/react-query'
import type { KeyboardEvent } from 'react'
import { useRef } from 'react'
import { useWords } from '../../app/i18n.tsx'
import { api } from '../../app/link.ts'
import { useSession } from '../../app/session.tsx'
import { useKnownTags } from '../../app/use-known-tags.ts'
import { Button } from '../../ui/button.tsx'
import type { Choice } from '../../ui/combobox.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, TextArea } from '../../ui/field.tsx'
import { SwitchRow } from '../../ui/switch-row.tsx'
import { TagField } from '../../ui/tag-field.tsx'
import type { CompletionForm, Faults } from './use-completion-form.ts'
import { atBlock, useCompletionForm } from './use-completion-form.ts'

type Blocks = AnswerOf<'GET /conversations/{id}/closing-blocks'>
const choicesOf = (names: readonly string[]): readonly Choice[] =>
  names.map(name => ({ value: name, label: name }))

interface CompletionProps {
  readonly row: ConversationRow
  readonly open: boolean
  readonly onClose: () => void
}

function Preview({ blocks, closing, name }: { blocks: Blocks | undefined; closing: string; name: string }) {
  const { t } = useWords()
  const block = blocks?.items.find(item => item.block === closing)
  if (!block) return null
  return (
    <div className="animate-fade rounded-m border border-line bg-canvas px-3 py-2.5 pane:col-span-2">
      <p className="mb-1 text-ink-3">{t('done.preview', { name })}</p>
      <p className="text-14 break-words whitespace-pre-wrap">{block.preview}</p>
    </div>
  )
}

function useFaultWords(faults: Faults) {
  const { t } = useWords()
  return (field: string) => {
    const key = faults.get(field)
    return key ? t(key) : null
  }
}

interface FieldsProps {
  readonly row: ConversationRow
  readonly blocks: Blocks | undefined
  readonly blocksFailed: boolean
  readonly form: CompletionForm
  readonly faults: Faults
  readonly change: (part: Partial<CompletionForm>) => void
  readonly first: React.RefObject<HTMLInputElement | null>
}

function Classify({ form, faults, change, first }: FieldsProps) {
  const { t } = useWords()
  const { completion } = useSession()
  const known = useKnownTags()
  const required = (is: boolean) => (is ? t('done.required') : null)
  const error = useFaultWords(faults)
  return (
    <>
      <Field
        label={t('done.topic')}
        htmlFor="done-topic"
        required={required(completion.topicRequired)}
        error={error('topic')}
      >
        <Combobox
          id="done-topic"
          inputRef={first}
          choices={choicesOf(completion.topics)}
          value={form.topic}
          onChange={topic => change({ topic })}
          placeholder={t('done.topicPlace')}
          nothing={t('done.nothing')}
          invalid={faults.has('topic')}
        />
      </Field>
      <Field
        label={t('done.outcome')}
        htmlFor="done-outcome"
        required={required(completion.outcomeRequired)}
        error={error('outcome')}
      >
        <Combobox
          id="done-outcome"
          choices={choicesOf(completion.outcomes)}
          value={form.outcome}
          onChange={outcome => change({ outcome })}
          placeholder={t('done.outcomePlace')}
          nothing={t('done.nothing')}
          invalid={faults.has('outcome')}
        />
      </Field>
      <div className="pane:col-span-2">
        <Field
          label={t('done.tags')}
          htmlFor="done-tags"
          required={required(completion.tagRequired)}
          error={error('tags')}
        >
          <TagField
            id="done-tags"
            known={known}
            value={form.tags}
            onChange={tags => change({ tags })}
            placeholder={t('done.tagsPlace')}
            createLabel={tag => t('done.createTag', { tag })}
            removeLabel={tag => t('done.removeTag', { tag })}
          />
        </Field>
      </div>
    </>
  )
}

function HandBack({ row, blocks, blocksFailed, form, change }: FieldsProps) {
  const { t } = useWords()
  const closings = [
    { value: '', label: t('done.noClosing') },
    ...(blocks?.items ?? []).map(item => ({ value: item.block, label: item.label })),
  ]
  const nexts = [
    { value: 'continue', label: t('done.continue') },
    { value: 'restart', label: t('done.restart') },
    { value: 'silent', label: t('done.silent') },
    ...(blocks?.entries ?? []).map(entry => ({
      value: `${atBlock}${entry.block}`,
      label: t('done.at', { block: entry.label }),
    })),
  ]
  const nothing = t(blocks || blocksFailed ? 'done.nothing' : 'done.blocksComing')
  const hint =
    form.next === 'restart' ? t('done.restartHint') : form.next === 'silent' ? t('done.silentHint') : null
  return (
    <>
      <Field
        label={t('done.closing')}
        htmlFor="done-closing"
        hint={blocksFailed ? t('done.blocksFailed') : null}
      >
        <Combobox
          id="done-closing"
          choices={closings}
          value={form.closing}
          onChange={closing => change({ closing: closing ?? '' })}
          placeholder={t('done.noClosing')}
          nothing={nothing}
        />
      </Field>
      <Field
        label={t('done.next')}
        htmlFor="done-next"
        hint={hint ?? (form.next === 'continue' ? t('done.continueHint') : null)}
      >
        <Combobox
          id="done-next"
          choices={nexts}
          value={form.next}
          onChange={next => change({ next: next ?? 'continue' })}
          placeholder={t('done.continue')}
          nothing={nothing}
        />
      </Field>
      <Preview blocks={blocks} closing={form.closing} name={row.contact.name} />
      <FeedbackChoice feedback={blocks?.feedback ?? null} row={row} form={form} change={change} />
    </>
  )
}

interface FeedbackChoiceProps extends Pick<FieldsProps, 'row' | 'form' | 'change'> {
  readonly feedback: Blocks['feedback']
}

/** HB5: what is asked, and a switch where the channel leaves it to the agent. */
function FeedbackChoice({ feedback, row, form, change }: FeedbackChoiceProps) {
  const { t } = useWords()
  if (feedback === null) return null
  const { name } = row.contact
  return (
    <div className="pane:col-span-2">
      {feedback.ask === 'always' ? (
        <p className="text-ink-2">
          <span className="font-medium">{t('closing.asked', { name })}</span> {`“${feedback.text}”`}
        </p>
      ) : (
        <SwitchRow
          label={t('closing.ask')}
          hint={`“${feedback.text}”`}
          on={form.askFeedback}
          onChange={askFeedback => change({ askFeedback })}
        />
      )}
    </div>
  )
}

/** Note and guidance; folded away unless the workspace wants a note. */
function Words({ form, faults, change }: FieldsProps) {
  const { t } = useWords()
  const { completion } = useSession()
  const error = useFaultWords(faults)
  return (
    <details open={completion.noteRequired || form.note !== ''} className="group pane:col-span-2">
      <summary className="cursor-default rounded-s py-1 font-medium text-ink-2 select-none hover:text-ink">
        {t('done.more')}
      </summary>
      <div className="mt-3 grid gap-4 pane:grid-cols-2">
        <Field
          label={t('done.note')}
          htmlFor="done-note"
          required={completion.noteRequired ? t('done.required') : null}
          error={error('note')}
        >
          <TextArea
            id="done-note"
            aria-invalid={faults.has('note') || undefined}
            value={form.note}
            placeholder={t('done.notePlace')}
            onChange={event => change({ note: event.target.value })}
          />
        </Field>
        <Field label={t('done.guidance')} htmlFor="done-guidance">
          <TextArea
            id="done-guidance"
            value={form.guidance}
            placeholder={t('done.guidancePlace')}
            onChange={event => change({ guidance: event.target.value })}
          />
        </Field>
      </div>
    </details>
  )
}

export function Completion(props: CompletionProps) {
  const { row, open, onClose } = props
  const { t } = useWords()
  const first = useRef<HTMLInputElement>(null)
  const { form, change, faults, failure, busy, submit } = useCompletionForm(row, onClose)
  const blocks = useQuery({
    queryKey: ['closing-blocks', row.id, row.bot?.id],
    enabled: open,
    staleTime: 60_000,
    queryFn: () => api.call('GET /conversations/{id}/closing-blocks', { params: { id: row.id } }),
  })
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
    event.preventDefault()
    event.stopPropagation()
    void submit()
  }
  const fields = { row, blocks: blocks.data, blocksFailed: blocks.isError, form, faults, change, first }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('done.title')}
      description={t('done.text', { name: row.contact.name })}
      closeLabel={t('app.close')}
      width="wide"
      initialFocus={first}
      foot={
        <>
          {failure ? (
            <p role="alert" className="min-w-0 flex-1 text-failure-ink">
              {failure}
            </p>
          ) : null}
          <div className="ml-auto flex gap-2">
            <Button onClick={onClose}>{t('app.cancel')}</Button>
            <Button look="filled" keys="mod+enter" busy={busy} onClick={() => void submit()}>
              {t('done.do')}
            </Button>
          </div>
        </>
      }
    >
      <div className="grid grid-cols-1 gap-x-4 gap-y-4 pb-2 pane:grid-cols-2" onKeyDownCapture={onKeyDown}>
        <Classify {...fields} />
        <HandBack {...fields} />
        <Words {...fields} />
      </div>
    </Dialog>
  )
}
