// Where a block leads, as a form: every arrow of the canvas can be set here by keys.
import type { Block, BlockId } from '@baton/core'
import { Plus } from 'lucide-react'
import { useId } from 'react'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useBuilderHere } from '../builder/builder-context.tsx'
import { wayWords } from '../flow/block-text.ts'
import type { From } from '../flow/edits.ts'
import { connect } from '../flow/edits.ts'
import { messageAt } from '../flow/faults.ts'
import { inOrder, waysOf } from '../flow/ways.ts'
import { useBotWords } from '../use-bot-words.ts'

interface WayFieldsProps {
  readonly id: BlockId
  readonly block: Block
  readonly onAdd: (from: From) => void
}

/** The path by which the checker names a way. */
function pathOf(way: string): string {
  const [kind, at] = way.split(':')
  if (kind === 'option') return `options[${at}].next`
  return kind === 'rule' ? `rules[${at}].go` : way
}

export function WayFields({ id, block, onAdd }: WayFieldsProps) {
  const { t } = useBotWords()
  const { flow, findings, fresh, edit } = useBuilderHere()
  const formId = useId()
  const ways = waysOf(block)
  const own = fresh ? [] : findings.filter(finding => finding.block === id)
  if (ways.length === 0) return <p className="text-ink-3">{t('ways.none')}</p>
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1.5 font-semibold">{t('ways.title')}</legend>
      {ways.map(way => (
        <Field
          key={way.id}
          label={wayWords(block, way, t)}
          htmlFor={`${formId}-${way.id}`}
          error={messageAt(own, pathOf(way.id))}
        >
          <span className="flex gap-1.5">
            <Select
              id={`${formId}-${way.id}`}
              className="flex-1"
              value={way.to ?? ''}
              onChange={to =>
                edit(draft => connect(draft, { block: id, way: way.id }, to === '' ? null : to))
              }
              options={[
                {
                  value: '',
                  label: t(
                    block.kind === 'choices' && way.id === 'otherwise' ? 'ways.repeat' : 'ways.nowhere',
                  ),
                },
                ...inOrder(flow).map(to => ({ value: to, label: flow.blocks[to]?.label ?? to })),
              ]}
            />
            <Button
              aria-label={t('ways.add')}
              tip={t('ways.add')}
              icon={<Plus size={16} />}
              className="h-9 w-9"
              onClick={() => onAdd({ block: id, way: way.id })}
            />
          </span>
        </Field>
      ))}
    </fieldset>
  )
}
