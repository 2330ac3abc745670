// What each condition and action says, as a sentence with gaps, and what stands in the gaps as plain words. The list
// prints them; the editor puts controls into the same gaps.
import type { Condition, RuleAction } from '@baton/core'
import { bare, isGroup, type Plain } from '../edit/tree.ts'
import type { Names } from '../use-names.ts'
import type { RuleKey, RuleWords } from '../use-rule-words.ts'

export type Leaf = Exclude<Plain, { readonly kind: 'all' | 'any' }>
export type LeafKind = Leaf['kind']
export type Slots<Filling> = Readonly<Record<string, Filling>>

/** Of a sentence with gaps: text, or the name of a gap. */
export type Piece = { readonly text: string } | { readonly slot: string }

export function piecesOf(sentence: string): readonly Piece[] {
  return sentence
    .split(/(\{\w+\})/)
    .filter(part => part !== '')
    .map(part => (/^\{\w+\}$/.test(part) ? { slot: part.slice(1, -1) } : { text: part }))
}

export function keyOfLeaf(leaf: Leaf, negated: boolean): RuleKey {
  const kind = leaf.kind === 'attribute' && leaf.how === 'given' ? 'given' : leaf.kind
  return `cond.${kind}${negated ? '.not' : ''}` as RuleKey
}

export const keyOfAction = (action: RuleAction): RuleKey => `do.${action.do}`

/** How sure a signal has to be, as three steps; a score in between is said as the step below it. */
export const sureSteps = { perhaps: 0.3, probably: 0.5, clearly: 0.7 } as const
export type SureStep = keyof typeof sureSteps

export function stepOf(atLeast: number): SureStep {
  return atLeast >= sureSteps.clearly ? 'clearly' : atLeast >= sureSteps.probably ? 'probably' : 'perhaps'
}

const unitMs = { seconds: 1_000, minutes: 60_000, hours: 3_600_000 } as const
export type Unit = keyof typeof unitMs
export const units = Object.keys(unitMs) as readonly Unit[]

/** The largest unit in which it is a whole number. */
export function lengthOf(ms: number): { readonly count: number; readonly unit: Unit } {
  const unit = (['hours', 'minutes'] as const).find(each => ms % unitMs[each] === 0) ?? 'seconds'
  return { count: Math.max(1, Math.round(ms / unitMs[unit])), unit }
}

export const msOf = (count: number, unit: Unit): number => count * unitMs[unit]

export function saidLength(ms: number, language: string): string {
  const { count, unit } = lengthOf(ms)
  const singular = unit.slice(0, -1)
  return new Intl.NumberFormat(language, { style: 'unit', unit: singular, unitDisplay: 'long' }).format(count)
}

interface Telling {
  readonly words: RuleWords
  readonly names: Names
}

const quoted = (list: readonly string[]) => list.map(each => `“${each}”`)

function namedIn(
  values: readonly string[],
  list: 'teams' | 'channels' | 'bots' | 'languages',
  { words, names }: Telling,
): string {
  if (values.length === 0) return words.t('slot.choose')
  return names.joinOr(values.map(value => names.nameOf(list, value) ?? words.t('slot.gone')))
}

function comparing(leaf: Extract<Leaf, { kind: 'attribute' }>, negated: boolean): RuleKey {
  const plain = { is: 'slot.is', contains: 'slot.contains', given: 'slot.given' } as const
  const turned = { is: 'slot.isNot', contains: 'slot.containsNot', given: 'slot.givenNot' } as const
  return (negated ? turned : plain)[leaf.how]
}

/** What stands in the gaps of one condition. */
export function slotsOfLeaf(leaf: Leaf, negated: boolean, telling: Telling): Slots<string> {
  const { words, names } = telling
  const { t, language } = words
  const some = (list: readonly string[]) => (list.length === 0 ? t('slot.choose') : names.joinOr(list))
  const is = t(negated ? 'slot.isNot' : 'slot.is')
  switch (leaf.kind) {
    case 'signal':
      return {
        how: t(`slot.${stepOf(leaf.atLeast)}`),
        signal: t(negated ? `slot.${leaf.signal}.not` : `slot.${leaf.signal}`),
      }
    case 'words':
      return { by: t(`slot.${leaf.by}`), words: some(quoted(leaf.anyOf)) }
    case 'pattern':
      return { by: t(`slot.${leaf.by}`), pattern: leaf.pattern || t('slot.choose') }
    case 'attribute':
      return {
        name: leaf.name || t('slot.choose'),
        is: t(comparing(leaf, negated)),
        value: `“${leaf.value ?? ''}”`,
      }
    case 'tag':
      return { is, tags: some(quoted(leaf.anyOf)) }
    case 'status':
      return { is, statuses: some(leaf.anyOf) }
    case 'language':
      return { is, languages: namedIn(leaf.anyOf, 'languages', telling) }
    case 'emailDomain':
      return { is, domains: some(leaf.anyOf) }
    case 'channel':
      return { is, channels: namedIn(leaf.anyOf, 'channels', telling) }
    case 'bot':
      return { is, bots: namedIn(leaf.anyOf, 'bots', telling) }
    case 'team':
      return {
        is,
        teams: some(
          leaf.anyOf.map(id =>
            id === null ? t('slot.noTeam') : (names.nameOf('teams', id) ?? t('slot.gone')),
          ),
        ),
      }
    case 'state':
      return { is, states: some(leaf.anyOf.map(state => t(`slot.${state}`))) }
    case 'hours':
      return {
        side: t(`slot.${sideOf(leaf, negated)}`),
        team:
          leaf.teamId === null ? t('slot.workspace') : (names.nameOf('teams', leaf.teamId) ?? t('slot.gone')),
      }
    case 'waiting':
      return { for: t(`slot.${leaf.for}`), time: saidLength(leaf.longerThanMs, language) }
    case 'botFailures':
    case 'botFallbacks':
    case 'messages':
      return { count: String(leaf.atLeast) }
    case 'prompt':
      return { text: leaf.text ? `“${leaf.text}”` : t('slot.choose') }
  }
}

/** "Not inside" is said as "outside". */
export function sideOf(leaf: Extract<Leaf, { kind: 'hours' }>, negated: boolean): 'inside' | 'outside' {
  return (leaf.is === 'inside') !== negated ? 'inside' : 'outside'
}

export function slotsOfAction(action: RuleAction, { words, names }: Telling): Slots<string> {
  const { t } = words
  const teamName = (id: string) => names.nameOf('teams', id) ?? t('slot.gone')
  switch (action.do) {
    case 'request':
      return {
        priority: t(`do.${action.priority}`),
        team: action.teamId === null ? t('do.anyTeam') : t('do.forTeam', { team: teamName(action.teamId) }),
      }
    case 'alert':
      return {}
    case 'tag':
      return { tags: action.tags.length === 0 ? t('slot.choose') : names.joinAnd(quoted(action.tags)) }
    case 'priority':
      return { priority: t(`do.${action.priority}`) }
    case 'team':
      return { team: action.teamId === '' ? t('slot.choose') : teamName(action.teamId) }
    case 'tell':
      return { text: action.text ? `“${action.text}”` : t('slot.choose') }
  }
}

/** A stretch of a sentence; `strong` is what was chosen. */
export interface Run {
  readonly text: string
  readonly strong: boolean
}

function runsOf(sentence: string, slots: Slots<string>): readonly Run[] {
  return piecesOf(sentence).map(piece =>
    'text' in piece ? { text: piece.text, strong: false } : { text: slots[piece.slot] ?? '', strong: true },
  )
}

export interface SentenceTelling extends Telling {
  readonly sentence: (key: RuleKey) => string
}

function conditionRuns(condition: Condition, telling: SentenceTelling, nested: boolean): readonly Run[] {
  const { condition: inner, negated } = bare(condition)
  const { words } = telling
  if (!isGroup(inner))
    return runsOf(telling.sentence(keyOfLeaf(inner, negated)), slotsOfLeaf(inner, negated, telling))
  const joining = words.t(inner.kind === 'any' ? 'say.or' : 'say.and')
  const parts = inner.of.map(one => conditionRuns(one, telling, true))
  const runs = parts.flatMap((part, at) =>
    at === 0 ? part : [{ text: ` ${joining} `, strong: false }, ...part],
  )
  if (negated) {
    const none = words.t(inner.kind === 'any' ? 'say.noneOf' : 'say.notAllOf')
    return [{ text: `${none} (`, strong: false }, ...runs, { text: ')', strong: false }]
  }
  return nested && inner.of.length > 1
    ? [{ text: '(', strong: false }, ...runs, { text: ')', strong: false }]
    : runs
}

/** The whole rule as one sentence. */
export function sayRule(
  rule: { readonly when: Condition; readonly actions: readonly RuleAction[] },
  telling: SentenceTelling,
): readonly Run[] {
  const { t } = telling.words
  const plain = (text: string): Run => ({ text, strong: false })
  const done = rule.actions.flatMap((action, at) => [
    ...(at === 0 ? [] : [plain(at === rule.actions.length - 1 ? ` ${t('say.and')} ` : ', ')]),
    ...runsOf(telling.sentence(keyOfAction(action)), slotsOfAction(action, telling)),
  ])
  return [
    plain(`${t('say.when')} `),
    ...conditionRuns(rule.when, telling, false),
    plain(`, ${t('say.then')} `),
    ...done,
    plain('.'),
  ]
}
