// What came of a version of the rules, gathered conversation by conversation.
import type { LabSide } from './lab-store.ts'
import type { Past } from './past.ts'
import type { Hit, Need, RunOver } from './run-over.ts'

type LabHit = LabSide['hits'][number]

const listed = 500

interface Early {
  readonly messages: number
  readonly ms: number | null
}

export interface Tally {
  add(past: Past, over: RunOver): void
  /** `days`: null for a file. `share`: how many conversations there were for each that was read. */
  side(days: number | null, share: number): LabSide
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const high = sorted[Math.floor(middle)] ?? 0
  return Number.isInteger(middle) ? (high + (sorted[middle - 1] ?? high)) / 2 : high
}

/** Null: the person was needed before it fired. */
function earlyBy(hit: Hit, need: Need | null, timed: boolean): Early | null {
  if (need === null || need.seq <= hit.seq) return null
  return {
    messages: need.messages - hit.messages,
    ms: timed ? Date.parse(need.at) - Date.parse(hit.at) : null,
  }
}

export function createTally(): Tally {
  let conversations = 0
  let messages = 0
  let hitCount = 0
  let missCount = 0
  let confirmedCount = 0
  let unneeded = 0
  const early: Early[] = []
  const byRule = new Map<string, { hitCount: number; confirmedCount: number }>()
  const hits: LabHit[] = []
  const misses: LabSide['misses'][number][] = []

  function addHit(past: Past, hit: Hit, need: Need | null): void {
    const { ruleId, seq, at, text, because } = hit
    const confirmed = need !== null
    const sum = byRule.get(ruleId) ?? { hitCount: 0, confirmedCount: 0 }
    byRule.set(ruleId, {
      hitCount: sum.hitCount + 1,
      confirmedCount: sum.confirmedCount + (confirmed ? 1 : 0),
    })
    hitCount += 1
    if (confirmed) confirmedCount += 1
    const sooner = earlyBy(hit, need, past.timed)
    if (sooner) early.push(sooner)
    if (hits.length >= listed) return
    hits.push({
      ruleId,
      conversationId: past.conversationId,
      dialogue: past.dialogue,
      contact: past.contact.name,
      seq,
      at: past.timed ? at : null,
      text,
      because: because.map(one => ({ ...one, words: [...one.words], messages: [...one.messages] })),
      confirmed,
      early: sooner,
    })
  }

  return {
    add(past, over) {
      conversations += 1
      messages += over.messages
      for (const { hits: found, need } of over.stretches) {
        for (const hit of found) addHit(past, hit, need)
        if (need === null && found.some(({ loud }) => loud)) unneeded += 1
        if (need === null || found.some(({ seq }) => seq <= need.seq)) continue
        missCount += 1
        if (misses.length < listed)
          misses.push({
            conversationId: past.conversationId,
            dialogue: past.dialogue,
            contact: past.contact.name,
            seq: need.seq,
            at: past.timed ? need.at : null,
            text: need.text,
          })
      }
    },
    side(days, share) {
      const ms = early.flatMap(one => (one.ms === null ? [] : [one.ms]))
      return {
        conversations,
        messages,
        hitCount,
        missCount,
        confirmedCount,
        early:
          early.length === 0
            ? null
            : { messages: median(early.map(one => one.messages)), ms: ms.length === 0 ? null : median(ms) },
        extraPerDay: days === null ? null : Math.round(((unneeded * share) / Math.max(days, 1)) * 100) / 100,
        byRule: [...byRule].map(([ruleId, sums]) => ({ ruleId, ...sums })),
        hits,
        misses,
      }
    },
  }
}
