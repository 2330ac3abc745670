// An alert channel as its form holds it: flat, with secrets that are empty until somebody enters one.
import type { AlertChannel, NewChannel } from './use-alerts.ts'

export type Kind = AlertChannel['kind']
export const kinds: readonly Kind[] = ['slack', 'email', 'webhook', 'push']
export type Security = 'tls' | 'starttls' | 'none'

export interface ChannelDraft {
  readonly kind: Kind
  readonly name: string
  readonly by: 'bot' | 'webhook'
  readonly token: string
  readonly channel: string
  readonly webhookUrl: string
  readonly signingSecret: string
  /** By agent. */
  readonly members: Readonly<Record<string, string>>
  readonly from: string
  readonly host: string
  readonly port: string
  readonly security: Security
  readonly user: string
  readonly password: string
  readonly url: string
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

export function draftOf(channel: AlertChannel | null): ChannelDraft {
  const settings = channel?.settings ?? {}
  const smtp = fieldsOf(settings.smtp)
  const members = Array.isArray(settings.members) ? settings.members.map(fieldsOf) : []
  return {
    kind: channel?.kind ?? 'slack',
    name: channel?.name ?? '',
    by: settings.by === 'webhook' ? 'webhook' : 'bot',
    token: '',
    channel: textOf(settings.channel),
    webhookUrl: '',
    signingSecret: '',
    members: Object.fromEntries(members.map(({ agentId, slackId }) => [textOf(agentId), textOf(slackId)])),
    from: textOf(settings.from),
    host: textOf(smtp.host),
    port: textOf(smtp.port) || '587',
    security: smtp.security === 'tls' || smtp.security === 'none' ? smtp.security : 'starttls',
    user: textOf(smtp.user),
    password: '',
    url: textOf(settings.url),
  }
}

/** Whether the channel has this secret already. */
export const isSet = (channel: AlertChannel | null, ...path: readonly string[]): boolean =>
  fieldsOf(path.reduce<unknown>((value, name) => fieldsOf(value)[name], channel?.settings)).set === true

function secret(name: string, entered: string, held: boolean): Record<string, unknown> {
  return entered !== '' ? { [name]: entered.trim() } : held ? { [name]: { set: true } } : {}
}

function settingsOf(draft: ChannelDraft, channel: AlertChannel | null): Record<string, unknown> {
  switch (draft.kind) {
    case 'slack': {
      const members = Object.entries(draft.members).flatMap(([agentId, slackId]) =>
        slackId.trim() === '' ? [] : [{ agentId, slackId: slackId.trim() }],
      )
      const signing = secret('signingSecret', draft.signingSecret, isSet(channel, 'signingSecret'))
      if (draft.by === 'webhook')
        return {
          by: 'webhook',
          ...secret('webhookUrl', draft.webhookUrl, isSet(channel, 'webhookUrl')),
          ...signing,
          members,
        }
      const apiUrl = channel?.settings.apiUrl
      return {
        by: 'bot',
        ...secret('token', draft.token, isSet(channel, 'token')),
        channel: draft.channel.trim(),
        ...signing,
        members,
        ...(apiUrl ? { apiUrl } : {}),
      }
    }
    case 'email': {
      const { host, port, security, user, password } = draft
      const account = user.trim() === '' ? {} : { user: user.trim() }
      const pass = user.trim() === '' ? {} : secret('password', password, isSet(channel, 'smtp', 'password'))
      return {
        from: draft.from.trim(),
        smtp: { host: host.trim(), port: Number(port), security, ...account, ...pass },
      }
    }
    case 'webhook':
      return { url: draft.url.trim() }
    case 'push':
      return {}
  }
}

/** For the API, which holds it against its schema and names what is wrong. */
export function bodyOf(draft: ChannelDraft, channel: AlertChannel | null): NewChannel {
  return {
    kind: draft.kind,
    name: draft.name.trim(),
    settings: settingsOf(draft, channel),
  } as unknown as NewChannel
}
