// One block on the canvas: what leads into it, its kind and name, what it says, and a handle for each way out.
import type { Block, BlockId, Trigger } from '@baton/core'
import type { Node, NodeProps } from '@xyflow/react'
import { Handle, Position } from '@xyflow/react'
import { CircleX, Play, TriangleAlert, Zap } from 'lucide-react'
import { memo } from 'react'
import { classes } from '../../../ui/classes.ts'
import { groupTones, shownBlocks } from '../flow/block-kinds.ts'
import { blockText, wayWords } from '../flow/block-text.ts'
import type { Entrance } from '../flow/card-size.ts'
import {
  bodyHeight,
  cardHeight,
  cardWidth,
  headHeight,
  isPlain,
  tabHeight,
  tabsOf,
  wayHeight,
} from '../flow/card-size.ts'
import type { Grade } from '../flow/faults.ts'
import { waysOf } from '../flow/ways.ts'
import { useBotWords } from '../use-bot-words.ts'

export interface CardData extends Record<string, unknown> {
  readonly id: BlockId
  readonly block: Block
  readonly entrance: Entrance
  readonly triggers: readonly Trigger[]
  readonly grade: Grade | null
  /** The test chat stands here. */
  readonly standing: boolean
  readonly onTrigger: (at: number) => void
}
export type CardNode = Node<CardData, 'block'>

function Tab({
  icon,
  children,
  onClick,
}: {
  readonly icon: typeof Play
  readonly children: string
  readonly onClick?: () => void
}) {
  const Icon = icon
  const look =
    'flex h-[23px] max-w-full items-center gap-1.5 rounded-full border border-line bg-surface px-2 text-ink-2'
  const inner = (
    <>
      <Icon size={12} className="shrink-0 text-ink-3" />
      <span className="truncate">{children}</span>
    </>
  )
  if (!onClick) return <span className={look}>{inner}</span>
  return (
    <button
      type="button"
      tabIndex={-1}
      onClick={onClick}
      className={`nodrag ${look} hover:border-line-strong hover:text-ink`}
    >
      {inner}
    </button>
  )
}

function Tabs({ data }: { readonly data: CardData }) {
  const { t } = useBotWords()
  const { entrance, triggers, onTrigger } = data
  const { shown, more } = tabsOf(entrance)
  const first = entrance.triggers[shown.length]
  return (
    <div className="absolute bottom-full left-0 flex max-w-full flex-col items-start">
      {shown.map(at => (
        <div key={at} style={{ height: tabHeight }} className="max-w-full">
          <Tab icon={Zap} onClick={() => onTrigger(at)}>
            {triggers[at]?.phrases.slice(0, 3).join(', ') || t('trigger.noPhrase')}
          </Tab>
        </div>
      ))}
      {more > 0 && first !== undefined ? (
        <div style={{ height: tabHeight }}>
          <Tab icon={Zap} onClick={() => onTrigger(first)}>
            {t('trigger.more', { count: more })}
          </Tab>
        </div>
      ) : null}
      {entrance.start ? (
        <div style={{ height: tabHeight }}>
          <Tab icon={Play}>{t('trigger.start')}</Tab>
        </div>
      ) : null}
    </div>
  )
}

function Ways({ block }: { readonly block: Block }) {
  const { t } = useBotWords()
  const ways = waysOf(block)
  if (isPlain(ways)) {
    const [way] = ways
    return (
      <Handle
        id="next"
        type="source"
        position={Position.Right}
        style={{ top: headHeight / 2 }}
        className={way?.to ? 'way-used' : ''}
      />
    )
  }
  return (
    <div className="border-t border-line">
      {ways.map(way => (
        <div
          key={way.id}
          style={{ height: wayHeight }}
          className={classes(
            'relative flex items-center px-3',
            way.words === null ? 'text-ink-3' : 'text-ink-2',
          )}
        >
          <span className="truncate">{wayWords(block, way, t)}</span>
          <Handle id={way.id} type="source" position={Position.Right} className={way.to ? 'way-used' : ''} />
        </div>
      ))}
    </div>
  )
}

function GradeMark({ grade }: { readonly grade: Grade | null }) {
  const { t } = useBotWords()
  if (grade === 'fault')
    return <CircleX size={15} className="shrink-0 text-failure" aria-label={t('finding.fault')} />
  if (grade === 'warning')
    return <TriangleAlert size={15} className="shrink-0 text-waiting-ink" aria-label={t('finding.warning')} />
  return null
}

export const BlockCard = memo(function BlockCard({ data, selected }: NodeProps<CardNode>) {
  const { t } = useBotWords()
  const { id, block, grade, standing } = data
  const kind = shownBlocks[block.kind]
  const Icon = kind.icon
  const text = blockText(block, t)
  return (
    <div
      style={{ width: cardWidth, height: cardHeight(block) }}
      className={classes(
        'relative rounded-m border bg-surface transition-[border-color,box-shadow]',
        standing
          ? 'border-bot-ink shadow-[0_0_0_3px_var(--bot-soft),0_0_0_4px_var(--bot-ink)]'
          : selected
            ? 'border-person shadow-[0_0_0_1px_var(--person)]'
            : grade === 'fault'
              ? 'border-failure-line'
              : 'border-line-strong',
      )}
    >
      <Tabs data={data} />
      <Handle
        type="target"
        position={Position.Left}
        style={{ top: headHeight / 2 }}
        className="way-in"
        isConnectableStart={false}
      />
      <div style={{ height: headHeight }} className="flex items-center gap-2 pr-3 pl-2">
        <span
          className={classes(
            'inline-flex size-6 shrink-0 items-center justify-center rounded-[5px]',
            groupTones[kind.group],
          )}
        >
          <Icon size={14} strokeWidth={1.75} />
        </span>
        <span className="min-w-0 flex-1 truncate font-medium">{block.label ?? id}</span>
        <GradeMark grade={grade} />
      </div>
      <p
        style={{ height: bodyHeight - 10 }}
        className={classes('mx-3 mb-2.5 line-clamp-2', text === '' ? 'text-ink-3' : 'text-ink-2')}
      >
        {text === '' ? t('card.empty') : text}
      </p>
      <Ways block={block} />
    </div>
  )
})
