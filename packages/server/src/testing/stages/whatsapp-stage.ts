// WhatsApp for the contract suite of channels: the local Graph server, and its calls.
import type { ChannelStage, HookCall, StagedCustomer, TakenMessage } from '../channel-stage.ts'
import { seenText } from '../graph/graph-rules.ts'
import type { GraphServer } from '../graph/graph-server.ts'
import { startGraphServer } from '../graph/graph-server.ts'
import { callOf, fileContent, messageChange, statusChange } from '../graph/graph-webhooks.ts'
import type { GraphMessage } from '../graph/graph-world.ts'

export interface WhatsAppStage extends ChannelStage {
  readonly graph: GraphServer
}

/** Of a channel on the server's first number, or on another one. */
export function settingsOf({ url, world }: GraphServer, n = 0) {
  return {
    phoneNumberId: world.phoneNumberIds[n] ?? '',
    businessAccountId: world.businessAccountId,
    token: world.token,
    appSecret: world.appSecret,
    verifyToken: 'a word that Meta repeats',
    apiUrl: url,
  }
}

export async function openWhatsAppStage(): Promise<WhatsAppStage> {
  const graph = await startGraphServer()
  const { world } = graph
  const [number = ''] = world.phoneNumberIds

  const personOf = ({ address, name }: StagedCustomer) => {
    const found = world.find(address)
    if (!found) throw new Error(`${name} is not known to the local server`)
    return found
  }
  const filesOf = ({ body }: GraphMessage) => {
    const type = String(body.type)
    const isFile = ['image', 'video', 'audio', 'document', 'sticker'].includes(type)
    const content = body[type] as { readonly filename?: string } | undefined
    return isFile ? [content?.filename ?? type] : []
  }
  const takenOf = (message: GraphMessage): TakenMessage => ({
    to: message.customer.userId,
    text: seenText(world, message.body),
    externalId: message.wamid,
    files: filesOf(message),
    quotes: (message.body.context as { readonly message_id?: string } | undefined)?.message_id ?? null,
  })

  return {
    graph,
    kind: 'whatsapp',
    settings: settingsOf(graph),
    connected: () => undefined,
    customer(n) {
      const { userId, name } = world.customer(`1555000${String(n).padStart(4, '0')}`, `Customer ${n}`)
      return { address: userId, name }
    },
    says(messages) {
      const changes = messages.map(({ from, text, externalId }) =>
        messageChange(world, number, personOf(from), externalId, { type: 'text', text: { body: text } }),
      )
      return [callOf(world, ...changes)]
    },
    forged: (call): HookCall => ({
      ...call,
      headers: { ...call.headers, 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` },
    }),
    sendsFile(from, { name, mimeType, bytes }, externalId) {
      const file = world.keepFile(bytes, mimeType)
      return callOf(world, messageChange(world, number, personOf(from), externalId, fileContent(file, name)))
    },
    status({ externalId }, status) {
      const message = world.messages.find(({ wamid }) => wamid === externalId)
      if (!message) throw new Error('the local server did not take this message')
      return callOf(world, statusChange(world, message, status))
    },
    taken: () => world.messages.map(takenOf),
    mishap: graph.mishap,
    settlesUnknown: true,
    owedCalls() {
      const owed = graph.owed()
      return owed.length > 0 ? [callOf(world, ...owed)] : []
    },
    close: graph.close,
  }
}
