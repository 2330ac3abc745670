// A signal in words: what it is, and what gave it.
import type { HeardSignal } from '@baton/core'
import type { MessageKey, Saying } from './words.ts'

/** Weaker ones are kept, and not shown. */
const shownFrom = 0.5

/** The strongest first, each kind once. */
export function shownSignals<Signal extends Pick<HeardSignal, 'kind' | 'score'>>(
  signals: readonly Signal[],
): readonly Signal[] {
  const strong = signals.filter(({ score }) => score >= shownFrom).sort((a, b) => b.score - a.score)
  return strong.filter(({ kind }, at) => strong.findIndex(other => other.kind === kind) === at)
}

export const isLoud = ({ kind }: Pick<HeardSignal, 'kind'>): boolean =>
  kind === 'asks_for_person' || kind === 'high_risk'

const wordsSaid = 3

/** `text`: of the message, where it is at hand; without it, the words are left out. */
export function saySignal({ kind, why }: HeardSignal, text: string | null, t: Saying['t']): string {
  const code = t(`signal.code.${why.code}` as MessageKey)
  const found = text === null ? [] : why.words.map(({ from, to }) => text.slice(from, to).trim())
  const words = [...new Set(found.filter(word => word !== ''))].slice(0, wordsSaid)
  const said =
    words.length > 0
      ? t('signal.said', { why: code, words: words.map(word => `“${word}”`).join(', ') })
      : code
  return t('signal.why', { signal: t(`signal.${kind}`), why: said })
}
