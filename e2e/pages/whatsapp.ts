// Customers on WhatsApp, as they come through the local Graph server: what they write, tap and send, and what they got.

import type { HookCall } from '../../packages/server/src/testing/channel-stage.ts'
import { seenText } from '../../packages/server/src/testing/graph/graph-rules.ts'
import type { GraphServer } from '../../packages/server/src/testing/graph/graph-server.ts'
import {
  callOf,
  fileContent,
  messageChange,
  statusChange,
} from '../../packages/server/src/testing/graph/graph-webhooks.ts'
import type { GraphMessage } from '../../packages/server/src/testing/graph/graph-world.ts'
import { soon } from '../stage.ts'

export interface WhatsAppCustomer {
  readonly name: string
  /** Answers the id of the message. `quotes`: another one's. */
  say(text: string, quotes?: string): Promise<string>
  /** While Meta's own agent answers there. */
  sayToMeta(text: string): Promise<void>
  sendPicture(png: Buffer, caption: string): Promise<void>
  /** A button or a row of the last message that has one of this title. */
  tap(title: string): Promise<void>
  change(messageId: string, text: string): Promise<void>
  takeBack(messageId: string): Promise<void>
  react(messageId: string, emoji: string): Promise<void>
  /** Every text that arrived, oldest first. */
  texts(): readonly string[]
  /** Resolves once a message holds the text; answers its id. */
  gets(text: string): Promise<string>
  /** What the channel says of a message that arrived. */
  report(messageId: string, status: 'sent' | 'delivered' | 'read'): Promise<void>
}

interface Option {
  readonly id: string
  readonly title: string
  readonly as: 'button_reply' | 'list_reply'
}

type Raw = Readonly<Record<string, unknown>>
const record = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {})
const list = (value: unknown): readonly Raw[] => (Array.isArray(value) ? value.map(record) : [])

function optionsOf({ body }: GraphMessage): readonly Option[] {
  const action = record(record(body.interactive).action)
  const buttons = list(action.buttons).map(({ reply }) => ({ ...record(reply), as: 'button_reply' }))
  const rows = list(action.sections)
    .flatMap(section => list(section.rows))
    .map(row => ({ ...row, as: 'list_reply' }))
  return [...buttons, ...rows] as unknown as readonly Option[]
}

let count = 0
const freshId = () => `wamid.from.${++count}`

/** `hookUrl`: where Baton is called. `line`: which of the business's numbers they write to. */
export function whatsAppCustomer(
  graph: GraphServer,
  hookUrl: () => string,
  number: string,
  name: string,
  line = 0,
): WhatsAppCustomer {
  const { world } = graph
  const phone = world.phoneNumberIds[line] ?? ''
  const customer = world.customer(number, name)
  async function post({ method, headers, body }: HookCall): Promise<void> {
    const answer = await fetch(hookUrl(), { method, headers, body: new Uint8Array(body) })
    if (!answer.ok) throw new Error(`the hook answered ${answer.status}: ${await answer.text()}`)
  }
  async function send(content: Raw, quotes?: string): Promise<string> {
    const id = freshId()
    const context = quotes === undefined ? {} : { context: { from: phone, id: quotes } }
    await post(callOf(world, messageChange(world, phone, customer, id, { ...content, ...context })))
    return id
  }
  const mine = () => world.messages.filter(message => message.customer.waId === customer.waId)
  const texts = () => mine().map(message => seenText(world, message.body))
  async function found(text: string): Promise<GraphMessage> {
    const find = () => mine().findLast(message => seenText(world, message.body).includes(text))
    await soon(() => (find() ? 'there' : texts().join('\n'))).toBe('there')
    return find() as GraphMessage
  }
  return {
    name,
    say: (text, quotes) => send({ type: 'text', text: { body: text } }, quotes),
    async sayToMeta(text) {
      const { value } = messageChange(world, phone, customer, freshId(), {
        type: 'text',
        text: { body: text },
      })
      await post(callOf(world, { field: 'standby', value }))
    },
    async sendPicture(png, caption) {
      await send(fileContent(world.keepFile(png, 'image/png'), 'picture.png', caption))
    },
    async tap(title) {
      const find = () =>
        mine()
          .flatMap(optionsOf)
          .findLast(option => option.title === title)
      await soon(() => find()?.title).toBe(title)
      const { as, id } = find() as Option
      await send({ type: 'interactive', interactive: { type: as, [as]: { id, title } } })
    },
    async change(original_message_id, text) {
      await send({
        type: 'edit',
        edit: { original_message_id, message: { type: 'text', text: { body: text } } },
      })
    },
    async takeBack(original_message_id) {
      await send({ type: 'revoke', revoke: { original_message_id } })
    },
    async react(message_id, emoji) {
      await send({ type: 'reaction', reaction: { message_id, emoji } })
    },
    texts,
    gets: async text => (await found(text)).wamid,
    async report(messageId, status) {
      const message = world.messages.find(each => each.wamid === messageId)
      if (!message) throw new Error(`${messageId} never arrived`)
      await post(callOf(world, statusChange(world, message, status)))
    },
  }
}
