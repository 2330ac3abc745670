// The flow as cards and arrows. Everything that can be done here with the mouse can be done by keys.
import type { BlockId } from '@baton/core'
import type { Connection, FinalConnectionState, NodeChange, ReactFlowInstance } from '@xyflow/react'
import { Background, BackgroundVariant, ReactFlow, useReactFlow } from '@xyflow/react'
import type { KeyboardEvent, MouseEvent, RefObject } from 'react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useLayout } from '../../../app/use-media.ts'
import { classes } from '../../../ui/classes.ts'
import { useBuilderHere } from '../builder/builder-context.tsx'
import { shownBlocks } from '../flow/block-kinds.ts'
import { cardHeight, cardWidth } from '../flow/card-size.ts'
import type { From, Place } from '../flow/edits.ts'
import { blockIn, connect, moveBlock } from '../flow/edits.ts'
import { gradesOf } from '../flow/faults.ts'
import { useBotWords } from '../use-bot-words.ts'
import { along, isArrowKey } from './along.ts'
import type { CardNode } from './block-card.tsx'
import { BlockCard } from './block-card.tsx'
import './canvas.css'
import { CanvasTools } from './canvas-tools.tsx'
import { arrows, cardNodes } from './card-nodes.ts'

const nodeTypes = { block: BlockCard }
const smallestZoom = 0.15
/** Smaller than this nothing can be read: a large flow is shown from its start instead of whole. */
const readableZoom = 0.5
const openZoom = 0.8
/** Pixels of the column beside the canvas. */
const formWidth = 340

interface CanvasProps {
  /** Where the test chat stands. */
  readonly standing: BlockId | null
  /** The test chat takes room beside it. */
  readonly crowded: boolean
  readonly onAdd: (where: { readonly at?: Place; readonly from?: From }) => void
  /** The form of what is selected takes the focus. */
  readonly onOpen: () => void
}

function pointOf(event: globalThis.MouseEvent | TouchEvent): Place {
  const touch = 'changedTouches' in event ? event.changedTouches[0] : event
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 }
}

/** The card under a point: an arrow may be let go anywhere on it. */
function cardUnder({ x, y }: Place): BlockId | null {
  const card = document.elementFromPoint(x, y)?.closest<HTMLElement>('.react-flow__node')
  return card?.dataset.id ?? null
}

function useConnecting(onAdd: CanvasProps['onAdd']) {
  const { edit } = useBuilderHere()
  const { screenToFlowPosition } = useReactFlow<CardNode>()
  const [connecting, setConnecting] = useState(false)
  return {
    connecting,
    onConnectStart: () => setConnecting(true),
    onConnect: ({ source, sourceHandle, target }: Connection) => {
      if (sourceHandle) edit(draft => connect(draft, { block: source, way: sourceHandle }, target))
    },
    onConnectEnd: (event: globalThis.MouseEvent | TouchEvent, state: FinalConnectionState) => {
      setConnecting(false)
      const way = state.fromHandle?.id
      const block = state.fromNode?.id
      if (state.isValid || !way || !block) return
      const point = pointOf(event)
      const over = cardUnder(point)
      if (over !== null) edit(draft => connect(draft, { block, way }, over))
      else onAdd({ at: screenToFlowPosition(point), from: { block, way } })
    },
  }
}

/** Once the canvas has drawn a card that is new. */
function focusSoon(id: BlockId): void {
  const focus = () =>
    document
      .querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
      ?.focus({ preventScroll: true })
  requestAnimationFrame(() => requestAnimationFrame(focus))
}

/** Keeps a card in sight: the one where the test stands, else the selected one; and the focus where keys led. */
function useInSight(
  { standing, crowded }: Pick<CanvasProps, 'standing' | 'crowded'>,
  byKeys: { current: boolean },
  pane: RefObject<HTMLDivElement | null>,
) {
  const { draft, blockId } = useBuilderHere()
  const view = useReactFlow<CardNode>()
  const latest = useRef(draft)
  latest.current = draft
  useEffect(() => {
    if (byKeys.current && blockId !== null) focusSoon(blockId)
    byKeys.current = false
  }, [blockId, byKeys])
  const shown = standing ?? blockId
  // Where there is no room beside it, the form lies over the canvas.
  const covered = useLayout() === 'drawer' && blockId !== null ? formWidth : 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: a canvas with less room is looked at anew
  useEffect(() => {
    const block = blockIn(latest.current.flow, shown)
    const place = shown === null ? undefined : latest.current.layout[shown]
    const room = pane.current?.getBoundingClientRect()
    if (!block || !place || !room) return
    const size = { width: cardWidth, height: cardHeight(block) }
    const from = view.flowToScreenPosition(place)
    const to = view.flowToScreenPosition({ x: place.x + size.width, y: place.y + size.height })
    const inside =
      from.x >= room.left && to.x <= room.right - covered && from.y >= room.top && to.y <= room.bottom
    const zoom = view.getZoom() < readableZoom ? openZoom : view.getZoom()
    if (inside && zoom === view.getZoom()) return
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    void view.setCenter(place.x + (size.width + covered / zoom) / 2, place.y + size.height / 2, {
      zoom,
      duration: still ? 0 : 160,
    })
  }, [shown, blockId, crowded, covered, view])
}

function useKeys(onOpen: () => void, byKeys: { current: boolean }) {
  const { flow, draft, blockId, selectBlock, remove, duplicate } = useBuilderHere()
  return (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.closest('input,textarea,select,button')) return
    const mod = event.ctrlKey || event.metaKey
    if (isArrowKey(event.key) && !mod) {
      event.preventDefault()
      const next = along(flow, draft.layout, blockId, event.key)
      if (next === null) return
      byKeys.current = true
      selectBlock(next)
    } else if (event.key === 'Enter' && !mod) {
      event.preventDefault()
      if (blockId === null) selectBlock(flow.start)
      onOpen()
    } else if (event.key === 'Escape') selectBlock(null)
    else if (blockId !== null && (event.key === 'Delete' || event.key === 'Backspace')) {
      event.preventDefault()
      byKeys.current = true
      remove(blockId)
    } else if (blockId !== null && mod && event.key.toLowerCase() === 'd') {
      event.preventDefault()
      byKeys.current = true
      duplicate(blockId)
    }
  }
}

function showFromStart(view: ReactFlowInstance<CardNode>, start: Place | undefined) {
  void view.fitView({ padding: 0.14, maxZoom: 1, minZoom: smallestZoom }).then(() => {
    if (view.getZoom() >= readableZoom || !start) return
    void view.setViewport({ x: 72 - start.x * openZoom, y: 120 - start.y * openZoom, zoom: openZoom })
  })
}

/** Keys are ours: they do the same wherever on the canvas the focus is. */
const noKeys = {
  deleteKeyCode: null,
  selectionKeyCode: null,
  multiSelectionKeyCode: null,
  disableKeyboardA11y: true,
} as const

/** Read aloud with a card and with an arrow. */
function useHelp() {
  const { t } = useBotWords()
  return useMemo(
    () => ({
      'node.a11yDescription.default': t('canvas.nodeHelp'),
      'edge.a11yDescription.default': t('canvas.edgeHelp'),
    }),
    [t],
  )
}

export function Canvas({ standing, crowded, onAdd, onOpen }: CanvasProps) {
  const { t } = useBotWords()
  const builder = useBuilderHere()
  const { draft, flow, blockId, findings, edit, select, selectBlock } = builder
  const { screenToFlowPosition } = useReactFlow<CardNode>()
  const [dragged, setDragged] = useState<{ readonly id: BlockId; readonly at: Place } | null>(null)
  const [arrow, setArrow] = useState<string | null>(null)
  const byKeys = useRef(false)
  const { connecting, ...connection } = useConnecting(onAdd)
  const onKeys = useKeys(onOpen, byKeys)
  const pane = useRef<HTMLDivElement>(null)
  useInSight({ standing, crowded }, byKeys, pane)
  const grades = useMemo(() => gradesOf(findings), [findings])
  const nodes = useMemo(
    () =>
      cardNodes(draft, {
        selected: blockId,
        standing,
        grades,
        dragged,
        label: id => {
          const kind = draft.flow.blocks[id]?.kind
          return kind ? `${id}, ${t(shownBlocks[kind].name)}` : id
        },
        onTrigger: at => select({ kind: 'trigger', at }),
      }),
    [draft, blockId, standing, grades, dragged, select, t],
  )
  const help = useHelp()
  const edges = useMemo(() => arrows(flow, blockId, arrow), [flow, blockId, arrow])

  function onNodesChange(changes: NodeChange<CardNode>[]) {
    for (const change of changes)
      if (change.type === 'position' && change.position && change.dragging)
        setDragged({ id: change.id, at: change.position })
  }
  function onKeyDown(event: KeyboardEvent) {
    const at = arrow?.indexOf('/') ?? -1
    if (arrow !== null && at > 0 && (event.key === 'Delete' || event.key === 'Backspace')) {
      const from = { block: arrow.slice(0, at), way: arrow.slice(at + 1) }
      edit(before => connect(before, from, null))
      setArrow(null)
    } else onKeys(event)
  }
  function onDoubleClick(event: MouseEvent) {
    if (!(event.target instanceof Element) || !event.target.classList.contains('react-flow__pane')) return
    onAdd({ at: screenToFlowPosition({ x: event.clientX, y: event.clientY }) })
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the cards inside have the focus; their keys arrive here
    <div
      ref={pane}
      className="relative h-full min-w-0 flex-1"
      onKeyDown={onKeyDown}
      onDoubleClick={onDoubleClick}
    >
      <ReactFlow<CardNode>
        aria-label={t('canvas.label')}
        ariaLabelConfig={help}
        className={classes('flow-canvas', connecting && 'connecting')}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        onNodesChange={onNodesChange}
        onNodeClick={(_, node) => {
          setArrow(null)
          selectBlock(node.id)
        }}
        onNodeDoubleClick={onOpen}
        onNodeDragStop={(_, node) => {
          setDragged(null)
          edit(before => moveBlock(before, node.id, node.position))
        }}
        onEdgeClick={(_, edge) => {
          select(null)
          setArrow(edge.id)
        }}
        onPaneClick={() => {
          setArrow(null)
          select(null)
        }}
        onInit={view => showFromStart(view, draft.layout[flow.start])}
        {...connection}
        connectionRadius={28}
        {...noKeys}
        zoomOnDoubleClick={false}
        panOnScroll
        minZoom={smallestZoom}
        maxZoom={1.6}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.2} />
        <CanvasTools onAdd={() => onAdd({})} />
      </ReactFlow>
    </div>
  )
}
