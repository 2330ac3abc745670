// Takes away, now and then, the files that nobody sent and those of erased conversations.
import type { Media } from '../app/media.ts'

const everyMs = 10 * 60_000

/** Answers how to stop it; a round that is under way is waited for. */
export function startMediaSweep(media: Media, onFault: (fault: unknown) => void): () => Promise<void> {
  let round: Promise<void> = Promise.resolve()
  const go = () => {
    round = round.then(() => media.sweep()).catch(onFault)
  }
  go()
  const timer = setInterval(go, everyMs)
  return async () => {
    clearInterval(timer)
    await round
  }
}
