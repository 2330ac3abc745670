// The flow as a list: for a phone, and for whoever reads it by ear. Each line says what leads out of its block.
import type { BlockId } from '@baton/core'
import { ChevronRight, CircleX, Play, Plus, TriangleAlert, Zap } from 'lucide-react'
import { Button } from '../../../ui/button.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { classes } from '../../../ui/classes.ts'
import { groupTones, shownBlocks } from '../flow/block-kinds.ts'
import { blockText, wayWords } from '../flow/block-text.ts'
import { entranceOf } from '../flow/card-size.ts'
import { blockIn } from '../flow/edits.ts'
import { gradesOf } from '../flow/faults.ts'
import { inOrder, waysOf } from '../flow/ways.ts'
import { useBotWords } from '../use-bot-words.ts'
import { useBuilderHere } from './builder-context.tsx'

interface BlockListProps {
  readonly standing: BlockId | null
  readonly onAdd: () => void
  readonly onOpen: () => void
}

function Line({ id, standing, onOpen }: Omit<BlockListProps, 'onAdd'> & { readonly id: BlockId }) {
  const { t } = useBotWords()
  const { flow, blockId, findings, selectBlock } = useBuilderHere()
  const block = blockIn(flow, id)
  if (block === null) return null
  const kind = shownBlocks[block.kind]
  const Icon = kind.icon
  const grade = gradesOf(findings).get(id)
  const { start, triggers } = entranceOf(flow, id)
  const leads = waysOf(block).flatMap(way =>
    way.to === null ? [] : [`${wayWords(block, way, t)} → ${flow.blocks[way.to]?.label ?? way.to}`],
  )
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        data-block={id}
        aria-current={blockId === id ? 'true' : undefined}
        onClick={() => {
          selectBlock(id)
          onOpen()
        }}
        className={classes(
          'flex w-full items-start gap-3 px-4 py-3 text-left transition-colors focus-visible:outline-offset-[-2px]',
          blockId === id ? 'bg-press' : 'hover:bg-hover',
          standing === id && 'shadow-[inset_3px_0_0_var(--bot-ink)]',
        )}
      >
        <span
          className={classes(
            'mt-0.5 inline-flex size-7 shrink-0 items-center justify-center rounded-s',
            groupTones[kind.group],
          )}
        >
          <Icon size={15} strokeWidth={1.75} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-center gap-1.5">
            <span className="truncate font-medium">{block.label ?? id}</span>
            <span className="text-ink-3">{t(kind.name)}</span>
            {start ? <Chip icon={<Play size={11} />}>{t('trigger.start')}</Chip> : null}
            {triggers.length > 0 ? <Chip icon={<Zap size={11} />}>{triggers.length}</Chip> : null}
            {standing === id ? <Chip tone="bot">{t('list.standing')}</Chip> : null}
          </span>
          <span className="line-clamp-2 text-ink-2">{blockText(block, t) || t('card.empty')}</span>
          {leads.length > 0 ? <span className="block truncate text-ink-3">{leads.join(' · ')}</span> : null}
        </span>
        {grade === 'fault' ? (
          <CircleX size={15} className="mt-1 shrink-0 text-failure" aria-label={t('finding.fault')} />
        ) : grade === 'warning' ? (
          <TriangleAlert
            size={15}
            className="mt-1 shrink-0 text-waiting-ink"
            aria-label={t('finding.warning')}
          />
        ) : null}
        <ChevronRight size={16} className="mt-1 shrink-0 text-ink-3" />
      </button>
    </li>
  )
}

export function BlockList({ standing, onAdd, onOpen }: BlockListProps) {
  const { t } = useBotWords()
  const { flow } = useBuilderHere()
  return (
    <div className="h-full min-w-0 flex-1 overflow-y-auto bg-canvas p-5 max-pane:p-0">
      <div className="mx-auto max-w-200">
        <ol
          aria-label={t('list.blocks')}
          className="overflow-hidden rounded-m border border-line bg-surface max-pane:rounded-none max-pane:border-x-0 max-pane:border-t-0"
        >
          {inOrder(flow).map(id => (
            <Line key={id} id={id} standing={standing} onOpen={onOpen} />
          ))}
        </ol>
        <div className="py-3 max-pane:px-4">
          <Button icon={<Plus size={16} />} keys="/" onClick={onAdd}>
            {t('canvas.add')}
          </Button>
        </div>
      </div>
    </div>
  )
}
