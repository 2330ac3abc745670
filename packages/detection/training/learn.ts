// Multinomial logistic regression by AdaGrad, from a seed: the same rows give the same weights on every machine.
import type { Feature } from '../src/classifier/features.ts'
import { bucketOf, buckets, type Model } from '../src/classifier/model.ts'
import { type Label, labels } from '../src/labels.ts'

export interface Example {
  readonly features: readonly Feature[]
  readonly label: Label
  /** Other labels that would be right, too. */
  readonly also: readonly Label[]
  readonly weight: number
}

interface Settings {
  readonly epochs: number
  readonly rate: number
  /** Pull towards nothing, per step. */
  readonly decay: number
  readonly seed: number
}

export const settings: Settings = { epochs: 12, rate: 0.15, decay: 4e-3, seed: 20_261_121 }

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function shuffled(count: number, next: () => number): number[] {
  const order = Array.from({ length: count }, (_, index) => index)
  for (let at = count - 1; at > 0; at -= 1) {
    const other = Math.floor(next() * (at + 1))
    ;[order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0]
  }
  return order
}

interface Prepared {
  readonly rows: Int32Array
  readonly values: Float32Array
  readonly target: Float64Array
  readonly weight: number
}

function prepared({ features, label, also, weight }: Example): Prepared {
  const right = [label, ...also]
  return {
    rows: Int32Array.from(features, one => bucketOf(one.name) * labels.length),
    values: Float32Array.from(features, one => one.value),
    // What is defensible, too, gets a share, so that the model is not pushed away from it.
    target: Float64Array.from(labels, one =>
      one === label ? (also.length ? 0.7 : 1) : right.includes(one) ? 0.3 / also.length : 0,
    ),
    weight,
  }
}

export function learn(
  examples: readonly Example[],
  { epochs, rate, decay, seed }: Settings = settings,
): Model {
  const classes = labels.length
  const weights = new Float32Array(buckets * classes)
  const squares = new Float32Array(buckets * classes).fill(0.01)
  const ready = examples.map(prepared)
  const next = chance(seed)
  const sums = new Float64Array(classes)
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const index of shuffled(ready.length, next)) {
      const one = ready[index]
      if (!one) continue
      sums.fill(0)
      for (let at = 0; at < one.rows.length; at += 1)
        for (let label = 0; label < classes; label += 1)
          sums[label] =
            (sums[label] ?? 0) + (one.values[at] ?? 0) * (weights[(one.rows[at] ?? 0) + label] ?? 0)
      const top = Math.max(...sums)
      let total = 0
      for (let label = 0; label < classes; label += 1) total += Math.exp((sums[label] ?? 0) - top)
      for (let label = 0; label < classes; label += 1) {
        const error = (Math.exp((sums[label] ?? 0) - top) / total - (one.target[label] ?? 0)) * one.weight
        for (let at = 0; at < one.rows.length; at += 1) {
          const place = (one.rows[at] ?? 0) + label
          const slope = error * (one.values[at] ?? 0) + decay * (weights[place] ?? 0)
          squares[place] = (squares[place] ?? 0) + slope * slope
          weights[place] = (weights[place] ?? 0) - (rate * slope) / Math.sqrt(squares[place] ?? 1)
        }
      }
    }
  }
  return { weights }
}
