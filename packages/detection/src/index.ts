// The one door: what messages tell, cheaply and with the model, and how good that is.
export { labelOf, type Verdict } from './classifier/classify.ts'
export { type DeepSignals, deepSignalsOf } from './deep-signals.ts'
export { type Dialogue, parseDialogue, parseUtterance, type Utterance } from './evaluation/labelled.ts'
export { type Figures, figuresOf, type Judged, type Report, reportOf } from './evaluation/report.ts'
export { type Label, labels } from './labels.ts'
export { languageOf, type Spoken } from './language.ts'
export { type Language, languages } from './lexicon/concept.ts'
export { heatOf, nothingHeard, type Running, type Said } from './running.ts'
export {
  type Signal,
  type SignalCode,
  type SignalKind,
  type Span,
  signalCodes,
  signalKinds,
} from './signal.ts'
export { hear, signalsOf } from './signals.ts'
