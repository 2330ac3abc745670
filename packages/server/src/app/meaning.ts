// Knowledge found by what it means, beside by its words: where the database has vectors and the bot names a model
// that makes them. Neither is needed; what one of the two finds is found.
import type { BotId, WorkspaceId } from '@baton/core'

export interface Hit {
  /** Of the piece: the same from both searches. */
  readonly id: string
  readonly source: string
  readonly text: string
}

/** Each call throws a PortFault when the database does not answer. */
export interface VectorStore {
  /** Replaces the vectors of a source; the nth belongs to its nth piece. */
  put(
    workspaceId: WorkspaceId,
    botId: BotId,
    sourceId: string,
    model: string,
    vectors: readonly (readonly number[])[],
  ): Promise<void>
  /** The nearest first; only those that the same model made. */
  nearest(
    workspaceId: string,
    botId: string,
    model: string,
    vector: readonly number[],
    limit: number,
  ): Promise<readonly Hit[]>
}

export interface Embedder {
  readonly model: string
  /** One vector for each text. Throws an Error whose message its builder may read. */
  embed(texts: readonly string[]): Promise<readonly (readonly number[])[]>
}

export interface Meaning {
  readonly vectors: VectorStore
  /** Null: this bot names no model for it. */
  embedderOf(workspaceId: string, botId: string): Promise<Embedder | null>
}

/** Usual for reciprocal rank fusion: the first place of one list does not drown the other. */
const rankBase = 60

/** By both ranks; what stands high in either stands high. */
export function fused(lists: readonly (readonly Hit[])[], limit: number): readonly Hit[] {
  const scores = new Map<string, { hit: Hit; score: number }>()
  for (const hits of lists) {
    for (const [rank, hit] of hits.entries()) {
      const before = scores.get(hit.id)?.score ?? 0
      scores.set(hit.id, { hit, score: before + 1 / (rankBase + rank + 1) })
    }
  }
  return [...scores.values()]
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ hit }) => hit)
}
