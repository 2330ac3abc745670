// A flow comes from people: whatever is wrong with it is told all at once, with the block and what to do.
import type { Block, BlockId, Flow, Trigger } from './definition.ts'
import { endlessLoops, leadsOf } from './leads.ts'
import { parseBlock } from './parse-block.ts'
import { nameMax, valuesOf } from './parse-variable.ts'
import { foldedWords } from './phrase.ts'
import type { FlowFault, Reading } from './reading.ts'
import {
  fieldOf,
  given,
  isFields,
  note,
  objectIn,
  objectsOf,
  onlyKnown,
  optionalFlag,
  optionalText,
  requiredText,
  textsOf,
} from './reading.ts'

export type ParsedFlow =
  | { readonly ok: true; readonly flow: Flow }
  | { readonly ok: false; readonly faults: readonly FlowFault[] }

export const blocksMax = 500
const triggersMax = 100
const phrasesMax = 200
const phraseMax = 100
const variablesMax = 100

function triggersOf(flow: Reading): readonly Trigger[] {
  if (fieldOf(flow, 'triggers') === undefined) return []
  return objectsOf(flow, 'triggers', 0, triggersMax).map(trigger => {
    onlyKnown(trigger, ['phrases', 'alone', 'go', 'withdraw'])
    const phrases = textsOf(trigger, 'phrases', phrasesMax, phraseMax)
    for (const [at, phrase] of phrases.entries()) {
      const blank = phrase.trim() !== '' && foldedWords(phrase) === ''
      if (blank) note(trigger, `phrases[${at}]`, 'needs a letter or a digit')
    }
    const go = optionalText(trigger, 'go', nameMax)
    const withdraw = optionalFlag(trigger, 'withdraw')
    if (fieldOf(trigger, 'go') === undefined && withdraw !== true) {
      note(trigger, 'go', 'is missing: name the block that these phrases lead to')
    }
    return given({ phrases, alone: optionalFlag(trigger, 'alone'), go, withdraw })
  })
}

function idFault(id: string): string | null {
  // `otherwise: "repeat"` means the choices themselves.
  if (id === 'repeat') return 'is a reserved name: call the block something else'
  return /^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,79}$/u.test(id)
    ? null
    : 'is no name for a block: begin with a letter or digit, go on with letters, digits, _ . - (80 at most)'
}

function blocksOf(flow: Reading): ReadonlyMap<BlockId, Block> {
  const blocks = new Map<BlockId, Block>()
  const fields = objectIn(flow, 'blocks')?.fields ?? {}
  const ids = Object.keys(fields)
  if (isFields(fieldOf(flow, 'blocks')) && ids.length === 0) note(flow, 'blocks', 'is empty: add a block')
  if (ids.length > blocksMax) note(flow, 'blocks', `holds ${ids.length} blocks: keep ${blocksMax} at most`)
  for (const id of ids.slice(0, blocksMax)) {
    const value = fields[id]
    const own = { block: id.slice(0, nameMax), path: '', fields: {}, faults: flow.faults }
    const wrong = idFault(id)
    if (wrong !== null) note(own, '', wrong)
    if (!isFields(value)) {
      note(own, '', 'must be an object with a "kind"')
      continue
    }
    const block = parseBlock({ ...own, fields: value })
    if (block !== null) blocks.set(id, block)
  }
  return blocks
}

/** Names that lead nowhere, and ways that never end. */
function judgeLeads(
  flow: Reading,
  blocks: ReadonlyMap<BlockId, Block>,
  start: string,
  triggers: readonly Trigger[],
) {
  const written = objectIn({ ...flow, faults: [] }, 'blocks')?.fields ?? {}
  // A block that is there but faulty has its own fault; only names that nothing bears are dangling.
  const nowhere = (to: string | undefined) => to !== undefined && to !== '' && !Object.hasOwn(written, to)
  const advice = (to: string) => `leads to "${to.slice(0, nameMax)}", which is no block: name one, or add it`
  if (nowhere(start)) note(flow, 'start', advice(start))
  for (const [at, { go = '' }] of triggers.entries()) {
    if (nowhere(go)) note(flow, `triggers[${at}].go`, advice(go))
  }
  for (const [id, block] of blocks) {
    for (const { path, to } of leadsOf(block)) {
      if (nowhere(to)) note({ ...flow, block: id }, path, advice(to))
    }
  }
  for (const loop of endlessLoops(blocks)) {
    const [first = null] = loop
    const round = [...loop, first].join(' → ')
    note(
      { ...flow, block: first },
      '',
      `goes round for ever (${round}): put choices, a question or a wait between`,
    )
  }
}

/** The flow in the JSON, or everything that is wrong with it. Never throws. */
export function parseFlow(json: unknown): ParsedFlow {
  const faults: FlowFault[] = []
  const reading: Reading = { block: null, path: '', fields: isFields(json) ? json : {}, faults }
  if (!isFields(json)) {
    return { ok: false, faults: [{ block: null, path: '', message: 'a flow must be a JSON object' }] }
  }
  onlyKnown(reading, ['name', 'start', 'triggers', 'variables', 'blocks'])
  const name = requiredText(reading, 'name', nameMax)
  const start = requiredText(reading, 'start', nameMax)
  const triggers = triggersOf(reading)
  const defaults = fieldOf(reading, 'variables') === undefined ? null : objectIn(reading, 'variables')
  const variables = defaults === null ? {} : valuesOf(defaults, variablesMax)
  const blocks = blocksOf(reading)
  judgeLeads(reading, blocks, start, triggers)
  if (faults.length > 0) return { ok: false, faults }
  return { ok: true, flow: { name, start, triggers, variables, blocks: Object.fromEntries(blocks) } }
}
