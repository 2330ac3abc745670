// One visitor's conversation on one page: reads the log, sends what is said, survives reloads, lost networks
// and tokens that run out. Draws nothing; the panel draws its state.
import {
  type Api,
  createApi,
  createLive,
  emptyLog,
  extendLog,
  isApiError,
  type Live,
  type MediaPart,
} from '@baton/client'
import { createElement } from 'preact'
import type { MediaKit } from '../media/media-kit.ts'
import { deliver, deliveryOfFault } from './deliver.ts'
import type { Memory } from './memory.ts'
import { markUnsent, newClientId, settleUnsent, type Unsent } from './unsent.ts'
import { firstState, itemsOf, lastToVisitor, type VisitState } from './visit-state.ts'
import { type Identity, VisitorDoor } from './visitor-door.ts'

const typingShownMs = 6_000
/** A line that comes back sooner is not worth a word. */
const patienceMs = 1_500
const pollEveryMs = 5_000
const renewAgainMs = 5_000
const longestRetryMs = 30_000
/** Renewals in a row that did not lead online: the server takes our token for renewal and for nothing else. */
const renewalsTried = 2

type Timer = ReturnType<typeof setTimeout>

export interface VisitOptions {
  readonly origin: string
  readonly channelId: string
  readonly memory: Memory
}

export class Visit {
  state: VisitState
  /** Whether the panel was open when the last page was left. */
  readonly wasOpen: boolean
  /** What only files need; null until the chat was opened. */
  kit: MediaKit | null = null
  readonly #listeners = new Set<() => void>()
  readonly #options: VisitOptions
  readonly #api: Api
  readonly #door: VisitorDoor
  #live: Live | null = null
  #flushing = false
  #failures = 0
  #renewals = 0
  #retry: Timer | undefined
  #typingOver: Timer | undefined
  #trouble: Timer | undefined
  #polling: ReturnType<typeof setInterval> | undefined
  #ended = false

  constructor(options: VisitOptions) {
    const { origin, channelId, memory } = options
    this.#options = options
    this.#api = createApi({ url: origin, token: () => this.#door.token })
    this.#door = new VisitorDoor(this.#api, channelId, memory)
    const { config, readThrough, draft, open } = memory.read()
    this.wasOpen = open
    const unsent = memory
      .unsent()
      .map(one => (one.state === 'sent' ? { ...one, state: 'sending' as const } : one))
    this.state = { ...firstState, config, readThrough, draft, unsent, loaded: this.#door.token === null }
  }

  start(): void {
    void this.loadConfig()
    this.#connect()
    void this.#flush()
    this.#polling = setInterval(() => void this.#poll(), pollEveryMs)
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  setOpen(open: boolean): void {
    this.#options.memory.write({ open })
    this.#set({ open })
    if (open) this.#fetchKit()
    if (open && this.state.configFailed) void this.loadConfig()
  }

  identify(identity: Identity): void {
    this.#door.identify(identity)
  }

  /** Shown at once, sent as soon as it can be, kept until the log has it. */
  say(text: string, files: readonly MediaPart[] = []): void {
    const at = new Date().toISOString()
    const media = files.length > 0 ? { media: files } : {}
    const one: Unsent = { clientId: newClientId(), text, at, state: 'sending', reason: null, ...media }
    this.#options.memory.keepUnsent(one)
    this.#set({ unsent: [...this.state.unsent, one] })
    void this.#flush()
  }

  retrySend(clientId: string): void {
    this.#mark(clientId, { state: 'sending' })
    void this.#flush()
  }

  /** Back into the composer, to be said in another way. */
  edit(clientId: string): void {
    this.#options.memory.dropUnsent(clientId)
    const one = this.state.unsent.find(each => each.clientId === clientId)
    this.#set({ unsent: this.state.unsent.filter(each => each !== one) })
    this.write(one?.text ?? '')
    this.kit?.put(one?.media)
  }

  /** Who opens the chat may see files and send some; a browser fetches the script once, however often it is asked. */
  #fetchKit(): void {
    const { origin } = this.#options
    importScript(`${origin}/widget-media.js`).then(
      script => {
        this.kit ??= script.createMediaKit(createElement, this, origin, this.#api, this.#door, () =>
          this.#set({}),
        )
        this.#set({})
      },
      // Text goes without it; the next opening tries again.
      () => {},
    )
  }

  async askPerson(): Promise<void> {
    if (this.state.asking === 'asking') return
    this.#set({ asking: 'asking' })
    try {
      await this.#enter()
      await this.#api.call('POST /web/request')
      this.#set({ asking: 'no' })
    } catch (fault) {
      const { outcome } = deliveryOfFault(fault)
      if (outcome === 'signed_out') await this.#renew()
      this.#set({ asking: 'failed' })
    }
  }

  write(draft: string): void {
    this.#options.memory.write({ draft })
    this.#set({ draft })
  }

  typing(): void {
    this.#live?.typing(null)
  }

  /** The visitor looks at the end of the conversation. */
  seen(): void {
    const readThrough = lastToVisitor(this.state)
    if (readThrough <= this.state.readThrough) return
    this.#options.memory.write({ readThrough })
    this.#set({ readThrough })
    this.#live?.read(readThrough)
  }

  async loadConfig(): Promise<void> {
    try {
      const params = { channelId: this.#options.channelId }
      const config = await this.#api.call('GET /web/{channelId}', { params })
      this.#options.memory.write({ config })
      this.#set({ config, configFailed: false })
    } catch (fault) {
      if (!isApiError(fault)) throw fault
      this.#set({ configFailed: true })
      if (fault.status === 404) throw new Error(`Baton: there is no channel ${this.#options.channelId}.`)
    }
  }

  /** The next visitor of this browser begins with nothing of this one. */
  forget(): void {
    for (const { clientId } of this.state.unsent) this.#options.memory.dropUnsent(clientId)
    this.#options.memory.write({ draft: '' })
    this.#door.forget()
    this.end()
  }

  end(): void {
    this.#ended = true
    clearInterval(this.#polling)
    this.#hangUp()
  }

  async #enter(): Promise<void> {
    await this.#door.enter()
    this.#connect()
  }

  #connect(): void {
    if (this.#live !== null || this.#door.token === null || this.#ended) return
    const live = createLive({ url: this.#options.origin, token: () => this.#door.token })
    this.#live = live
    this.#set({ line: live.status() })
    live.onStatus(line => {
      if (live !== this.#live) return
      this.#set({ line, polling: false })
      this.#watchTrouble(line === 'online')
      if (line === 'online') this.#resume()
      if (line === 'signed_out') void this.#renew()
    })
    live.onTyping(({ from, name }) => {
      if (from !== 'contact') this.#showTyping(name)
    })
    live.onDraft(({ text }) => this.#set({ writing: text }))
    live.follow({
      conversationId: null,
      after: 0,
      onItems: frame => this.#extend(frame),
      onReload: () => this.#set({ log: emptyLog, loaded: false }),
    })
  }

  #resume(): void {
    this.#renewals = 0
    this.#failures = 0
    void this.#flush()
  }

  #extend(frame: Parameters<typeof extendLog<VisitState['log']['items'][number]>>[1]): void {
    const { log } = extendLog(this.state.log, frame)
    const answered = frame.items.some(item => item.type !== 'MessageReceived')
    if (answered) clearTimeout(this.#typingOver)
    this.#set({ log, loaded: true, ...(answered ? { typing: null } : {}) })
    this.#settle()
  }

  #settle(): void {
    const unsent = settleUnsent(this.state.unsent, itemsOf(this.state))
    if (unsent === this.state.unsent) return
    const kept = new Set(unsent.map(one => one.clientId))
    for (const { clientId } of this.state.unsent) {
      if (!kept.has(clientId)) this.#options.memory.dropUnsent(clientId)
    }
    this.#set({ unsent })
  }

  /** In the order in which they were said, one at a time. */
  async #flush(): Promise<void> {
    if (this.#flushing || this.#ended) return
    this.#flushing = true
    clearTimeout(this.#retry)
    try {
      let next = this.#nextUnsent()
      while (next && (await this.#sendOne(next))) next = this.#nextUnsent()
    } finally {
      this.#flushing = false
    }
  }

  #nextUnsent(): Unsent | undefined {
    return this.state.unsent.find(one => one.state === 'sending')
  }

  /** False: not now. */
  async #sendOne(one: Unsent): Promise<boolean> {
    const entered = await this.#enter().then(() => null, deliveryOfFault)
    const delivery = entered ?? (await deliver(one, this.#api, this.#live))
    switch (delivery.outcome) {
      case 'sent':
        this.#failures = 0
        this.#mark(one.clientId, { state: 'sent' })
        this.#settle()
        return true
      case 'refused':
        this.#mark(one.clientId, { state: 'failed', reason: delivery.reason })
        return true
      case 'signed_out':
        await this.#renew()
        return this.#later()
      case 'later':
        return this.#later()
    }
  }

  #later(): false {
    this.#failures += 1
    const delayMs =
      Math.min(longestRetryMs, 1_000 * 2 ** Math.min(this.#failures, 6)) * (0.5 + Math.random() / 2)
    this.#retry = setTimeout(() => void this.#flush(), delayMs)
    return false
  }

  #mark(clientId: string, change: Parameters<typeof markUnsent>[2]): void {
    const unsent = markUnsent(this.state.unsent, clientId, change)
    const one = unsent.find(each => each.clientId === clientId)
    if (one) this.#options.memory.keepUnsent(one)
    this.#set({ unsent })
  }

  async #renew(): Promise<void> {
    this.#renewals += 1
    if (this.#renewals > renewalsTried) this.#door.forget()
    const outcome = await this.#door.renew()
    if (this.#ended) return
    if (outcome === 'renewed') this.#live?.reconnect()
    else if (outcome === 'refused') this.#beginAnew()
    else {
      this.#renewals -= 1
      this.#set({ line: 'offline' })
      setTimeout(() => {
        if (this.#live?.status() === 'signed_out') void this.#renew()
      }, renewAgainMs)
    }
  }

  #beginAnew(): void {
    this.#hangUp()
    this.#renewals = 0
    this.#options.memory.write({ readThrough: 0 })
    this.#set({
      log: emptyLog,
      ahead: [],
      loaded: true,
      line: 'idle',
      typing: null,
      writing: '',
      begunAnew: true,
      readThrough: 0,
    })
    void this.#flush()
  }

  #hangUp(): void {
    const live = this.#live
    this.#live = null
    live?.close()
  }

  #watchTrouble(online: boolean): void {
    clearTimeout(this.#trouble)
    if (online) this.#set({ troubled: false })
    else if (!this.state.troubled) this.#trouble = setTimeout(() => this.#set({ troubled: true }), patienceMs)
  }

  #showTyping(name: string | null): void {
    clearTimeout(this.#typingOver)
    this.#typingOver = setTimeout(() => this.#set({ typing: null }), typingShownMs)
    this.#set({ typing: { name } })
  }

  /** Where sockets are blocked but calls come through, the conversation goes on slowly. */
  async #poll(): Promise<void> {
    const { open, line, log } = this.state
    if (!open || this.#door.token === null || line === 'online' || line === 'signed_out') return
    const after = itemsOf(this.state).at(-1)?.seq ?? log.cursor
    try {
      const { items } = await this.#api.call('GET /web/messages', { query: { after } })
      const more = items as readonly object[] as VisitState['ahead']
      const fresh = more.filter(item => item.seq > (itemsOf(this.state).at(-1)?.seq ?? 0))
      this.#set({ ahead: [...this.state.ahead, ...fresh], polling: true, loaded: true })
      this.#settle()
      void this.#flush()
    } catch (fault) {
      if (!isApiError(fault)) throw fault
      this.#set({ polling: false })
    }
  }

  #set(change: Partial<VisitState>): void {
    if (this.#ended) return
    this.state = { ...this.state, ...change }
    for (const listener of [...this.#listeners]) listener()
  }
}
