// The conditions of a rule, one clause a line, groups indented; and the steps. All of it by keyboard: Alt and the arrows
// move a clause, its menu does the rest.
import type { Condition, RuleAction } from '@baton/core'
import { ruleLimits } from '@baton/core'
import { ArrowDown, ArrowUp, Ellipsis, FoldVertical, Group as GroupIcon, Replace, Trash2 } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { InlineChoice } from '../../../ui/inline-control.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { moved } from '../../../ui/use-sortable.ts'
import type { Names } from '../use-names.ts'
import { useRuleWords } from '../use-rule-words.ts'
import { ActionFields } from './action-fields.tsx'
import { AddAction, AddCondition } from './add-menu.tsx'
import { ConditionFields } from './condition-fields.tsx'
import type { Group, Place } from './tree.ts'
import { added, bare, changed, grouped, isGroup, movedBy, pathOf, said, ungrouped } from './tree.ts'

export interface ClauseContext {
  readonly root: Group
  readonly names: Names
  /** By the core's path: what is wrong there. */
  readonly faults: ReadonlyMap<string, string>
  /** By the core's path: conditions that hold for the sample. */
  readonly holding: ReadonlySet<string>
  readonly onRoot: (root: Group) => void
  readonly onRemove: (root: Group) => void
}

const idOf = (place: Place) => `clause-${place.join('-')}`

/** After the page has its new order, the keys stay with what was moved. */
const focusSoon = (id: string) =>
  requestAnimationFrame(() => document.getElementById(id)?.querySelector<HTMLElement>('button')?.focus())

interface LineProps {
  readonly id: string
  readonly lead: ReactNode
  readonly label: string
  readonly menu: ReactNode
  readonly holds?: boolean
  readonly fault: string | null
  readonly onMove: (step: 1 | -1) => void
  readonly children: ReactNode
}

/** A clause: what leads to it, itself, and its menu. */
function Line({ id, lead, label, menu, holds, fault, onMove, children }: LineProps) {
  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (!event.altKey || step === 0) return
    event.preventDefault()
    event.stopPropagation()
    onMove(step)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a line
    <div
      id={id}
      role="group"
      aria-label={label}
      onKeyDown={onKeyDown}
      className="group/line grid grid-cols-[3.5rem_1fr_auto] items-start gap-x-2 py-1 max-pane:grid-cols-[2.5rem_1fr_auto]"
    >
      <span className="py-1 text-right leading-7 text-ink-2">{lead}</span>
      <div
        className={classes(
          'min-w-0 rounded-s border-l-2 py-1 pl-2 leading-7',
          holds ? 'border-person bg-person-soft/40' : fault ? 'border-failure' : 'border-transparent',
        )}
      >
        {children}
        {fault ? <p className="text-13 leading-5 text-failure-ink">{fault}</p> : null}
      </div>
      <Menu
        trigger={
          <Button
            look="quiet"
            size="s"
            aria-label={`${label}: …`}
            icon={<Ellipsis size={14} />}
            className="mt-1 opacity-60 group-focus-within/line:opacity-100 group-hover/line:opacity-100"
          />
        }
      >
        {menu}
      </Menu>
    </div>
  )
}

interface JoinProps {
  readonly kind: Group['kind']
  readonly onJoin: (kind: Group['kind']) => void
}

/** "and" or "or": one word for the whole group. */
function Join({ kind, onJoin }: JoinProps) {
  const { t } = useRuleWords()
  return (
    <InlineChoice
      label={t('say.join')}
      value={kind}
      options={[
        { value: 'all', label: t('say.and'), hint: t('say.joinAnd') },
        { value: 'any', label: t('say.or'), hint: t('say.joinOr') },
      ]}
      onChange={onJoin}
    />
  )
}

interface ClauseProps extends ClauseContext {
  readonly place: Place
  readonly condition: Condition
  readonly lead: ReactNode
}

function ClauseMenu({ root, place, condition, onRoot, onRemove }: ClauseProps) {
  const { t } = useRuleWords()
  const { condition: inner, negated } = bare(condition)
  const step = (by: 1 | -1) => {
    const next = movedBy(root, place, by)
    onRoot(next.root)
    focusSoon(idOf(next.place))
  }
  return (
    <>
      <MenuItem
        icon={<Replace size={14} />}
        onSelect={() => onRoot(changed(root, place, () => said(inner, !negated)))}
      >
        {t('cond.opposite')}
      </MenuItem>
      {isGroup(inner) ? (
        <MenuItem icon={<FoldVertical size={14} />} onSelect={() => onRoot(ungrouped(root, place))}>
          {t('cond.ungroup')}
        </MenuItem>
      ) : place.length < ruleLimits.depth - 1 ? (
        <MenuItem icon={<GroupIcon size={14} />} onSelect={() => onRoot(grouped(root, place))}>
          {t('cond.group')}
        </MenuItem>
      ) : null}
      <MenuItem icon={<ArrowUp size={14} />} keys="Alt+up" onSelect={() => step(-1)}>
        {t('cond.up')}
      </MenuItem>
      <MenuItem icon={<ArrowDown size={14} />} keys="Alt+down" onSelect={() => step(1)}>
        {t('cond.down')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={<Trash2 size={14} />}
        tone="danger"
        onSelect={() => onRemove(changed(root, place, () => null))}
      >
        {t('cond.remove')}
      </MenuItem>
    </>
  )
}

function Clause(props: ClauseProps) {
  const { root, place, condition, lead, names, faults, holding, onRoot } = props
  const { t } = useRuleWords()
  const { condition: inner, negated } = bare(condition)
  const path = pathOf(root, place)
  const move = (step: 1 | -1) => {
    const next = movedBy(root, place, step)
    onRoot(next.root)
    focusSoon(idOf(next.place))
  }
  const line = {
    id: idOf(place),
    lead,
    label: t('cond.more'),
    menu: <ClauseMenu {...props} />,
    holds: holding.has(path),
    onMove: move,
  }
  if (isGroup(inner)) {
    const which = inner.kind === 'all' ? (negated ? 'notAllOf' : 'allOf') : negated ? 'noneOf' : 'anyOf'
    return (
      <>
        <Line {...line} label={t(`say.${which}`)} fault={null}>
          <span className="text-ink-2">{t(`say.${which}`)}</span>
        </Line>
        <div className="ml-16 border-l border-line-strong max-pane:ml-6">
          <Clauses {...props} place={place} group={inner} />
        </div>
      </>
    )
  }
  const fault = [...faults].find(([at]) => at === path || at.startsWith(`${path}.`))?.[1] ?? null
  return (
    <Line {...line} fault={fault}>
      <ConditionFields
        leaf={inner}
        negated={negated}
        names={names}
        onChange={next => onRoot(changed(root, place, () => next))}
      />
    </Line>
  )
}

interface ClausesProps extends ClauseContext {
  readonly place: Place
  readonly group: Group
}

/** The clauses of one group, and what adds another. */
export function Clauses({ place, group, ...context }: ClausesProps) {
  const { root, onRoot } = context
  const { t } = useRuleWords()
  const top = place.length === 0
  const join = (kind: Group['kind']) =>
    onRoot(
      changed(root, place, outer => {
        const { condition, negated } = bare(outer)
        return isGroup(condition) ? said({ kind, of: condition.of }, negated) : outer
      }),
    )
  return (
    <>
      {group.of.map((condition, at) => (
        <Clause
          // biome-ignore lint/suspicious/noArrayIndexKey: a clause is its place
          key={at}
          {...context}
          place={[...place, at]}
          condition={condition}
          lead={at > 0 ? <Join kind={group.kind} onJoin={join} /> : top ? <span>{t('say.when')}</span> : null}
        />
      ))}
      <div className="ml-15.5 py-0.5 max-pane:ml-10">
        <AddCondition
          label={t(top ? 'cond.add' : 'cond.addHere')}
          groups={place.length < ruleLimits.depth - 2}
          onAdd={condition => {
            onRoot(added(root, place, condition))
            focusSoon(idOf([...place, group.of.length]))
          }}
        />
      </div>
    </>
  )
}

interface StepsProps {
  readonly actions: readonly RuleAction[]
  readonly names: Names
  readonly faults: ReadonlyMap<string, string>
  readonly onChange: (actions: readonly RuleAction[]) => void
}

export function Steps({ actions, names, faults, onChange }: StepsProps) {
  const { t } = useRuleWords()
  const idAt = (at: number) => `step-${at}`
  const move = (at: number, step: 1 | -1) => {
    onChange(moved(actions, at, at + step))
    focusSoon(idAt(Math.min(actions.length - 1, Math.max(0, at + step))))
  }
  return (
    <>
      {actions.map((action, at) => (
        <Line
          key={action.do === 'tell' ? `tell ${at}` : action.do}
          id={idAt(at)}
          lead={t(at === 0 ? 'say.then' : 'say.and')}
          label={t('do.more')}
          fault={[...faults].find(([path]) => path.startsWith(`actions[${at}]`))?.[1] ?? null}
          onMove={step => move(at, step)}
          menu={
            <>
              <MenuItem icon={<ArrowUp size={14} />} keys="Alt+up" onSelect={() => move(at, -1)}>
                {t('cond.up')}
              </MenuItem>
              <MenuItem icon={<ArrowDown size={14} />} keys="Alt+down" onSelect={() => move(at, 1)}>
                {t('cond.down')}
              </MenuItem>
              <MenuSeparator />
              <MenuItem
                icon={<Trash2 size={14} />}
                tone="danger"
                onSelect={() => onChange(actions.filter((_, index) => index !== at))}
              >
                {t('cond.remove')}
              </MenuItem>
            </>
          }
        >
          <ActionFields
            action={action}
            names={names}
            onChange={next => onChange(actions.map((each, index) => (index === at ? next : each)))}
          />
        </Line>
      ))}
      {actions.length < ruleLimits.actions ? (
        <div className="ml-15.5 py-0.5 max-pane:ml-10">
          <AddAction
            there={actions}
            firstTeam={names.teams[0]?.value ?? null}
            onAdd={action => {
              onChange([...actions, action])
              focusSoon(idAt(actions.length))
            }}
          />
        </div>
      ) : null}
    </>
  )
}
