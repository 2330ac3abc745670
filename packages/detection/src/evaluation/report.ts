// Precision, recall and F1 from what was said and what was meant.
import { type Label, labels } from '../labels.ts'
import type { Utterance } from './labelled.ts'

export interface Judged {
  readonly utterance: Pick<Utterance, 'lang' | 'label' | 'also' | 'source'>
  readonly predicted: Label
}

/** All from 0 to 1; `support` counts the utterances that have the label. */
export interface Figures {
  readonly precision: number
  readonly recall: number
  readonly f1: number
  readonly support: number
}

export interface Part {
  readonly macroF1: number
  readonly count: number
  readonly labels: Readonly<Partial<Record<Label, Figures>>>
}

export interface Report {
  readonly macroF1: number
  readonly labels: Readonly<Record<Label, Figures>>
  readonly byLanguage: Readonly<Record<string, Part>>
  readonly bySource: Readonly<Record<string, Part>>
}

/** A label that the row calls right, too, counts as the one that was meant. */
function meant({ utterance, predicted }: Judged): Label {
  return utterance.also.includes(predicted) ? predicted : utterance.label
}

export function figuresOf(judged: readonly Judged[], label: Label): Figures {
  let right = 0
  let said = 0
  let support = 0
  for (const one of judged) {
    const truth = meant(one)
    if (truth === label) support += 1
    if (one.predicted === label) said += 1
    if (truth === label && one.predicted === label) right += 1
  }
  const precision = said === 0 ? 0 : right / said
  const recall = support === 0 ? 0 : right / support
  return { precision, recall, f1: right === 0 ? 0 : (2 * precision * recall) / (precision + recall), support }
}

/** Of a part only the labels that occur in it count, so that a source of one label is not punished for the others. */
function partOf(judged: readonly Judged[]): Part {
  const figures = labels.map(label => [label, figuresOf(judged, label)] as const)
  const occurring = figures.filter(([, { support }]) => support > 0)
  const macroF1 = occurring.reduce((sum, [, { f1 }]) => sum + f1, 0) / Math.max(1, occurring.length)
  return { macroF1, count: judged.length, labels: Object.fromEntries(occurring) }
}

function grouped(judged: readonly Judged[], by: (one: Judged) => string): Readonly<Record<string, Part>> {
  const groups = new Map<string, Judged[]>()
  for (const one of judged) {
    const key = by(one)
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return Object.fromEntries(
    [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([key, part]) => [key, partOf(part)]),
  )
}

export function reportOf(judged: readonly Judged[]): Report {
  const all = labels.map(label => [label, figuresOf(judged, label)] as const)
  return {
    macroF1: all.reduce((sum, [, { f1 }]) => sum + f1, 0) / labels.length,
    labels: Object.fromEntries(all) as Record<Label, Figures>,
    byLanguage: grouped(judged, one => one.utterance.lang),
    bySource: grouped(judged, one => one.utterance.source),
  }
}
