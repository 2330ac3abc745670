// Text from whoever writes it, as it comes, until the turn is over. A source that does not listen to the signal is
// left alone: nothing of it is waited for.
import type { Outlet } from './outlets.ts'
import { TurnOver } from './turn-over.ts'

/** Gives the whole text. @throws TurnOver */
export async function pour(
  texts: AsyncIterable<string>,
  outlet: Pick<Outlet, 'write' | 'endMessage'>,
  signal: AbortSignal,
): Promise<string> {
  const source = texts[Symbol.asyncIterator]()
  const over = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new TurnOver()), { once: true })
  })
  over.catch(() => undefined)
  let whole = ''
  let exhausted = false
  try {
    for (;;) {
      if (signal.aborted) throw new TurnOver()
      const next = await Promise.race([source.next(), over])
      if (next.done === true) break
      whole += next.value
      await outlet.write(next.value)
    }
    exhausted = true
    await outlet.endMessage()
    return whole
  } finally {
    if (!exhausted) source.return?.()?.catch(() => undefined)
  }
}
