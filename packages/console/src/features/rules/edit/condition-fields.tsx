// One condition as a sentence whose words can be changed where they stand.
import type { Condition, TeamId } from '@baton/core'
import { heardKinds, parseExpression, ruleLimits } from '@baton/core'
import type { ReactNode } from 'react'
import { InlineChoice, InlineMany } from '../../../ui/inline-control.tsx'
import { InlineNumber, InlineText, InlineWords } from '../../../ui/inline-input.tsx'
import { Filled } from '../sentence/filled.tsx'
import type { Leaf, SureStep, Unit } from '../sentence/slots.ts'
import { keyOfLeaf, lengthOf, msOf, sideOf, stepOf, sureSteps, units } from '../sentence/slots.ts'
import type { Names } from '../use-names.ts'
import type { RuleWords } from '../use-rule-words.ts'
import { useRuleWords } from '../use-rule-words.ts'
import { said } from './tree.ts'

interface ConditionFieldsProps {
  readonly leaf: Leaf
  readonly negated: boolean
  readonly names: Names
  readonly onChange: (condition: Condition) => void
}

interface Filling extends ConditionFieldsProps {
  readonly words: RuleWords
}

/** The verb that says whether it is so. */
function IsSo({ leaf, negated, words, onChange }: Omit<Filling, 'names'>) {
  const { t } = words
  return (
    <InlineChoice
      label={t('slot.compare')}
      value={negated ? 'no' : 'yes'}
      options={[
        { value: 'yes', label: t('slot.is') },
        { value: 'no', label: t('slot.isNot') },
      ]}
      onChange={next => onChange(said(leaf, next === 'no'))}
    />
  )
}

function signalSlots(leaf: Extract<Leaf, { kind: 'signal' }>, { negated, words, onChange }: Filling) {
  const { t } = words
  const change = (part: Partial<typeof leaf>) => onChange(said({ ...leaf, ...part }, negated))
  return {
    how: (
      <InlineChoice<SureStep>
        label={t('slot.how')}
        value={stepOf(leaf.atLeast)}
        options={(Object.keys(sureSteps) as SureStep[]).map(step => ({
          value: step,
          label: t(`slot.${step}`),
          hint: t(`slot.${step}Hint`),
        }))}
        onChange={step => change({ atLeast: sureSteps[step] })}
      />
    ),
    signal: (
      <InlineChoice
        label={t('slot.signal')}
        value={leaf.signal}
        options={heardKinds.map(kind => ({
          value: kind,
          label: t(negated ? `slot.${kind}.not` : `slot.${kind}`),
          hint: t(`slot.${kind}Hint`),
        }))}
        onChange={signal => change({ signal })}
      />
    ),
  }
}

function spokenSlots(leaf: Extract<Leaf, { kind: 'words' | 'pattern' }>, filling: Filling) {
  const { negated, words, onChange } = filling
  const { t } = words
  const fault = leaf.kind === 'pattern' ? parseExpression(leaf.pattern) : null
  return {
    by: (
      <InlineChoice
        label={t('slot.by')}
        value={leaf.by}
        options={[
          { value: 'contact', label: t('slot.contact') },
          { value: 'bot', label: t('slot.bot') },
        ]}
        onChange={by => onChange(said({ ...leaf, by }, negated))}
      />
    ),
    words:
      leaf.kind === 'words' ? (
        <InlineWords
          label={t('slot.words')}
          words={leaf.anyOf}
          placeholder={t('slot.wordsPlace')}
          maxLength={ruleLimits.phrase}
          between={t('say.or')}
          removeLabel={word => t('slot.removeWord', { word })}
          onChange={anyOf => onChange(said({ ...leaf, anyOf }, negated))}
        />
      ) : null,
    pattern:
      leaf.kind === 'pattern' ? (
        <InlineText
          label={t('slot.pattern')}
          value={leaf.pattern}
          placeholder="[A-Z]{2}\d{6}"
          maxLength={ruleLimits.pattern}
          fault={leaf.pattern === '' || (fault && 'fault' in fault) ? t('fault.here') : null}
          onChange={pattern => onChange(said({ ...leaf, pattern }, negated))}
        />
      ) : null,
  }
}

const ways = ['is', 'contains', 'given'] as const

function attributeSlots(leaf: Extract<Leaf, { kind: 'attribute' }>, { negated, words, onChange }: Filling) {
  const { t } = words
  const change = (part: Partial<typeof leaf>) => onChange(said({ ...leaf, ...part }, negated))
  return {
    name: (
      <InlineText
        label={t('slot.attribute')}
        value={leaf.name}
        placeholder={t('slot.attributePlace')}
        maxLength={80}
        fault={leaf.name.trim() === '' ? t('fault.here') : null}
        onChange={name => change({ name })}
      />
    ),
    is: (
      <InlineChoice
        label={t('slot.compare')}
        value={`${leaf.how}${negated ? 'Not' : ''}`}
        options={ways.flatMap(how => [
          { value: how as string, label: t(`slot.${how}`) },
          { value: `${how}Not`, label: t(`slot.${how}Not`) },
        ])}
        onChange={next => {
          const how = ways.find(each => next.startsWith(each)) ?? 'is'
          const value = how === 'given' ? null : (leaf.value ?? '')
          onChange(said({ ...leaf, how, value }, next.endsWith('Not')))
        }}
      />
    ),
    value: (
      <InlineText
        label={t('slot.value')}
        value={leaf.value ?? ''}
        placeholder={t('slot.valuePlace')}
        maxLength={200}
        fault={leaf.how !== 'given' && !leaf.value ? t('fault.here') : null}
        onChange={value => change({ value })}
      />
    ),
  }
}

type Listing = Extract<
  Leaf,
  { kind: 'tag' | 'status' | 'language' | 'emailDomain' | 'channel' | 'bot' | 'team' | 'state' }
>
const states = ['active', 'requesting', 'intervened'] as const
const noTeam = 'none'

/** Conditions that name some of a list. */
function listSlots(leaf: Listing, filling: Filling): Readonly<Record<string, ReactNode>> {
  const { negated, names, words, onChange } = filling
  const { t } = words
  const keep = (anyOf: readonly unknown[]) => onChange(said({ ...leaf, anyOf } as Leaf, negated))
  const many = (
    label: string,
    options: readonly { readonly value: string; readonly label: string }[],
    values: readonly string[],
    set: (values: readonly string[]) => void = keep,
  ) => (
    <InlineMany
      label={label}
      values={values}
      options={options}
      onChange={set}
      none={t('slot.choose')}
      gone={t('slot.gone')}
      join={names.joinOr}
    />
  )
  const typed = (label: string, placeholder: string, known: readonly string[] = []) => (
    <InlineWords
      label={label}
      words={leaf.anyOf.map(String)}
      placeholder={placeholder}
      maxLength={ruleLimits.phrase}
      between={t('say.or')}
      known={known}
      removeLabel={word => t('slot.removeWord', { word })}
      onChange={keep}
    />
  )
  const is = <IsSo {...filling} />
  switch (leaf.kind) {
    case 'tag':
      return { is, tags: typed(t('slot.tags'), t('slot.tagPlace'), names.tags) }
    case 'emailDomain':
      return { is, domains: typed(t('slot.domains'), t('slot.domainPlace')) }
    case 'status':
      return {
        is,
        statuses:
          names.statuses.length > 0
            ? many(t('slot.statuses'), names.statuses, leaf.anyOf)
            : typed(t('slot.statuses'), t('slot.valuePlace')),
      }
    case 'language':
      return { is, languages: many(t('slot.languages'), names.languages, leaf.anyOf) }
    case 'channel':
      return { is, channels: many(t('slot.channels'), names.channels, leaf.anyOf) }
    case 'bot':
      return { is, bots: many(t('slot.bots'), names.bots, leaf.anyOf) }
    case 'state':
      return {
        is,
        states: many(
          t('slot.states'),
          states.map(state => ({ value: state, label: t(`slot.${state}`) })),
          leaf.anyOf,
        ),
      }
    case 'team':
      return {
        is,
        teams: many(
          t('slot.teams'),
          [{ value: noTeam, label: t('slot.noTeam') }, ...names.teams],
          leaf.anyOf.map(id => id ?? noTeam),
          values => keep(values.map(value => (value === noTeam ? null : value))),
        ),
      }
  }
}

function hoursSlots(leaf: Extract<Leaf, { kind: 'hours' }>, { negated, names, words, onChange }: Filling) {
  const { t } = words
  return {
    side: (
      <InlineChoice
        label={t('slot.side')}
        value={sideOf(leaf, negated)}
        options={[
          { value: 'inside', label: t('slot.inside') },
          { value: 'outside', label: t('slot.outside') },
        ]}
        onChange={is => onChange({ ...leaf, is })}
      />
    ),
    team: (
      <InlineChoice
        label={t('slot.team')}
        value={leaf.teamId ?? noTeam}
        options={[{ value: noTeam, label: t('slot.workspace') }, ...names.teams]}
        gone={t('slot.gone')}
        onChange={next =>
          onChange(said({ ...leaf, teamId: next === noTeam ? null : (next as TeamId) }, negated))
        }
      />
    ),
  }
}

function waitingSlots(leaf: Extract<Leaf, { kind: 'waiting' }>, { negated, words, onChange }: Filling) {
  const { t } = words
  const { count, unit } = lengthOf(leaf.longerThanMs)
  const change = (part: Partial<typeof leaf>) => onChange(said({ ...leaf, ...part }, negated))
  return {
    for: (
      <InlineChoice
        label={t('slot.for')}
        value={leaf.for}
        options={[
          { value: 'person', label: t('slot.person') },
          { value: 'answer', label: t('slot.answer') },
        ]}
        onChange={next => change({ for: next })}
      />
    ),
    time: (
      <>
        <InlineNumber
          label={t('slot.number')}
          value={count}
          min={1}
          max={720}
          onChange={next => change({ longerThanMs: msOf(next, unit) })}
        />{' '}
        <InlineChoice<Unit>
          label={t('slot.unit')}
          value={unit}
          options={units.map(each => ({ value: each, label: t(`slot.${each}`) }))}
          onChange={next => change({ longerThanMs: msOf(count, next) })}
        />
      </>
    ),
  }
}

function slotsOf(filling: Filling): Readonly<Record<string, ReactNode>> {
  const { leaf, negated, words, onChange } = filling
  const { t } = words
  switch (leaf.kind) {
    case 'signal':
      return signalSlots(leaf, filling)
    case 'words':
    case 'pattern':
      return spokenSlots(leaf, filling)
    case 'attribute':
      return attributeSlots(leaf, filling)
    case 'hours':
      return hoursSlots(leaf, filling)
    case 'waiting':
      return waitingSlots(leaf, filling)
    case 'botFailures':
    case 'botFallbacks':
    case 'messages':
      return {
        count: (
          <InlineNumber
            label={t('slot.count')}
            value={leaf.atLeast}
            min={1}
            max={leaf.kind === 'messages' ? 1_000 : 10}
            onChange={atLeast => onChange(said({ ...leaf, atLeast }, negated))}
          />
        ),
      }
    case 'prompt':
      return {
        text: (
          <InlineText
            wide
            label={t('slot.prompt')}
            value={leaf.text}
            placeholder={t('slot.promptPlace')}
            maxLength={ruleLimits.prompt}
            fault={leaf.text.trim() === '' ? t('fault.here') : null}
            onChange={text => onChange(said({ ...leaf, text }, negated))}
          />
        ),
      }
    default:
      return listSlots(leaf, filling)
  }
}

export function ConditionFields(props: ConditionFieldsProps) {
  const words = useRuleWords()
  return <Filled sentence={keyOfLeaf(props.leaf, props.negated)} slots={slotsOf({ ...props, words })} />
}
