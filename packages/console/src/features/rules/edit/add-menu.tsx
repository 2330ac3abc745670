// What can be added to a rule: conditions by what they are about, and steps.
import type { Condition, RuleAction, TeamId } from '@baton/core'
import { actionKinds } from '@baton/core'
import { Plus } from 'lucide-react'
import { Button } from '../../../ui/button.tsx'
import { Menu, MenuGroup, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import type { LeafKind } from '../sentence/slots.ts'
import type { RuleKey } from '../use-rule-words.ts'
import { useRuleWords } from '../use-rule-words.ts'
import { conditionGroups, freshAction, freshLeaf } from './fresh.ts'

const hinted: ReadonlySet<LeafKind> = new Set(['signal', 'words', 'pattern', 'prompt'])

interface AddConditionProps {
  readonly label: string
  /** Groups within groups have an end. */
  readonly groups: boolean
  readonly onAdd: (condition: Condition) => void
}

export function AddCondition({ label, groups, onAdd }: AddConditionProps) {
  const { t } = useRuleWords()
  return (
    <Menu
      align="start"
      trigger={
        <Button look="quiet" size="s" icon={<Plus size={14} />}>
          {label}
        </Button>
      }
    >
      <div className="max-h-[min(26rem,60vh)] overflow-y-auto">
        {(Object.keys(conditionGroups) as (keyof typeof conditionGroups)[]).map(group => (
          <MenuGroup key={group} label={t(`cond.${group}`)}>
            {conditionGroups[group].map(kind => (
              <MenuItem
                key={kind}
                onSelect={() => onAdd(freshLeaf(kind))}
                {...(hinted.has(kind) ? { hint: t(`pick.${kind}Hint` as RuleKey) } : {})}
              >
                {t(`pick.${kind}`)}
              </MenuItem>
            ))}
          </MenuGroup>
        ))}
        {groups ? (
          <>
            <MenuSeparator />
            <MenuItem onSelect={() => onAdd({ kind: 'any', of: [freshLeaf('signal')] })}>
              {t('cond.addGroup')}
            </MenuItem>
          </>
        ) : null}
      </div>
    </Menu>
  )
}

interface AddActionProps {
  /** Each but `tell` is done once. */
  readonly there: readonly RuleAction[]
  readonly firstTeam: string | null
  readonly onAdd: (action: RuleAction) => void
}

export function AddAction({ there, firstTeam, onAdd }: AddActionProps) {
  const { t } = useRuleWords()
  const left = actionKinds.filter(kind => kind === 'tell' || there.every(action => action.do !== kind))
  return (
    <Menu
      align="start"
      trigger={
        <Button look="quiet" size="s" icon={<Plus size={14} />}>
          {t('do.add')}
        </Button>
      }
    >
      {left.map(kind => (
        <MenuItem
          key={kind}
          onSelect={() => onAdd(freshAction(kind, firstTeam as TeamId | null))}
          {...(kind === 'request' || kind === 'alert' ? { hint: t(`do.pick.${kind}Hint`) } : {})}
        >
          {t(`do.pick.${kind}`)}
        </MenuItem>
      ))}
    </Menu>
  )
}
