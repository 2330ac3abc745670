// One canned reply: its shortcut, its text with variables, for whom it is, and how it will look.

import { Braces, Trash2 } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { useId, useRef, useState } from 'react'
import type { CannedReply } from '../../../app/canned-replies.ts'
import { fillReply, variableNames } from '../../../app/fill-reply.ts'
import { GapText } from '../../../app/gap-text.tsx'
import { Markdown } from '../../../app/markdown.tsx'
import { useActor, useSession, useTeams } from '../../../app/session.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, TextArea, TextInput } from '../../../ui/field.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { Select } from '../../../ui/select.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import type { Errors, Form } from './use-reply-saving.ts'
import { formOf, useReplySaving } from './use-reply-saving.ts'

interface ReplyEditorProps {
  /** Null: a new one. */
  readonly reply: CannedReply | null
  readonly open: boolean
  readonly onClose: () => void
}

function Preview({ text }: { readonly text: string }): ReactNode {
  const { t } = useSettingsWords()
  const { agent, workspace } = useSession()
  const shown = fillReply(text, {
    contact: { name: t('replies.sampleName'), attributes: {} },
    agent,
    channel: { name: t('replies.sampleChannel') },
    workspace,
  })
  if (text.trim() === '') return null
  return (
    <section aria-label={t('replies.preview')} className="flex flex-col items-end gap-1">
      <p className="self-start font-medium">{t('replies.preview')}</p>
      <div className="max-h-56 max-w-full overflow-y-auto rounded-m bg-person-soft px-3 py-2 text-14">
        <Markdown text={shown} say={words => <GapText text={words} />} />
      </div>
    </section>
  )
}

function Variables({ onPick }: { readonly onPick: (name: string) => void }) {
  const { t } = useSettingsWords()
  return (
    <Menu
      align="start"
      trigger={
        <Button size="s" look="quiet" icon={<Braces size={14} />}>
          {t('replies.variables')}
        </Button>
      }
    >
      {variableNames.map(name => (
        <MenuItem key={name} hint={`{${name}}`} onSelect={() => onPick(`{${name}}`)}>
          {t(`replies.${name}`)}
        </MenuItem>
      ))}
      <MenuItem
        hint="{contact.first_name|…}"
        onSelect={() => onPick(`{contact.first_name|${t('replies.there')}}`)}
      >
        {t('replies.withOther')}
      </MenuItem>
      <MenuItem hint={`{${t('replies.gapName')}}`} onSelect={() => onPick(`{${t('replies.gapName')}}`)}>
        {t('replies.gap')}
      </MenuItem>
    </Menu>
  )
}

function usePeople(): readonly { readonly value: string; readonly label: string }[] {
  const { t } = useSettingsWords()
  const actor = useActor()
  const teams = useTeams()
  const mine = { value: 'me', label: t('replies.onlyMe') }
  if (actor.role === 'agent') return [mine]
  return [
    { value: 'everyone', label: t('replies.everyone') },
    ...teams.map(({ id, name }) => ({ value: id, label: name })),
    mine,
  ]
}

interface FieldsProps {
  readonly form: Form
  readonly errors: Errors
  /** Whether I may change it. */
  readonly mine: boolean
  readonly first: RefObject<HTMLInputElement | null>
  readonly onChange: (change: Partial<Form>) => void
}

function Fields({ form, errors, mine, first, onChange: set }: FieldsProps) {
  const { t } = useSettingsWords()
  const id = useId()
  const people = usePeople()
  const box = useRef<HTMLTextAreaElement>(null)

  function put(variable: string) {
    const { selectionStart: from = form.text.length, selectionEnd: to = from } = box.current ?? {}
    set({ text: form.text.slice(0, from) + variable + form.text.slice(to) })
    // The menu gives the focus back first.
    setTimeout(() => {
      box.current?.focus()
      box.current?.setSelectionRange(from + variable.length, from + variable.length)
    }, 60)
  }

  return (
    <>
      <div className="grid grid-cols-[12rem_1fr] gap-4 max-pane:grid-cols-1">
        <Field
          label={t('replies.shortcut')}
          htmlFor={`${id}-shortcut`}
          error={errors.shortcut ?? null}
          hint={t('replies.shortcutHint')}
        >
          <TextInput
            id={`${id}-shortcut`}
            ref={first}
            value={form.shortcut}
            readOnly={!mine}
            aria-invalid={errors.shortcut ? true : undefined}
            aria-describedby={`${id}-shortcut-${errors.shortcut ? 'error' : 'hint'}`}
            onChange={event => set({ shortcut: event.target.value })}
          />
        </Field>
        <Field label={t('replies.titleField')} htmlFor={`${id}-title`} error={errors.title ?? null}>
          <TextInput
            id={`${id}-title`}
            value={form.title}
            readOnly={!mine}
            aria-invalid={errors.title ? true : undefined}
            aria-describedby={errors.title ? `${id}-title-error` : undefined}
            onChange={event => set({ title: event.target.value })}
          />
        </Field>
      </div>
      <Field label={t('replies.text')} htmlFor={`${id}-text`} error={errors.text ?? null}>
        <TextArea
          id={`${id}-text`}
          ref={box}
          value={form.text}
          readOnly={!mine}
          aria-invalid={errors.text ? true : undefined}
          aria-describedby={errors.text ? `${id}-text-error` : undefined}
          onChange={event => set({ text: event.target.value })}
          className="min-h-28"
        />
        {mine ? (
          <div className="-ml-2">
            <Variables onPick={put} />
          </div>
        ) : null}
      </Field>
      <Preview text={form.text} />
      <div className="grid grid-cols-2 gap-4 max-pane:grid-cols-1">
        <Field label={t('replies.people')} htmlFor={`${id}-people`}>
          <Select
            id={`${id}-people`}
            value={form.people}
            options={people}
            disabled={!mine || people.length === 1}
            onChange={next => set({ people: next })}
          />
        </Field>
        <Field
          label={t('replies.language')}
          htmlFor={`${id}-language`}
          error={errors.language ?? null}
          hint={t('replies.languageHint')}
        >
          <TextInput
            id={`${id}-language`}
            value={form.language}
            readOnly={!mine}
            placeholder="en"
            aria-invalid={errors.language ? true : undefined}
            onChange={event => set({ language: event.target.value.trim() })}
          />
        </Field>
      </div>
    </>
  )
}

export function ReplyEditor({ reply, open, onClose }: ReplyEditorProps) {
  const { t } = useSettingsWords()
  const actor = useActor()
  const [form, setForm] = useState(() => formOf(reply, actor.role === 'agent'))
  const { errors, busy, theirs, save, remove } = useReplySaving(reply, form, onClose)
  const first = useRef<HTMLInputElement>(null)
  const mine = reply?.mine ?? true

  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t(reply ? (mine ? 'replies.edit' : 'replies.view') : 'replies.new')}
      description={mine ? null : t('replies.notMine')}
      closeLabel={t('app.close')}
      width="wide"
      initialFocus={first}
      foot={
        <>
          {reply && mine ? (
            <Button look="quiet" icon={<Trash2 size={14} />} busy={busy} onClick={remove}>
              {t('replies.remove')}
            </Button>
          ) : null}
          <Button className="ml-auto" onClick={onClose}>
            {t(mine ? 'app.cancel' : 'app.close')}
          </Button>
          {mine ? (
            <Button look="filled" busy={busy} keys="mod+enter" onClick={save}>
              {t('replies.save')}
            </Button>
          ) : null}
        </>
      }
    >
      <form
        className="flex flex-col gap-4 pb-1"
        onSubmit={event => event.preventDefault()}
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && mine) save()
        }}
      >
        {theirs ? (
          <p
            role="alert"
            className="rounded-m border border-waiting-line bg-waiting-soft px-3.5 py-3 text-waiting-ink"
          >
            {t('replies.changed', { name: theirs.updatedBy })}
            <span className="mt-1.5 block text-14 whitespace-pre-wrap text-ink">{theirs.text}</span>
          </p>
        ) : null}
        {errors.whole ? (
          <p role="alert" className="text-failure-ink">
            {errors.whole}
          </p>
        ) : null}
        <Fields
          form={form}
          errors={errors}
          mine={mine}
          first={first}
          onChange={change => setForm(before => ({ ...before, ...change }))}
        />
      </form>
    </Dialog>
  )
}
