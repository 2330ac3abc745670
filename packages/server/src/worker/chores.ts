// What is looked after every few seconds, each by a clock of its own: a slow one holds up no other, and least of all
// the heartbeat.
export interface Chore {
  readonly everyMs: number
  run(): Promise<void>
}

export interface Chores {
  /** Begins nothing more, and waits for what is under way. */
  stop(): Promise<void>
}

export function startChores(chores: readonly Chore[], onFault: (fault: unknown) => void): Chores {
  const underWay = new Map<Chore, Promise<void>>()
  const timers = chores.map(chore =>
    setInterval(() => {
      // A slow database must not pile up rounds.
      if (underWay.has(chore)) return
      const round = chore.run().catch(onFault)
      underWay.set(chore, round)
      void round.finally(() => underWay.delete(chore))
    }, chore.everyMs),
  )
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer)
      await Promise.all(underWay.values())
    },
  }
}
