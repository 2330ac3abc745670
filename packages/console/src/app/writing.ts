// What I have begun to write, on all my devices: at once in this browser, a moment later on the server. A text is only
// ever replaced by one from elsewhere while it is untouched here; otherwise both are kept until I choose.
import type { AgentNews, AnswerOf } from '@baton/client'
import { isApiError } from '@baton/client'
import type { WritingKind } from './drafts.ts'

export interface OtherDraft {
  readonly text: string
  readonly version: number
  /** When it was written. */
  readonly at: string
}

export interface Beginning {
  readonly text: string
  /** What I wrote meanwhile on another device. Nothing is saved until one of the two was chosen. */
  readonly other: OtherDraft | null
}

type Kept = AnswerOf<'GET /conversations/{id}/writing'>
type KeptDraft = Kept['drafts'][number]

export interface WritingLine {
  list(): Promise<readonly { readonly conversationId: string; readonly kind: WritingKind }[]>
  read(conversationId: string): Promise<Kept>
  /** `last`: the page goes; there will be no answer. */
  keep(
    place: Place,
    body: { readonly text: string; readonly device: string; readonly base: number },
    last: boolean,
  ): Promise<{ readonly version: number }>
}

export interface Place {
  readonly conversationId: string
  readonly kind: WritingKind
}

interface Entry extends Beginning {
  /** The version of the server on which the text is based, and what it says. */
  readonly base: number
  readonly saved: string
}

const kinds: readonly WritingKind[] = ['reply', 'note', 'guide']
const saveAfterMs = 1_000
const againAfterMs = 5_000
const nothing: Entry = { text: '', other: null, base: 0, saved: '' }
const noAttributes: Readonly<Record<string, string>> = {}

export class Writing {
  readonly #store: string
  readonly #line: WritingLine
  /** This page. Another one of the same browser is another device: it has its own text in its box. */
  readonly #device = crypto.getRandomValues(new Uint32Array(3)).join('-')
  readonly #entries = new Map<string, Entry>()
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #saving = new Set<string>()
  /** What is on its way and not accepted: the draft stays until it is. */
  readonly #held = new Set<string>()
  readonly #known = new Map<string, Readonly<Record<string, string>>>()
  readonly #open = new Map<string, number>()
  readonly #listeners = new Set<() => void>()
  #begun: ReadonlySet<string> = new Set()

  constructor(agentId: string, line: WritingLine) {
    this.#store = `baton.draft.${agentId}.`
    this.#line = line
    this.#begun = new Set(this.#stored().map(place => nameOf(place)))
  }

  /** Until the answer is called. */
  begin(): () => void {
    const over = new AbortController()
    const { signal } = over
    const leave = () => this.#saveAll(true)
    globalThis.addEventListener('pagehide', leave, { signal })
    document.addEventListener(
      'visibilitychange',
      () => (document.visibilityState === 'hidden' ? leave() : this.refresh()),
      { signal },
    )
    this.refresh()
    return () => {
      this.#saveAll(true)
      over.abort()
      for (const timer of this.#timers.values()) clearTimeout(timer)
    }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get(conversationId: string, kind: WritingKind): Beginning {
    return this.#entry(nameOf({ conversationId, kind }))
  }

  /** What is known of the contact, by name. */
  attributes(conversationId: string): Readonly<Record<string, string>> {
    return this.#known.get(conversationId) ?? noAttributes
  }

  has(conversationId: string): boolean {
    return kinds.some(kind => this.#begun.has(nameOf({ conversationId, kind })))
  }

  set(conversationId: string, kind: WritingKind, text: string): void {
    const name = nameOf({ conversationId, kind })
    this.#put(name, { ...this.#entry(name), text })
    this.#saveSoon(name, saveAfterMs)
  }

  /** It is sent, and stays on the server until it is accepted (`release`). */
  hold(conversationId: string, kind: WritingKind): void {
    const name = nameOf({ conversationId, kind })
    this.#held.add(name)
    clearTimeout(this.#timers.get(name))
  }

  release(conversationId: string, kind: WritingKind): void {
    const name = nameOf({ conversationId, kind })
    if (this.#held.delete(name)) this.#saveSoon(name, saveAfterMs)
  }

  /** The conversation is on the page, until the answer is called. */
  open(conversationId: string): () => void {
    this.#open.set(conversationId, (this.#open.get(conversationId) ?? 0) + 1)
    void this.#read(conversationId)
    return () => {
      const left = (this.#open.get(conversationId) ?? 1) - 1
      if (left > 0) this.#open.set(conversationId, left)
      else this.#open.delete(conversationId)
      this.flush(conversationId)
    }
  }

  /** Saves now what waits to be saved. */
  flush(conversationId: string): void {
    for (const kind of kinds) void this.#save(nameOf({ conversationId, kind }), false)
  }

  /** The line is back, or the page is looked at again: others may have written. */
  refresh(): void {
    this.#line.list().then(
      items => {
        const dirty = [...this.#entries].filter(([, { text }]) => text !== '').map(([name]) => name)
        this.#tellBegun(new Set([...items.map(nameOf), ...this.#stored().map(nameOf), ...dirty]))
      },
      () => undefined,
    )
    for (const id of this.#open.keys()) void this.#read(id)
  }

  /** The other one takes the place of mine; the answer brings mine back. */
  takeOther({ conversationId, kind }: Place): () => void {
    const name = nameOf({ conversationId, kind })
    const { text: mine, other } = this.#entry(name)
    if (other) this.#put(name, basedOn(other))
    return () => this.set(conversationId, kind, mine)
  }

  keepMine({ conversationId, kind }: Place): void {
    const name = nameOf({ conversationId, kind })
    const entry = this.#entry(name)
    if (!entry.other) return
    this.#put(name, { ...entry, saved: entry.other.text, base: entry.other.version, other: null })
    void this.#save(name, false)
  }

  hear(news: Extract<AgentNews, { type: 'draft_kept' }>): void {
    const { conversationId, kind, device, kept } = news
    if (device === this.#device) return
    const name = nameOf({ conversationId, kind })
    if (!kept) this.#meet(name, null)
    else if (this.#open.has(conversationId)) void this.#read(conversationId)
    else this.#tellBegun(new Set([...this.#begun, name]))
  }

  async #read(conversationId: string): Promise<void> {
    try {
      const { drafts, attributes } = await this.#line.read(conversationId)
      this.#known.set(conversationId, attributes)
      for (const kind of kinds)
        this.#meet(nameOf({ conversationId, kind }), drafts.find(draft => draft.kind === kind) ?? null)
      this.#tell()
    } catch {
      // Read again when the line is back; until then there is what this browser kept.
    }
  }

  /** What stands on the server meets what stands here. */
  #meet(name: string, there: KeptDraft | null): void {
    const entry = this.#entry(name)
    const untouched = entry.text === entry.saved
    if (!there) {
      // Never open here: only its mark is to go.
      if (entry.base === 0 && entry.saved === '' && !this.#begun.has(name)) return
      this.#put(name, { ...entry, text: untouched ? '' : entry.text, saved: '', other: null })
    } else if (there.version <= entry.base) {
      if (untouched) return
    } else if (there.text === entry.text || untouched) {
      this.#put(name, { text: there.text, saved: there.text, base: there.version, other: null })
    } else if (entry.text === '' && this.#held.has(name)) {
      return
    } else {
      const other = { text: there.text, version: there.version, at: there.updatedAt }
      this.#put(name, entry.text === '' ? basedOn(other) : { ...entry, other })
    }
    if (this.#entry(name).text !== this.#entry(name).saved) this.#saveSoon(name, saveAfterMs)
  }

  #saveSoon(name: string, afterMs: number): void {
    clearTimeout(this.#timers.get(name))
    this.#timers.set(
      name,
      setTimeout(() => void this.#save(name, false), afterMs),
    )
  }

  #saveAll(last: boolean): void {
    for (const name of this.#entries.keys()) void this.#save(name, last)
  }

  async #save(name: string, last: boolean): Promise<void> {
    clearTimeout(this.#timers.get(name))
    const { text, saved, base, other } = this.#entry(name)
    if (text === saved || other || (text === '' && this.#held.has(name))) return
    if (this.#saving.has(name) && !last) return this.#saveSoon(name, saveAfterMs)
    this.#saving.add(name)
    try {
      const { version } = await this.#line.keep(placeOf(name), { text, device: this.#device, base }, last)
      this.#put(name, { ...this.#entry(name), base: version, saved: text })
      if (this.#entry(name).text !== text) this.#saveSoon(name, saveAfterMs)
    } catch (fault) {
      this.#refused(name, fault)
    } finally {
      this.#saving.delete(name)
    }
  }

  #refused(name: string, fault: unknown): void {
    if (!isApiError(fault)) return
    if (fault.code === 'draft_changed') this.#meet(name, fault.problem?.draft as KeptDraft)
    else if (fault.status >= 500 || fault.code === 'unreachable') this.#saveSoon(name, againAfterMs)
  }

  #entry(name: string): Entry {
    const known = this.#entries.get(name)
    if (known) return known
    const stored = this.#readStored(name)
    this.#entries.set(name, stored)
    return stored
  }

  #put(name: string, entry: Entry): void {
    this.#entries.set(name, entry)
    const { text, base, saved } = entry
    try {
      if (text === '' && saved === '') localStorage.removeItem(this.#store + name)
      else localStorage.setItem(this.#store + name, JSON.stringify({ text, base, saved }))
    } catch {
      // Private windows refuse: it is then kept by the server, and for this page.
    }
    if (this.#begun.has(name) !== (text !== '')) {
      const begun = new Set(this.#begun)
      if (text === '') begun.delete(name)
      else begun.add(name)
      this.#begun = begun
    }
    this.#tell()
  }

  #readStored(name: string): Entry {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(this.#store + name) ?? 'null')
      if (typeof stored !== 'object' || stored === null) return nothing
      const { text, base, saved } = stored as Partial<Record<string, unknown>>
      if (typeof text !== 'string' || typeof base !== 'number' || typeof saved !== 'string') return nothing
      return { text, base, saved, other: null }
    } catch {
      return nothing
    }
  }

  /** Where this browser has something that is not empty. */
  #stored(): readonly Place[] {
    try {
      return Object.keys(localStorage)
        .filter(key => key.startsWith(this.#store))
        .map(key => key.slice(this.#store.length))
        .filter(name => this.#readStored(name).text !== '')
        .map(placeOf)
    } catch {
      return []
    }
  }

  #tellBegun(begun: ReadonlySet<string>): void {
    this.#begun = begun
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

function nameOf({ conversationId, kind }: Place): string {
  return `${kind}.${conversationId}`
}

function placeOf(name: string): Place {
  const at = name.indexOf('.')
  return { kind: name.slice(0, at) as WritingKind, conversationId: name.slice(at + 1) }
}

function basedOn({ text, version }: OtherDraft): Entry {
  return { text, saved: text, base: version, other: null }
}
