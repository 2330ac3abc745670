// What an alert channel of each kind asks for.
import type { AgentRow } from '@baton/client'
import { useId } from 'react'
import { Field, TextInput } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import type { ChannelDraft, Security } from './channel-draft.ts'
import { isSet } from './channel-draft.ts'
import type { AlertChannel } from './use-alerts.ts'

interface FieldsProps {
  readonly draft: ChannelDraft
  /** Null: a new one. */
  readonly channel: AlertChannel | null
  readonly agents: readonly AgentRow[]
  readonly change: (change: Partial<ChannelDraft>) => void
}

type TextName = Exclude<keyof ChannelDraft, 'kind' | 'by' | 'members' | 'security'>
type LabelKey = Parameters<ReturnType<typeof useSettingsWords>['t']>[0]

interface LineProps {
  readonly props: FieldsProps
  readonly name: TextName
  readonly label: LabelKey
  readonly hint?: LabelKey
  readonly place?: string
  /** Where a secret is kept, if this is one. */
  readonly secret?: readonly string[]
  readonly className?: string
}

function Line({ props: { draft, channel, change }, name, label, hint, place, secret, className }: LineProps) {
  const { t } = useSettingsWords()
  const id = useId()
  const held = secret !== undefined && isSet(channel, ...secret)
  return (
    <div className={className}>
      <Field label={t(label)} htmlFor={id} hint={hint ? t(hint) : undefined}>
        <TextInput
          id={id}
          type={secret ? 'password' : 'text'}
          autoComplete={secret ? 'new-password' : 'off'}
          inputMode={name === 'port' ? 'numeric' : undefined}
          value={draft[name]}
          placeholder={held ? t('alerts.kept') : place}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onChange={event => change({ [name]: event.target.value })}
        />
      </Field>
    </div>
  )
}

function Members({ draft, agents, change }: FieldsProps) {
  const { t } = useSettingsWords()
  const id = useId()
  return (
    <details className="rounded-s border border-line px-3 py-2">
      <summary className="cursor-pointer font-medium">{t('alerts.members')}</summary>
      <p className="pt-1 pb-2 text-ink-3">{t('alerts.membersHint')}</p>
      <ul className="flex flex-col gap-1.5 pb-1">
        {agents
          .filter(({ active }) => active)
          .map(agent => (
            <li key={agent.id} className="flex items-center gap-3">
              <label htmlFor={`${id}-${agent.id}`} className="min-w-0 flex-1 truncate">
                {agent.name}
              </label>
              <TextInput
                id={`${id}-${agent.id}`}
                value={draft.members[agent.id] ?? ''}
                placeholder="U012AB3CD"
                onChange={event => change({ members: { ...draft.members, [agent.id]: event.target.value } })}
                className="!w-40"
              />
            </li>
          ))}
      </ul>
    </details>
  )
}

function SlackFields(props: FieldsProps) {
  const { t } = useSettingsWords()
  const id = useId()
  const { draft, change, channel } = props
  return (
    <>
      <Field label={t('alerts.by')} htmlFor={id}>
        <Select
          id={id}
          value={draft.by}
          options={[
            { value: 'bot', label: t('alerts.byBot') },
            { value: 'webhook', label: t('alerts.byWebhook') },
          ]}
          onChange={by => change({ by })}
        />
      </Field>
      {draft.by === 'bot' ? (
        <>
          <Line props={props} name="token" label="alerts.token" place="xoxb-…" secret={['token']} />
          <Line
            props={props}
            name="channel"
            label="alerts.slackChannel"
            hint="alerts.slackChannelHint"
            place="C0123456789"
          />
        </>
      ) : (
        <Line
          props={props}
          name="webhookUrl"
          label="alerts.webhookUrl"
          place="https://hooks.slack.com/services/…"
          secret={['webhookUrl']}
        />
      )}
      <Line
        props={props}
        name="signingSecret"
        label="alerts.signingSecret"
        hint="alerts.signingSecretHint"
        secret={['signingSecret']}
      />
      {channel?.hookUrl ? (
        <p className="text-ink-2">
          {t('alerts.hook')} <code className="text-13 break-all text-ink">{channel.hookUrl}</code>
        </p>
      ) : null}
      <Members {...props} />
    </>
  )
}

function EmailFields(props: FieldsProps) {
  const { t } = useSettingsWords()
  const id = useId()
  const { draft, change } = props
  const securities: readonly Security[] = ['starttls', 'tls', 'none']
  return (
    <>
      <Line props={props} name="from" label="alerts.from" hint="alerts.fromHint" place="baton@shop.example" />
      <div className="flex gap-3 max-pane:flex-col">
        <Line
          props={props}
          name="host"
          label="alerts.host"
          place="smtp.shop.example"
          className="min-w-0 flex-1"
        />
        <Line props={props} name="port" label="alerts.port" className="w-24" />
        <div className="w-36">
          <Field label={t('alerts.security')} htmlFor={id}>
            <Select
              id={id}
              value={draft.security}
              options={securities.map(value => ({ value, label: t(`alerts.security.${value}`) }))}
              onChange={security => change({ security })}
            />
          </Field>
        </div>
      </div>
      <div className="flex gap-3 max-pane:flex-col">
        <Line props={props} name="user" label="alerts.user" className="min-w-0 flex-1" />
        <Line
          props={props}
          name="password"
          label="alerts.password"
          secret={['smtp', 'password']}
          className="min-w-0 flex-1"
        />
      </div>
    </>
  )
}

export function ChannelFields(props: FieldsProps) {
  const { t } = useSettingsWords()
  switch (props.draft.kind) {
    case 'slack':
      return <SlackFields {...props} />
    case 'email':
      return <EmailFields {...props} />
    case 'webhook':
      return (
        <Line
          props={props}
          name="url"
          label="alerts.url"
          hint="alerts.urlHint"
          place="https://shop.example/alerts"
        />
      )
    case 'push':
      return <p className="text-ink-2">{t('alerts.pushText')}</p>
  }
}
