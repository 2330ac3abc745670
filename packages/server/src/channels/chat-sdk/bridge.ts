// Any adapter of the Chat SDK as the reading half of a channel. The SDK runs handlers and answers before they end; here
// what an adapter hands over is only collected and translated (`itemsOf`), so that the answer goes out after our commit.
// Shape: `createBridge({adapter, itemsOf, isCache?}).receive(request)` → Arrival, or HookRefused for a bad signature.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Adapter, Author, ChatInstance, Logger, Message } from 'chat'
import type { Arrival, HookRequest, InboundItem } from '../../app/channel-port.ts'
import { HookRefused } from '../../app/channel-port.ts'
import { BridgeState } from './bridge-state.ts'

/** What an adapter handed over, in the order in which it did; `threadId` is the adapter's. */
export type Handed =
  | { readonly type: 'message' | 'edited'; readonly threadId: string; readonly message: Message }
  | { readonly type: 'deleted'; readonly threadId: string; readonly messageId: string; readonly raw: unknown }
  | {
      readonly type: 'reaction'
      readonly threadId: string
      readonly messageId: string
      readonly user: Author
      /** As the channel writes it. */
      readonly emoji: string
      readonly added: boolean
      readonly raw: unknown
    }
  /** A button was tapped; `value` is what it stands for, as far as the adapter knows. */
  | {
      readonly type: 'action'
      readonly threadId: string
      readonly messageId: string
      readonly actionId: string
      readonly value: string | null
      readonly user: Author
      readonly raw: unknown
    }
  | {
      readonly type: 'command'
      readonly channelId: string
      readonly command: string
      readonly text: string
      readonly user: Author
      readonly raw: unknown
    }

/** Logs nothing: adapters log what customers write. */
export const silentLogger: Logger = {
  child: () => silentLogger,
  debug: () => undefined,
  error: () => undefined,
  info: () => undefined,
  warn: () => undefined,
}

interface Call {
  readonly handed: Promise<Handed>[]
  readonly work: Promise<unknown>[]
  readonly shelf: ReturnType<typeof BridgeState.forCall>
}

const calls: AsyncLocalStorage<Call> = new AsyncLocalStorage<Call>()

function collect(handed: Handed | Promise<Handed>): Promise<void> {
  calls.getStore()?.handed.push(Promise.resolve(handed))
  return Promise.resolve()
}

const parsed = async (message: Message | (() => Promise<Message>)) =>
  typeof message === 'function' ? message() : message

const nothing = () => undefined
function noHistory(): never {
  throw new Error('the history of a conversation is its log, which adapters do not read')
}

/** Collects; runs no handler, keeps no history. */
function createChatInstance(userName: string, state: BridgeState): ChatInstance {
  return {
    getLogger: () => silentLogger,
    getState: () => state,
    getUserName: () => userName,
    get history(): never {
      return noHistory()
    },
    get transcripts(): never {
      return noHistory()
    },
    abortTurn: async () => undefined,
    handleIncomingMessage: (_adapter, threadId, message) => collect({ type: 'message', threadId, message }),
    processMessage: (_adapter, threadId, message) =>
      collect(parsed(message).then(found => ({ type: 'message', threadId, message: found }))),
    processMessageUpdated: ({ threadId, message }) =>
      collect(parsed(message).then(found => ({ type: 'edited', threadId, message: found }))),
    processMessageDeleted: event =>
      collect({ type: 'deleted', threadId: event.threadId, messageId: event.messageId, raw: event.raw }),
    processReaction: ({ threadId, messageId, user, rawEmoji, added, raw }) =>
      collect({ type: 'reaction', threadId, messageId, user, emoji: rawEmoji, added, raw }),
    processAction: ({ threadId, messageId, actionId, value, user, raw }) =>
      collect({ type: 'action', threadId, messageId, actionId, value: value ?? null, user, raw }),
    processSlashCommand: ({ channelId, command, text, user, raw }) =>
      collect({ type: 'command', channelId, command, text, user, raw }),
    processModalSubmit: async () => undefined,
    processOptionsLoad: async () => undefined,
    processModalClose: nothing,
    processAgentSessionStopped: nothing,
    processAgentSessionTitleChanged: nothing,
    processAppContextChanged: nothing,
    processAppHomeOpened: nothing,
    processAssistantContextChanged: nothing,
    processAssistantThreadStarted: nothing,
    processMemberJoinedChannel: nothing,
  }
}

/** As the Fetch API has it, which is what adapters read. */
export function asFetchRequest(request: HookRequest): Request {
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
  return new Request(request.url, {
    method: request.method,
    headers: { ...request.headers },
    ...(hasBody ? { body: new Uint8Array(request.body) } : {}),
  })
}

function refusalOf(status: number): HookRefused['status'] {
  return status === 401 || status === 403 || status === 404 ? status : 400
}

export interface BridgeOptions {
  readonly adapter: Adapter
  /** Several for one, or none; a fault here fails the whole call, so that the channel delivers it again. */
  itemsOf(handed: Handed): readonly InboundItem[] | Promise<readonly InboundItem[]>
  /** The adapter's keys that may be kept in memory from call to call: caches, never marks of what was seen. */
  isCache?(key: string): boolean
}

export interface Bridge {
  /** @throws HookRefused where the adapter answers with a 4xx; whatever else fails is thrown as it is. */
  receive(request: HookRequest): Promise<Arrival>
  /** For adapters that look up in the chat's state when they send. */
  ready(): Promise<void>
}

export function createBridge({ adapter, itemsOf, isCache = () => false }: BridgeOptions): Bridge {
  const state = new BridgeState(isCache, () => calls.getStore()?.shelf ?? null)
  const chat = createChatInstance(adapter.userName, state)
  let initialised: Promise<void> | null = null
  const ready = () => {
    initialised ??= adapter.initialize(chat).catch(error => {
      initialised = null
      throw error
    })
    return initialised
  }
  return {
    ready,
    async receive(request) {
      await ready()
      const call: Call = { handed: [], work: [], shelf: BridgeState.forCall() }
      return calls.run(call, async () => {
        const answer = await adapter.handleWebhook(asFetchRequest(request), {
          waitUntil: work => void call.work.push(work),
        })
        // What waits may hand over more, and wait for more.
        for (let done = 0; done < call.work.length; ) {
          const now = call.work.slice(done)
          done += now.length
          await Promise.all(now)
        }
        const handed = await Promise.all(call.handed)
        const body = await answer.text()
        if (answer.status >= 500) throw new Error(`the channel's call could not be read: ${answer.status}`)
        if (answer.status >= 400) throw new HookRefused(refusalOf(answer.status), body)
        const items: InboundItem[] = []
        for (const one of handed) items.push(...(await itemsOf(one)))
        return { items, answer: { status: answer.status, headers: Object.fromEntries(answer.headers), body } }
      })
    },
  }
}
