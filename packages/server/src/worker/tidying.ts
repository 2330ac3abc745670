// Empties the lists in which new words wait for their index, so that neither a message nor a search has to.
import type { FindingStore } from '../app/finding.ts'

const everyMs = 2_000

export function startTidying(
  store: Pick<FindingStore, 'tidy'>,
  onFault: (fault: unknown) => void,
): { stop(): Promise<void> } {
  let round: Promise<void> | null = null
  const timer = setInterval(() => {
    // A slow database must not pile up rounds.
    round ??= store
      .tidy()
      .catch(onFault)
      .finally(() => {
        round = null
      })
  }, everyMs)
  return {
    async stop() {
      clearInterval(timer)
      await round
    },
  }
}
