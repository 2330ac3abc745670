// Saves a draft soon after it was changed, one save at a time, and stops when somebody else saved meanwhile:
// nobody's work is overwritten without being asked.

export type SaveStatus = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict'

export interface Kept {
  readonly status: SaveStatus
  readonly revision: number
  /** The draft differs from what is published. */
  readonly changed: boolean
  readonly fault: unknown
}

type Save<Draft> = (
  draft: Draft,
  revision: number,
) => Promise<{ readonly revision: number; readonly changed: boolean }>

interface KeeperOptions<Draft> {
  readonly save: Save<Draft>
  readonly isConflict: (fault: unknown) => boolean
  readonly revision: number
  readonly changed: boolean
  readonly delayMs?: number
}

export class DraftKeeper<Draft> {
  private readonly options: KeeperOptions<Draft>
  private readonly listeners = new Set<() => void>()
  private state: Kept
  private waiting: { readonly draft: Draft } | null = null
  private timer: ReturnType<typeof setTimeout> | null = null
  private saving: Promise<void> | null = null

  constructor(options: KeeperOptions<Draft>) {
    this.options = options
    this.state = { status: 'saved', revision: options.revision, changed: options.changed, fault: null }
  }

  get = (): Kept => this.state

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  put(draft: Draft): void {
    this.waiting = { draft }
    if (this.state.status === 'conflict') return
    this.set({ status: 'waiting' })
    if (this.timer) clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.flush(), this.options.delayMs ?? 800)
  }

  /** Saves what waits; resolves when it is stored or cannot be. */
  async flush(): Promise<Kept> {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    while (this.waiting && this.state.status !== 'conflict') {
      this.saving ??= this.saveOnce().finally(() => {
        this.saving = null
      })
      await this.saving
      if (this.state.status === 'failed') break
    }
    await this.saving
    return this.state
  }

  /** After a conflict: what is here goes over what somebody else saved. */
  async overwrite(revision: number): Promise<Kept> {
    this.set({ status: 'waiting', revision })
    return this.flush()
  }

  published(): void {
    if (!this.waiting) this.set({ changed: false })
  }

  private async saveOnce(): Promise<void> {
    const given = this.waiting
    if (!given) return
    this.waiting = null
    this.set({ status: 'saving' })
    try {
      const saved = await this.options.save(given.draft, this.state.revision)
      this.set({ ...saved, status: this.waiting ? 'waiting' : 'saved', fault: null })
    } catch (fault) {
      this.waiting ??= given
      this.set({ status: this.options.isConflict(fault) ? 'conflict' : 'failed', fault })
    }
  }

  private set(change: Partial<Kept>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.listeners) listener()
  }
}
