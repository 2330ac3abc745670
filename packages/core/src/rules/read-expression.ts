// Reads a regular expression into a tree, or says what is wrong with it and where. What a walk over states cannot do is
// refused here.

export type Test = (code: number) => boolean
export type Edge = 'start' | 'end' | 'word' | 'inner'

const repeatsMost = 100
const groupsDeep = 20

/** What is wrong with it, and where: an offset in the expression. */
export class ExpressionFault extends Error {
  override readonly name = 'ExpressionFault'
  readonly at: number
  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}

export type Node =
  /** `char`: it stands for that sign alone, in either case. */
  | { readonly is: 'one'; readonly fits: Test; readonly char?: string }
  | { readonly is: 'edge'; readonly at: Edge }
  | { readonly is: 'row'; readonly of: readonly Node[] }
  | { readonly is: 'either'; readonly of: readonly Node[] }
  | { readonly is: 'repeat'; readonly of: Node; readonly least: number; readonly most: number }

/** ASCII by a table: a sign of another script is looked up in the Unicode tables. */
function classOf(form: RegExp): Test {
  const ascii = Array.from({ length: 128 }, (_, code) => form.test(String.fromCharCode(code)))
  return code => ascii[code] ?? form.test(String.fromCodePoint(code))
}
const isDigit = classOf(/\p{Nd}/u)
export const isWord = classOf(/[\p{L}\p{M}\p{N}_]/u)
const isSpace = classOf(/\s/u)
const not =
  (test: Test): Test =>
  code =>
    !test(code)
const classes: Readonly<Record<string, Test>> = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isSpace,
  S: not(isSpace),
}
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** The sign in its cases; one that becomes two in the other case has none. */
export function casesOf(char: string): readonly string[] {
  const forms = [char, char.toLowerCase(), char.toUpperCase()]
  return [...new Set(forms.filter(form => [...form].length === 1))]
}

function same(char: string): Test {
  const codes = new Set(casesOf(char).map(form => form.codePointAt(0)))
  return code => codes.has(code)
}

function within(from: number, to: number): Test {
  return code => {
    if (from <= code && code <= to) return true
    const char = String.fromCodePoint(code)
    const other = (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase()).codePointAt(0) ?? 0
    return from <= other && other <= to
  }
}

class Reader {
  readonly #chars: readonly string[]
  #at = 0
  #depth = 0

  constructor(source: string) {
    this.#chars = [...source]
  }

  whole(): Node {
    const node = this.#either()
    if (this.#peek() !== undefined) this.#fail('has a ) that closes nothing: remove it, or write \\)')
    return node
  }

  #peek(): string | undefined {
    return this.#chars[this.#at]
  }

  #fail(message: string): never {
    throw new ExpressionFault(message, this.#at)
  }

  #either(): Node {
    const of = [this.#row()]
    while (this.#peek() === '|') {
      this.#at += 1
      of.push(this.#row())
    }
    return of.length === 1 && of[0] ? of[0] : { is: 'either', of }
  }

  #row(): Node {
    const of: Node[] = []
    for (let next = this.#peek(); next !== undefined && next !== '|' && next !== ')'; next = this.#peek())
      of.push(this.#repeated(this.#single()))
    return { is: 'row', of }
  }

  #repeated(of: Node): Node {
    const next = this.#peek()
    const [least, most] =
      next === '*'
        ? [0, Number.POSITIVE_INFINITY]
        : next === '+'
          ? [1, Number.POSITIVE_INFINITY]
          : next === '?'
            ? [0, 1]
            : next === '{'
              ? this.#counted()
              : [1, 1]
    if (next === undefined || !'*+?{'.includes(next)) return of
    if (of.is === 'edge') this.#fail('repeats a border: a border is there or not')
    if (next !== '{') this.#at += 1
    // Lazy or greedy: whether it is there is all that is asked.
    if (this.#peek() === '?') this.#at += 1
    if (this.#peek() === '+' || this.#peek() === '*')
      this.#fail('repeats a repetition: use one of * + ? {2,4}')
    return { is: 'repeat', of, least, most }
  }

  #counted(): readonly [number, number] {
    const piece = /^\{(\d{1,4})(?:(,)(\d{1,4})?)?\}/.exec(this.#chars.slice(this.#at, this.#at + 12).join(''))
    if (piece === null) this.#fail('has a { out of place: write {2} or {2,4}, or \\{ for the sign itself')
    const least = Number(piece[1])
    const most =
      piece[2] === undefined ? least : piece[3] === undefined ? Number.POSITIVE_INFINITY : Number(piece[3])
    if (most < least) this.#fail('has its numbers the wrong way round: the smaller one first')
    const counts = Number.isFinite(most) ? most : least
    if (counts > repeatsMost) this.#fail(`repeats more than ${repeatsMost} times: use * or +`)
    this.#at += [...piece[0]].length
    return [least, most]
  }

  #single(): Node {
    const char = this.#peek() ?? ''
    if ('*+?{'.includes(char))
      this.#fail(`has a ${char} with nothing before it to repeat: write \\${char} for the sign`)
    this.#at += 1
    if (char === '(') return this.#group()
    if (char === '[') return { is: 'one', fits: this.#set() }
    if (char === '.') return { is: 'one', fits: code => code !== 10 }
    if (char === '^') return { is: 'edge', at: 'start' }
    if (char === '$') return { is: 'edge', at: 'end' }
    if (char === '\\') return this.#escaped()
    return { is: 'one', fits: same(char), char }
  }

  #group(): Node {
    if (this.#peek() === '?') {
      if (this.#chars[this.#at + 1] !== ':')
        this.#fail(
          'looks ahead or behind, or names a group: only ( ) and (?: ) can be matched in bounded time',
        )
      this.#at += 2
    }
    this.#depth += 1
    if (this.#depth > groupsDeep)
      this.#fail(`has groups in groups, more than ${groupsDeep} deep: take it apart`)
    const inner = this.#either()
    this.#depth -= 1
    if (this.#peek() !== ')') this.#fail('has a ( that is not closed: add ), or write \\(')
    this.#at += 1
    return inner
  }

  #escaped(): Node {
    const char = this.#peek()
    if (char === undefined) this.#fail('ends in a lone \\: write \\\\ for the sign itself')
    if (/[1-9k]/.test(char))
      this.#fail('refers back to a group, which cannot be matched in bounded time: write it out')
    this.#at += 1
    if (char === 'b') return { is: 'edge', at: 'word' }
    if (char === 'B') return { is: 'edge', at: 'inner' }
    return { is: 'one', fits: classes[char] ?? same(this.#literal(char)) }
  }

  #literal(char: string): string {
    const control = controls[char]
    if (control !== undefined) return control
    if (/[\p{L}\p{N}]/u.test(char)) {
      this.#at -= 1
      this.#fail(
        `has \\${char}, which means nothing here: known are \\d \\w \\s \\b \\n \\t and \\ before a sign`,
      )
    }
    return char
  }

  #set(): Test {
    const opened = this.#at - 1
    const negated = this.#peek() === '^'
    if (negated) this.#at += 1
    const tests: Test[] = []
    for (let first = true; ; first = false) {
      const char = this.#peek()
      if (char === undefined)
        throw new ExpressionFault('has a [ that is not closed: add ], or write \\[', opened)
      if (char === ']' && !first) break
      tests.push(this.#member())
    }
    this.#at += 1
    const any: Test = code => tests.some(test => test(code))
    return negated ? not(any) : any
  }

  #member(): Test {
    const from = this.#memberChar()
    if (typeof from !== 'string') return from
    if (this.#peek() !== '-' || this.#chars[this.#at + 1] === ']' || this.#chars[this.#at + 1] === undefined)
      return same(from)
    this.#at += 1
    const to = this.#memberChar()
    const [low = 0, high = 0] = [from.codePointAt(0), typeof to === 'string' ? to.codePointAt(0) : -1]
    if (high < low) this.#fail('has a range the wrong way round: write the smaller sign first')
    return within(low, high)
  }

  #memberChar(): string | Test {
    const char = this.#peek() ?? ''
    this.#at += 1
    if (char !== '\\') return char
    const escaped = this.#peek()
    if (escaped === undefined) this.#fail('ends in a lone \\: write \\\\ for the sign itself')
    this.#at += 1
    return classes[escaped] ?? this.#literal(escaped)
  }
}

/** The tree; throws an `ExpressionFault`. */
export function readExpression(source: string): Node {
  return new Reader(source).whole()
}
