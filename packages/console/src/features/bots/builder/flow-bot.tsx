// A flow, open: canvas or list, the form of what is selected, and the test chat.
import { ReactFlowProvider } from '@xyflow/react'
import { List, Redo2, Settings2, SquarePlay, TriangleAlert, Undo2, Workflow } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { isField } from '../../../app/key-map.ts'
import { useLayout } from '../../../app/use-media.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { MenuItem } from '../../../ui/menu.tsx'
import { notify } from '../../../ui/toast.tsx'
import { BotHead } from '../bot/bot-head.tsx'
import { FindingList } from '../bot/finding-list.tsx'
import type { BotDetail } from '../bot/use-bot.ts'
import { useAutosave, useKeptDraft } from '../bot/use-bot.ts'
import { Canvas } from '../canvas/canvas.tsx'
import { completed } from '../flow/arranged.ts'
import type { Draft, From, Layout, Place } from '../flow/edits.ts'
import type { Finding } from '../flow/faults.ts'
import { triggerOf } from '../flow/faults.ts'
import type { Imported } from '../flow/import-flow.ts'
import { importFlow } from '../flow/import-flow.ts'
import { readFlow } from '../flow/shape.ts'
import { writtenFlow } from '../flow/written-flow.ts'
import { useBotWords } from '../use-bot-words.ts'
import { BlockList } from './block-list.tsx'
import { BlockPalette } from './block-palette.tsx'
import { BuilderProvider } from './builder-context.tsx'
import { Sides } from './sides.tsx'
import { useTransferItems } from './transfer.tsx'
import type { Builder } from './use-builder.ts'
import { useBuilder } from './use-builder.ts'

interface FlowBotProps {
  readonly bot: BotDetail
  readonly onBack: () => void
  readonly onReload: () => void
}

function layoutIn(json: unknown): Layout {
  const entries = Object.entries(typeof json === 'object' && json !== null ? json : {})
  return Object.fromEntries(
    entries.flatMap(([id, place]): [string, Place][] =>
      typeof place?.x === 'number' && typeof place?.y === 'number' ? [[id, { x: place.x, y: place.y }]] : [],
    ),
  )
}

function draftOf(bot: BotDetail): Draft {
  const flow = readFlow(bot.settings.flow, bot.name)
  return { flow, layout: completed(flow, layoutIn(bot.settings.layout)) }
}

/** Undo, redo and adding act wherever the focus is, but for what lies over the page. */
function useBuilderKeys(builder: Builder, onAdd: () => void) {
  const latest = useRef({ builder, onAdd })
  latest.current = { builder, onAdd }
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || document.querySelector('[data-modal],[role="menu"]')) return
      const { undo, redo } = latest.current.builder
      const key = event.key.toLowerCase()
      const mod = event.ctrlKey || event.metaKey
      if (mod && (key === 'z' || key === 'y')) {
        event.preventDefault()
        if (key === 'y' || event.shiftKey) redo()
        else undo()
      } else if (key === '/' && !mod && !isField(event.target)) {
        event.preventDefault()
        latest.current.onAdd()
      }
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

function Refused({ imported, onClose }: { readonly imported: Imported; readonly onClose: () => void }) {
  const { t } = useBotWords()
  if (imported.ok) return null
  return (
    <Dialog
      open
      width="wide"
      onClose={onClose}
      title={t('transfer.refused')}
      description={t(imported.findings.length === 0 ? 'transfer.noJson' : 'transfer.refusedText')}
      closeLabel={t('app.close')}
    >
      <FindingList findings={imported.findings} onOpen={onClose} />
    </Dialog>
  )
}

interface HeadButtonsProps {
  readonly builder: Builder
  readonly asList: boolean
  readonly onList: (() => void) | null
  readonly trying: boolean
  readonly onTry: () => void
  readonly onFindings: () => void
}

function HeadButtons({ builder, asList, onList, trying, onTry, onFindings }: HeadButtonsProps) {
  const { t, plural } = useBotWords()
  const { findings, canUndo, canRedo, undo, redo, select } = builder
  const faults = findings.some(({ grade }) => grade === 'fault')
  return (
    <>
      {findings.length > 0 ? (
        <Button
          look="quiet"
          aria-label={plural('finding.count', findings.length)}
          tip={plural('finding.count', findings.length)}
          tipSide="bottom"
          className={faults ? 'text-failure-ink' : 'text-waiting-ink'}
          icon={<TriangleAlert size={15} />}
          onClick={onFindings}
        >
          {findings.length}
        </Button>
      ) : null}
      <span className="flex max-pane:hidden">
        <Button
          look="quiet"
          idle={!canUndo}
          className={canUndo ? '' : 'opacity-40'}
          aria-label={t('builder.undo')}
          aria-keyshortcuts="mod+z"
          tip={t('builder.undo')}
          tipSide="bottom"
          icon={<Undo2 size={16} />}
          onClick={undo}
        />
        <Button
          look="quiet"
          idle={!canRedo}
          className={canRedo ? '' : 'opacity-40'}
          aria-label={t('builder.redo')}
          aria-keyshortcuts="mod+shift+z"
          tip={t('builder.redo')}
          tipSide="bottom"
          icon={<Redo2 size={16} />}
          onClick={redo}
        />
      </span>
      <Button
        look="quiet"
        aria-label={t('flow.title')}
        tip={t('flow.title')}
        tipSide="bottom"
        className="max-pane:hidden"
        icon={<Settings2 size={16} />}
        onClick={() => select({ kind: 'flow' })}
      />
      {onList ? (
        <Button
          look="quiet"
          aria-label={t(asList ? 'builder.canvas' : 'builder.list')}
          tip={t(asList ? 'builder.canvas' : 'builder.list')}
          tipSide="bottom"
          icon={asList ? <Workflow size={16} /> : <List size={16} />}
          onClick={onList}
        />
      ) : null}
      <Button
        aria-pressed={trying}
        aria-label={t('try.open')}
        icon={<SquarePlay size={16} />}
        className={trying ? 'bg-press' : ''}
        onClick={onTry}
      >
        <span className="max-pane:sr-only">{t('try.open')}</span>
      </Button>
    </>
  )
}

/** The name and the settings that are kept with the flow. */
function useSavedDraft(bot: BotDetail, draft: Draft) {
  const [name, setName] = useState(bot.name)
  const kept = useKeptDraft(bot)
  // What the form does not know is given back as it was read first.
  const [others] = useState(bot.settings)
  const { flow, layout } = draft
  const saved = useMemo(
    () => ({
      name,
      settings: { ...others, flow: writtenFlow({ ...flow, name: name.trim() || flow.name }), layout },
    }),
    [others, flow, layout, name],
  )
  useAutosave(kept, saved)
  return { kept, saved, setName }
}

export function FlowBot({ bot, onBack, onReload }: FlowBotProps) {
  const { t } = useBotWords()
  const builder = useBuilder(useState(() => draftOf(bot))[0])
  const { kept, saved, setName } = useSavedDraft(bot, builder.draft)
  const pane = useLayout() === 'pane'
  const [listed, setListed] = useState(false)
  const [trying, setTrying] = useState(false)
  const [standing, setStanding] = useState<string | null>(null)
  const [adding, setAdding] = useState<{ readonly at?: Place; readonly from?: From } | null>(null)
  const [imported, setImported] = useState<Imported | null>(null)
  const [finding, setFinding] = useState(false)
  const panel = useRef<HTMLDivElement>(null)
  const openForm = useCallback(
    () =>
      // After the panel is there.
      setTimeout(() => panel.current?.querySelector<HTMLElement>('input,textarea,select')?.focus(), 0),
    [],
  )
  useBuilderKeys(builder, () => setAdding({}))
  function lead({ block, path, ...rest }: Finding) {
    setFinding(false)
    const trigger = triggerOf({ block, path, ...rest })
    if (block !== null) builder.selectBlock(block)
    else builder.select(trigger === null ? { kind: 'flow' } : { kind: 'trigger', at: trigger })
  }
  const { items, chooser } = useTransferItems({
    draft: builder.draft,
    onFile: text => {
      const read = importFlow(text)
      if (!read.ok) return setImported(read)
      builder.edit(() => read.draft)
      notify({ title: t('transfer.done'), action: { label: t('app.undo'), run: builder.undo } })
    },
  })
  const asList = pane || listed
  return (
    <BuilderProvider value={builder}>
      <main id="chat" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
        <BotHead
          bot={bot}
          draft={saved}
          kept={kept}
          findings={builder.findings}
          items={
            <>
              <MenuItem icon={<Settings2 size={16} />} onSelect={() => builder.select({ kind: 'flow' })}>
                {t('flow.title')}
              </MenuItem>
              {items}
            </>
          }
          onName={setName}
          onBack={onBack}
          onReload={onReload}
          onFinding={lead}
        >
          <HeadButtons
            builder={builder}
            asList={asList}
            onList={pane ? null : () => setListed(!listed)}
            trying={trying}
            onTry={() => setTrying(!trying)}
            onFindings={() => setFinding(true)}
          />
        </BotHead>
        <div className="relative flex min-h-0 flex-1">
          {asList ? (
            <BlockList standing={standing} onAdd={() => setAdding({})} onOpen={openForm} />
          ) : (
            <ReactFlowProvider>
              <Canvas standing={standing} crowded={trying} onAdd={setAdding} onOpen={openForm} />
            </ReactFlowProvider>
          )}
          <Sides
            bot={bot}
            bodyRef={panel}
            trying={trying}
            onTryEnd={() => setTrying(false)}
            onStand={setStanding}
            onAdd={from => setAdding({ from })}
          />
        </div>
      </main>
      {chooser}
      {adding ? (
        <BlockPalette
          onClose={() => setAdding(null)}
          onPick={kind => {
            builder.add(kind, adding)
            setAdding(null)
            setTimeout(openForm, 60)
          }}
        />
      ) : null}
      {finding ? (
        <Dialog
          open
          width="wide"
          onClose={() => setFinding(false)}
          title={t('finding.title')}
          closeLabel={t('app.close')}
        >
          <FindingList findings={builder.findings} onOpen={lead} />
        </Dialog>
      ) : null}
      {imported ? <Refused imported={imported} onClose={() => setImported(null)} /> : null}
    </BuilderProvider>
  )
}
