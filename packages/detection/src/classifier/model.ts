// A linear model over hashed features: small enough to ship, quick, and it can say which feature weighed what.
import { type Label, labels } from '../labels.ts'
import type { Feature } from './features.ts'

export const buckets = 1 << 14

export interface Model {
  /** By bucket, then by label. */
  readonly weights: Float32Array
}

/** FNV-1a, folded into the buckets. */
export function bucketOf(name: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 14)) & (buckets - 1)
}

/** How likely each label is; they sum to 1. */
export function probabilities(model: Model, features: readonly Feature[]): Float64Array {
  const sums = new Float64Array(labels.length)
  for (const { name, value } of features) {
    const row = bucketOf(name) * labels.length
    for (let label = 0; label < labels.length; label += 1)
      sums[label] = (sums[label] ?? 0) + value * (model.weights[row + label] ?? 0)
  }
  const top = Math.max(...sums)
  let total = 0
  for (let label = 0; label < labels.length; label += 1) {
    const one = Math.exp((sums[label] ?? 0) - top)
    sums[label] = one
    total += one
  }
  return sums.map(one => one / total)
}

/** The features that spoke most for a label, the strongest first. */
export function reasons(
  model: Model,
  features: readonly Feature[],
  label: Label,
  count: number,
): readonly Feature[] {
  const column = labels.indexOf(label)
  return features
    .filter(one => one.end > one.at)
    .map(one => ({
      one,
      weight: one.value * (model.weights[bucketOf(one.name) * labels.length + column] ?? 0),
    }))
    .filter(({ weight }) => weight > 0.05)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, count)
    .map(({ one }) => one)
}

// Each weight is one printable character; the range is that of what was learnt.
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const middle = 32

export function written(weights: Float32Array): { scale: number; text: string } {
  let top = 0
  for (const one of weights) top = Math.max(top, Math.abs(one))
  const scale = top / (middle - 1) || 1
  let text = ''
  for (const one of weights) text += alphabet.charAt(Math.round(one / scale) + middle)
  return { scale, text }
}

export function read(stored: { readonly scale: number; readonly text: string }): Model {
  const level = new Map([...alphabet].map((character, index) => [character, index - middle]))
  const weights = new Float32Array(buckets * labels.length)
  for (let at = 0; at < weights.length; at += 1)
    weights[at] = (level.get(stored.text.charAt(at)) ?? 0) * stored.scale
  return { weights }
}
