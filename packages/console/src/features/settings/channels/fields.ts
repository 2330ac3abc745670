// What each kind of channel is set up with, in the order in which one comes by it. The server's schemas decide; the
// patterns here only say it at the place, before anything is sent.
export type KindName = 'web' | 'whatsapp' | 'telegram' | 'slack' | 'sms' | 'email' | 'api'

export const kindNames: readonly KindName[] = ['whatsapp', 'web', 'telegram', 'slack', 'sms', 'email', 'api']

export type FieldKey =
  | 'phoneNumberId'
  | 'businessAccountId'
  | 'token'
  | 'appSecret'
  | 'displayNumber'
  | 'verifyToken'
  | 'apiUrl'
  | 'apiVersion'
  | 'phoneAgentId'
  | 'secret'
  | 'signingSecret'
  | 'accountSid'
  | 'authToken'
  | 'from'
  | 'address'
  | 'host'
  | 'port'
  | 'security'
  | 'user'
  | 'password'
  | 'by'
  | 'mailbox'
  | 'url'
  | 'accent'
  | 'greeting'
  | 'origins'

export interface FieldSpec {
  /** Where it stands in the settings. */
  readonly path: string
  readonly word: FieldKey
  readonly as: 'text' | 'secret' | 'number' | 'agent' | 'security' | 'inbound' | 'colour' | 'long' | 'origins'
  readonly required?: boolean
  readonly pattern?: RegExp
  readonly placeholder?: string
  /** Rarely needed: shown on demand. */
  readonly rare?: boolean
  /** Only where the setting at this path has this value. */
  readonly when?: { readonly path: string; readonly is: string }
  /** A title above it, where it begins a group. */
  readonly group?: 'smtp' | 'inbound'
}

const webAddress = /^https?:\/\/\S+$/
const apiUrl = (placeholder: string): FieldSpec => ({
  path: 'apiUrl',
  word: 'apiUrl',
  as: 'text',
  pattern: webAddress,
  placeholder,
  rare: true,
})

const imap = { path: 'inbound.by', is: 'imap' } as const

export const fieldsOf: Readonly<Record<KindName, readonly FieldSpec[]>> = {
  whatsapp: [
    {
      path: 'phoneNumberId',
      word: 'phoneNumberId',
      as: 'text',
      required: true,
      pattern: /^\d{5,20}$/,
      placeholder: '106540352242922',
    },
    {
      path: 'businessAccountId',
      word: 'businessAccountId',
      as: 'text',
      required: true,
      pattern: /^\d{5,20}$/,
      placeholder: '102290129340398',
    },
    { path: 'token', word: 'token', as: 'secret', required: true },
    { path: 'appSecret', word: 'appSecret', as: 'secret', required: true },
    { path: 'displayNumber', word: 'displayNumber', as: 'text', placeholder: '+1 555 123 4567', rare: true },
    { path: 'phoneAgentId', word: 'phoneAgentId', as: 'agent', rare: true },
    { path: 'verifyToken', word: 'verifyToken', as: 'secret', rare: true },
    apiUrl('https://graph.facebook.com'),
    {
      path: 'apiVersion',
      word: 'apiVersion',
      as: 'text',
      pattern: /^v\d{1,3}\.\d$/,
      placeholder: 'v25.0',
      rare: true,
    },
  ],
  telegram: [
    { path: 'token', word: 'token', as: 'secret', required: true },
    { path: 'secret', word: 'secret', as: 'secret', rare: true },
    apiUrl('https://api.telegram.org'),
  ],
  slack: [
    { path: 'token', word: 'token', as: 'secret', required: true },
    { path: 'signingSecret', word: 'signingSecret', as: 'secret', required: true },
    apiUrl('https://slack.com/api/'),
  ],
  sms: [
    {
      path: 'accountSid',
      word: 'accountSid',
      as: 'text',
      required: true,
      pattern: /^AC[0-9a-fA-F]{32}$/,
      placeholder: 'AC…',
    },
    { path: 'authToken', word: 'authToken', as: 'secret', required: true },
    {
      path: 'from',
      word: 'from',
      as: 'text',
      required: true,
      pattern: /^\+[1-9]\d{6,14}$/,
      placeholder: '+15551234567',
    },
    apiUrl('https://api.twilio.com'),
  ],
  email: [
    {
      path: 'address',
      word: 'address',
      as: 'text',
      required: true,
      pattern: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
      placeholder: 'help@shop.example',
    },
    {
      path: 'smtp.host',
      word: 'host',
      as: 'text',
      required: true,
      placeholder: 'smtp.shop.example',
      group: 'smtp',
    },
    { path: 'smtp.port', word: 'port', as: 'number', required: true, placeholder: '465' },
    { path: 'smtp.security', word: 'security', as: 'security' },
    { path: 'smtp.user', word: 'user', as: 'text' },
    { path: 'smtp.password', word: 'password', as: 'secret' },
    { path: 'inbound.by', word: 'by', as: 'inbound', group: 'inbound' },
    {
      path: 'inbound.imap.host',
      word: 'host',
      as: 'text',
      required: true,
      placeholder: 'imap.shop.example',
      when: imap,
    },
    { path: 'inbound.imap.port', word: 'port', as: 'number', required: true, placeholder: '993', when: imap },
    { path: 'inbound.imap.security', word: 'security', as: 'security', when: imap },
    { path: 'inbound.imap.user', word: 'user', as: 'text', when: imap },
    { path: 'inbound.imap.password', word: 'password', as: 'secret', when: imap },
    { path: 'inbound.mailbox', word: 'mailbox', as: 'text', placeholder: 'INBOX', when: imap, rare: true },
  ],
  api: [
    {
      path: 'url',
      word: 'url',
      as: 'text',
      required: true,
      pattern: webAddress,
      placeholder: 'https://shop.example/baton',
    },
    { path: 'secret', word: 'secret', as: 'secret', rare: true },
  ],
  web: [
    { path: 'greeting', word: 'greeting', as: 'long' },
    { path: 'accent', word: 'accent', as: 'colour' },
    { path: 'origins', word: 'origins', as: 'origins' },
  ],
}

export const isKind = (kind: string): kind is KindName => kind in fieldsOf
