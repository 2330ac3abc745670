// Regular expressions for rules, matched by a walk over states that never goes back: the time grows with the text, no
// matter what was written. What such a walk cannot do (back references, looking around) is refused.

import type { Edge, Node, Test } from './read-expression.ts'
import { casesOf, ExpressionFault, isWord, readExpression } from './read-expression.ts'

type State =
  | { readonly op: 'one'; readonly fits: Test }
  | { readonly op: 'either'; first: number; second: number }
  | { readonly op: 'edge'; readonly at: Edge }
  | { readonly op: 'done' }

export interface Expression {
  readonly states: readonly State[]
  /** By character of ASCII, whether a match can begin with it; null where one can begin with nothing. */
  readonly begins: Uint8Array | null
  /** Signs without which nothing fits, each in its cases. */
  readonly needs: readonly (readonly string[])[]
  /** A sign, in its cases, that stands at one distance from the begin of whatever fits; null: there is none. */
  readonly anchor: Anchor | null
}

interface Anchor {
  readonly forms: readonly string[]
  /** Characters of a match before it. */
  readonly after: number
}

/** States that one expression may have: what is repeated counts as often. */
const statesMost = 250

/** Lays the tree out as states, each naming those that follow. */
function laidOut(tree: Node): readonly State[] {
  const states: State[] = []
  const add = (state: State): number => {
    if (states.length >= statesMost)
      throw new ExpressionFault('describes too much at once: repeat less, or make two conditions of it', 0)
    return states.push(state) - 1
  }
  function put(node: Node): void {
    switch (node.is) {
      case 'one':
        add({ op: 'one', fits: node.fits })
        return
      case 'edge':
        add({ op: 'edge', at: node.at })
        return
      case 'row':
        for (const one of node.of) put(one)
        return
      case 'either':
        putEither(node.of)
        return
      case 'repeat':
        putRepeat(node)
    }
  }
  function fork(): { first: number; second: number } {
    const state = { op: 'either' as const, first: 0, second: 0 }
    const at = add(state)
    state.first = at + 1
    state.second = at + 1
    return state
  }
  function putEither(of: readonly Node[]): void {
    const ends: { first: number; second: number }[] = []
    for (const [at, one] of of.entries()) {
      const choice = at < of.length - 1 ? fork() : null
      put(one)
      if (choice) {
        ends.push(fork())
        choice.second = states.length
      }
    }
    for (const end of ends) {
      end.first = states.length
      end.second = states.length
    }
  }
  function putRepeat({ of, least, most }: Extract<Node, { is: 'repeat' }>): void {
    for (let n = 0; n < least; n += 1) put(of)
    if (most === Number.POSITIVE_INFINITY) {
      const round = fork()
      const entry = round.first - 1
      put(of)
      const back = fork()
      back.first = entry
      back.second = entry
      round.second = states.length
      return
    }
    const exits: { second: number }[] = []
    for (let n = least; n < most; n += 1) {
      exits.push(fork())
      put(of)
    }
    for (const exit of exits) exit.second = states.length
  }
  put(tree)
  add({ op: 'done' })
  return states
}

/** The expression, or what is wrong with it and what to do. Never throws. */
export function parseExpression(
  source: string,
): Expression | { readonly fault: string; readonly at: number } {
  try {
    const tree = readExpression(source)
    const states = laidOut(tree)
    const expression = { states, begins: beginsOf(states), needs: needsOf(tree), anchor: anchorOf(tree) }
    if (matchesAt(expression, '', 0) !== null)
      return {
        fault: 'fits a text with nothing in it, and so every text: ask for at least one character',
        at: 0,
      }
    return expression
  } catch (fault) {
    if (fault instanceof ExpressionFault) return { fault: fault.message, at: fault.at }
    throw fault
  }
}

function needsOf(node: Node): readonly (readonly string[])[] {
  if (node.is === 'row') return node.of.flatMap(needsOf)
  if (node.is === 'repeat') return node.least > 0 ? needsOf(node.of) : []
  if (node.is !== 'one' || node.char === undefined) return []
  return [casesOf(node.char)]
}

function anchorOf(tree: Node): Anchor | null {
  let after = 0
  for (const node of tree.is === 'row' ? tree.of : [tree]) {
    const one = node.is === 'repeat' && node.least === node.most ? node.of : node
    const times = node.is === 'repeat' ? node.least : 1
    if (one.is === 'edge') continue
    if (one.is !== 'one') return null
    if (one.char !== undefined && times > 0) return { forms: casesOf(one.char), after }
    after += times
  }
  return null
}

const asciiSize = 128

function beginsOf(states: readonly State[]): Uint8Array | null {
  const begins = new Uint8Array(asciiSize)
  const seen = new Set<number>()
  const open = [0]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const state = states[at]
    if (!state || seen.has(at)) continue
    seen.add(at)
    if (state.op === 'done') return null
    if (state.op === 'either') open.push(state.first, state.second)
    else if (state.op === 'edge') open.push(at + 1)
    else for (let code = 0; code < asciiSize; code += 1) if (state.fits(code)) begins[code] = 1
  }
  return begins
}

interface Front {
  readonly list: number[]
  /** By state, where its match began; -1: not there. */
  readonly since: Int32Array
}

function holds(edge: Edge, before: number, after: number): boolean {
  if (edge === 'start') return before === -1
  if (edge === 'end') return after === -1
  const border = (before !== -1 && isWord(before)) !== (after !== -1 && isWord(after))
  return edge === 'word' ? border : !border
}

/** Adds a state and what it leads to without reading; where two ways meet, the one that began first stays. */
function enter(
  states: readonly State[],
  front: Front,
  start: number,
  since: number,
  before: number,
  after: number,
): void {
  const open = [start]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const state = states[at]
    if (!state || front.since[at] !== -1) continue
    front.since[at] = since
    front.list.push(at)
    if (state.op === 'either') open.push(state.second, state.first)
    else if (state.op === 'edge' && holds(state.at, before, after)) open.push(at + 1)
  }
}

const emptyFront = (size: number): Front => ({ list: [], since: new Int32Array(size).fill(-1) })

/** The next place at which a match can begin, from `at` on. */
function nextBegin({ begins }: Expression, text: string, at: number): number {
  if (begins === null) return at
  for (let place = at; place < text.length; place += 1) {
    const unit = text.charCodeAt(place)
    if (unit >= asciiSize || begins[unit] === 1) return place
  }
  return text.length
}

type Found = { from: number; to: number } | null

/** The first that begins at `from` or later; `only`: that begins there. */
function matchesAt(expression: Expression, text: string, from: number, only = false): Found {
  const { states, begins } = expression
  let now = emptyFront(states.length)
  let next = emptyFront(states.length)
  const done = states.length - 1
  let found: Found = null
  let before = from === 0 ? -1 : codeBefore(text, from)
  for (let at = from; ; ) {
    // Most of most texts is passed over here: nothing is under way, and nothing can begin.
    if (found === null && now.list.length === 0 && !only) {
      const begin = nextBegin(expression, text, at)
      // What was passed over is ASCII.
      if (begin > at) before = text.charCodeAt(begin - 1)
      at = begin
    }
    const code = text.codePointAt(at) ?? -1
    const mayBegin = begins === null || code === -1 || code >= asciiSize || begins[code] === 1
    if (found === null && mayBegin && (!only || at === from)) enter(states, now, 0, at, before, code)
    if ((now.since[done] ?? -1) !== -1 && (found === null || (now.since[done] ?? 0) <= found.from))
      found = { from: now.since[done] ?? 0, to: at }
    if (code === -1 || ((found !== null || only) && now.list.length === 0)) return found
    const after = at + (code > 0xffff ? 2 : 1)
    const afterCode = text.codePointAt(after) ?? -1
    for (const place of now.list) {
      const state = states[place]
      if (
        state?.op === 'one' &&
        state.fits(code) &&
        (found === null || (now.since[place] ?? 0) <= found.from)
      )
        enter(states, next, place + 1, now.since[place] ?? 0, code, afterCode)
    }
    for (const place of now.list) now.since[place] = -1
    now.list.length = 0
    ;[now, next] = [next, now]
    before = code
    at = after
  }
}

const isTail = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff
const isHead = (unit: number) => unit >= 0xd800 && unit <= 0xdbff

/** Of a pair the whole. */
function placeBefore(text: string, at: number): number {
  const paired = at > 1 && isTail(text.charCodeAt(at - 1)) && isHead(text.charCodeAt(at - 2))
  return at - (paired ? 2 : 1)
}

const codeBefore = (text: string, at: number) => text.codePointAt(placeBefore(text, at)) ?? -1

function nextOf(forms: readonly string[], text: string, from: number): number {
  let next = -1
  for (const form of forms) {
    const at = text.indexOf(form, from)
    if (at !== -1 && (next === -1 || at < next)) next = at
  }
  return next
}

/** Each may read to the end: beyond so many one walk over the rest is quicker, and the time stays in proportion. */
const signsMost = 16

/** Only there where its sign stands can it be. */
function matchesAround({ forms, after }: Anchor, expression: Expression, text: string): Found {
  let signs = 0
  for (let sign = nextOf(forms, text, 0); sign !== -1; sign = nextOf(forms, text, sign + 1)) {
    let begin = sign
    for (let n = 0; n < after && begin >= 0; n += 1) begin = begin === 0 ? -1 : placeBefore(text, begin)
    if (begin < 0) continue
    signs += 1
    if (signs > signsMost) return matchesAt(expression, text, begin)
    const found = matchesAt(expression, text, begin, true)
    if (found) return found
  }
  return null
}

/** Where the text has it first, in UTF-16 units; the longest such stretch. Null: nowhere. */
export function findExpression(expression: Expression, text: string): Found {
  const { needs, anchor } = expression
  if (needs.some(forms => !forms.some(form => text.includes(form)))) return null
  return anchor ? matchesAround(anchor, expression, text) : matchesAt(expression, text, 0)
}
