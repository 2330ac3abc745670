// Beside the canvas: the form of what is selected and the test chat; both where there is room, else the later one.
import type { RefObject } from 'react'
import { useEffect } from 'react'
import { useLayout } from '../../../app/use-media.ts'
import { classes } from '../../../ui/classes.ts'
import { Drawer } from '../../../ui/drawer.tsx'
import type { BotDetail } from '../bot/use-bot.ts'
import type { From } from '../flow/edits.ts'
import { BlockPanel } from '../forms/block-panel.tsx'
import { FlowPanel, TriggerPanel } from '../forms/flow-panels.tsx'
import { FlowTry } from '../try/flow-try.tsx'
import { useBotWords } from '../use-bot-words.ts'
import { useBuilderHere } from './builder-context.tsx'

interface SidesProps {
  readonly bot: BotDetail
  readonly bodyRef: RefObject<HTMLDivElement | null>
  readonly trying: boolean
  readonly onTryEnd: () => void
  readonly onStand: (block: string | null) => void
  readonly onAdd: (from: From) => void
}

function Form({ bodyRef, onAdd }: Pick<SidesProps, 'bodyRef' | 'onAdd'>) {
  const { selection, select } = useBuilderHere()
  const close = () => {
    const id = selection?.kind === 'block' ? selection.id : null
    select(null)
    if (id !== null)
      requestAnimationFrame(() =>
        document.querySelector<HTMLElement>(`[data-block="${CSS.escape(id)}"]`)?.focus(),
      )
  }
  if (selection === null) return null
  switch (selection.kind) {
    case 'block':
      return <BlockPanel id={selection.id} bodyRef={bodyRef} onClose={close} onAdd={onAdd} />
    case 'trigger':
      return <TriggerPanel at={selection.at} bodyRef={bodyRef} onClose={close} />
    case 'flow':
      return <FlowPanel bodyRef={bodyRef} onClose={close} />
  }
}

/** Escape in a form gives the focus back to its card. */
function leaveForm(event: React.KeyboardEvent, id: string | null) {
  if (event.key !== 'Escape' || event.defaultPrevented || id === null) return
  const card = document.querySelector<HTMLElement>(
    `.react-flow__node[data-id="${CSS.escape(id)}"],[data-block="${CSS.escape(id)}"]`,
  )
  card?.focus()
}

export function Sides({ bot, bodyRef, trying, onTryEnd, onStand, onAdd }: SidesProps) {
  const { t } = useBotWords()
  const { selection, blockId, select } = useBuilderHere()
  const layout = useLayout()
  const wide = layout === 'wide'
  // Where only one has room, opening the chat puts the form away; selecting something puts it over the chat.
  useEffect(() => {
    if (trying && !wide) select(null)
  }, [trying, wide, select])
  const chat = trying ? <FlowTry botId={bot.id} onStand={onStand} onClose={onTryEnd} /> : null
  const form = <Form bodyRef={bodyRef} onAdd={onAdd} />
  if (layout === 'pane')
    return (
      <>
        <Drawer open={selection !== null} onClose={() => select(null)} title={t('panel.form')}>
          {form}
        </Drawer>
        <Drawer open={trying} onClose={onTryEnd} title={t('try.title')}>
          {chat}
        </Drawer>
      </>
    )
  const column = 'w-85 shrink-0 border-l border-line bg-surface'
  return (
    <>
      {selection === null ? null : (
        // biome-ignore lint/a11y/noStaticElementInteractions: only gives the focus back
        <div
          className={classes(column, !wide && 'absolute inset-y-0 right-0 z-10 shadow-pop')}
          onKeyDown={event => leaveForm(event, blockId)}
        >
          {form}
        </div>
      )}
      {trying ? <div className={column}>{chat}</div> : null}
    </>
  )
}
