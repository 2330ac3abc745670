// What is done with the canvas as a whole: add, see all, zoom, lay out anew.
import { Panel, useReactFlow } from '@xyflow/react'
import { Maximize, Minus, Network, Plus } from 'lucide-react'
import { Button } from '../../../ui/button.tsx'
import { useBuilderHere } from '../builder/builder-context.tsx'
import { arranged } from '../flow/arranged.ts'
import { useBotWords } from '../use-bot-words.ts'

export function CanvasTools({ onAdd }: { readonly onAdd: () => void }) {
  const { t } = useBotWords()
  const { edit } = useBuilderHere()
  const view = useReactFlow()
  const square = 'rounded-none border-0 first:rounded-l-s last:rounded-r-s'
  function arrange() {
    edit(draft => ({ ...draft, layout: arranged(draft.flow) }))
    requestAnimationFrame(() => void view.fitView({ padding: 0.14, maxZoom: 1 }))
  }
  return (
    <Panel position="bottom-left" className="flex items-center gap-2">
      <Button icon={<Plus size={16} />} keys="/" onClick={onAdd}>
        {t('canvas.add')}
      </Button>
      <span className="flex rounded-s border border-line-strong bg-surface">
        <Button
          look="quiet"
          className={square}
          aria-label={t('canvas.zoomOut')}
          tip={t('canvas.zoomOut')}
          icon={<Minus size={16} />}
          onClick={() => void view.zoomOut()}
        />
        <Button
          look="quiet"
          className={square}
          aria-label={t('canvas.zoomIn')}
          tip={t('canvas.zoomIn')}
          icon={<Plus size={16} />}
          onClick={() => void view.zoomIn()}
        />
        <Button
          look="quiet"
          className={square}
          aria-label={t('canvas.fit')}
          tip={t('canvas.fit')}
          icon={<Maximize size={15} />}
          onClick={() => void view.fitView({ padding: 0.14, maxZoom: 1 })}
        />
        <Button
          look="quiet"
          className={square}
          aria-label={t('canvas.arrange')}
          tip={t('canvas.arrange')}
          icon={<Network size={16} className="-rotate-90" />}
          onClick={arrange}
        />
      </span>
    </Panel>
  )
}
