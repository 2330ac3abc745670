// Adds a bot of any kind. It is published at once, so it asks for what its kind cannot be without.
import { useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, TextInput } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import type { BotKindName } from '../kinds/bot-kind.ts'
import { botKinds, shownKinds } from '../kinds/bot-kind.ts'
import { ShownSecret } from '../kinds/shown-secret.tsx'
import { useBotWords } from '../use-bot-words.ts'
import type { Beginning } from './first-settings.ts'
import { firstSettings, missingIn } from './first-settings.ts'
import type { TemplateName } from './templates.ts'
import { templateNames, templateWords } from './templates.ts'
import { botsKey } from './use-bots.ts'

interface NewBotProps {
  readonly onClose: () => void
  readonly onMade: (id: string) => void
}

function KindChoice({
  kind,
  chosen,
  onChoose,
}: {
  readonly kind: BotKindName
  readonly chosen: boolean
  readonly onChoose: () => void
}) {
  const { t } = useBotWords()
  const { icon: Icon, name, text } = shownKinds[kind]
  return (
    <label
      className={classes(
        'flex items-start gap-2.5 rounded-m border p-3 transition-colors has-focus-visible:outline-2 has-focus-visible:outline-person',
        chosen ? 'border-person bg-person-soft' : 'border-line hover:bg-hover',
      )}
    >
      <input type="radio" name="kind" checked={chosen} onChange={onChoose} className="sr-only" />
      <Icon size={17} strokeWidth={1.75} className={chosen ? 'text-person-ink' : 'text-ink-3'} />
      <span className="min-w-0">
        <span className="block font-medium">{t(name)}</span>
        <span className="block text-ink-2">{t(text)}</span>
      </span>
    </label>
  )
}

function KindFields({
  beginning,
  missing,
  onChange,
}: {
  readonly beginning: Beginning
  readonly missing: ReadonlySet<string>
  readonly onChange: (change: Partial<Beginning>) => void
}) {
  const { t } = useBotWords()
  const id = useId()
  const { kind, template, url, model, secret } = beginning
  if (kind === 'flow')
    return (
      <Field label={t('newBot.template')} htmlFor={`${id}-template`}>
        <Select<TemplateName>
          id={`${id}-template`}
          value={template}
          onChange={chosen => onChange({ template: chosen })}
          options={templateNames.map(value => ({ value, label: t(templateWords[value]) }))}
        />
      </Field>
    )
  return (
    <>
      <Field
        label={t(kind === 'ai' ? 'ai.baseUrl' : 'http.url')}
        htmlFor={`${id}-url`}
        error={missing.has('url') ? t('newBot.urlMissing') : null}
        hint={t(`newBot.urlHint.${kind}`)}
      >
        <TextInput
          id={`${id}-url`}
          type="url"
          value={url}
          aria-invalid={missing.has('url') || undefined}
          placeholder={t(`newBot.urlPlace.${kind}`)}
          onChange={event => onChange({ url: event.target.value })}
        />
      </Field>
      {kind === 'ai' ? (
        <Field
          label={t('ai.model')}
          htmlFor={`${id}-model`}
          error={missing.has('model') ? t('newBot.modelMissing') : null}
        >
          <TextInput
            id={`${id}-model`}
            value={model}
            aria-invalid={missing.has('model') || undefined}
            onChange={event => onChange({ model: event.target.value })}
          />
        </Field>
      ) : null}
      <Field
        label={t(kind === 'ai' ? 'ai.apiKey' : kind === 'rasa' ? 'rasa.token' : 'http.secret')}
        htmlFor={`${id}-secret`}
        required={t('form.optional')}
        hint={kind === 'http' ? t('newBot.secretHint') : undefined}
      >
        <TextInput
          id={`${id}-secret`}
          type="password"
          autoComplete="new-password"
          value={secret}
          onChange={event => onChange({ secret: event.target.value })}
        />
      </Field>
    </>
  )
}

export function NewBot({ onClose, onMade }: NewBotProps) {
  const { t } = useBotWords()
  const queries = useQueryClient()
  const id = useId()
  const [beginning, setBeginning] = useState<Beginning>({
    kind: 'flow',
    name: '',
    template: 'orders',
    url: '',
    model: '',
    secret: '',
  })
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [made, setMade] = useState<{ readonly id: string; readonly secret: string } | null>(null)
  const missing = tried ? missingIn(beginning) : new Set<string>()
  const change = (some: Partial<Beginning>) => setBeginning({ ...beginning, ...some })

  async function make() {
    setTried(true)
    if (busy || missingIn(beginning).size > 0) return
    setBusy(true)
    try {
      const body = firstSettings(beginning, t)
      const answer = await api.call('POST /bots', { body })
      await queries.invalidateQueries({ queryKey: botsKey })
      if (answer.secret) setMade({ id: answer.id, secret: answer.secret })
      else onMade(answer.id)
    } catch (fault) {
      const { title, text } = sayFailure(fault, t)
      setFailure(text ? `${title}. ${text}` : title)
    } finally {
      setBusy(false)
    }
  }
  if (made)
    return (
      <Dialog
        open
        onClose={() => onMade(made.id)}
        title={t('secret.once')}
        closeLabel={t('app.close')}
        foot={
          <>
            <span className="flex-1" />
            <Button look="filled" onClick={() => onMade(made.id)}>
              {t('secret.kept')}
            </Button>
          </>
        }
      >
        <ShownSecret secret={made.secret} />
      </Dialog>
    )
  return (
    <Dialog
      open
      width="wide"
      onClose={onClose}
      title={t('newBot.title')}
      closeLabel={t('app.close')}
      foot={
        <>
          <span className="flex-1" />
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button look="filled" busy={busy} onClick={() => void make()}>
            {t('newBot.make')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={event => {
          event.preventDefault()
          void make()
        }}
      >
        <fieldset className="grid grid-cols-2 gap-2 max-pane:grid-cols-1">
          <legend className="mb-1.5 font-medium">{t('newBot.kind')}</legend>
          {botKinds.map(kind => (
            <KindChoice
              key={kind}
              kind={kind}
              chosen={beginning.kind === kind}
              onChoose={() => change({ kind })}
            />
          ))}
        </fieldset>
        <Field
          label={t('bot.name')}
          htmlFor={`${id}-name`}
          error={missing.has('name') ? t('newBot.nameMissing') : null}
        >
          <TextInput
            id={`${id}-name`}
            value={beginning.name}
            maxLength={80}
            aria-invalid={missing.has('name') || undefined}
            onChange={event => change({ name: event.target.value })}
          />
        </Field>
        <KindFields beginning={beginning} missing={missing} onChange={change} />
        {failure ? (
          <p role="alert" className="text-failure-ink">
            {failure}
          </p>
        ) : null}
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
