// One picture at its full size, with its neighbours of the same message at the arrow keys.
import { Dialog } from '@base-ui/react/dialog'
import type { MediaPart } from '@baton/core'
import { ChevronLeft, ChevronRight, Download, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '../../../app/i18n.tsx'
import { classes } from '../../../ui/classes.ts'
import { Tip } from '../../../ui/tooltip.tsx'
import { byteSize } from './byte-size.ts'
import { useMediaLink } from './use-media-link.ts'

interface LightboxProps {
  readonly pictures: readonly MediaPart[]
  /** Which one is open; null: none. */
  readonly at: number | null
  readonly onMove: (at: number) => void
  readonly onClose: () => void
}

const round =
  'flex size-10 shrink-0 items-center justify-center rounded-full bg-tip text-on-tip opacity-90 transition-opacity hover:opacity-100'

interface StepProps {
  readonly label: string
  readonly keys: string
  readonly onClick: () => void
  readonly className: string
  readonly children: ReactNode
}

function Step({ label, keys, onClick, className, children }: StepProps) {
  return (
    <Tip label={label} keys={keys}>
      <button type="button" aria-label={label} onClick={onClick} className={classes(round, className)}>
        {children}
      </button>
    </Tip>
  )
}

function Shown({ part, place }: { readonly part: MediaPart; readonly place: string | null }) {
  const { t, language } = useWords()
  const { src, href } = useMediaLink(part)
  const { name, width, height, sizeBytes } = part
  return (
    <>
      <div className="flex min-h-0 w-full flex-1 items-center justify-center px-16 max-pane:px-2">
        {src ? (
          <img
            src={src}
            alt={name}
            width={width}
            height={height}
            className="h-auto max-h-full w-auto max-w-full rounded-s object-contain shadow-pop"
          />
        ) : null}
      </div>
      <div className="flex max-w-full items-center gap-3 rounded-full bg-tip py-1.5 pr-2 pl-4 text-on-tip">
        <Dialog.Title className="min-w-0 truncate text-13 font-medium">{name}</Dialog.Title>
        <span className="shrink-0 tabular-nums opacity-80">
          {[byteSize(sizeBytes, language), ...(place ? [place] : [])].join(' · ')}
        </span>
        {href ? (
          <a
            href={href}
            download={name}
            aria-label={t('media.download', { name })}
            className="flex size-8 items-center justify-center rounded-full hover:opacity-80 touch:size-10"
          >
            <Download size={16} />
          </a>
        ) : null}
      </div>
    </>
  )
}

export function Lightbox({ pictures, at, onMove, onClose }: LightboxProps) {
  const { t } = useWords()
  const part = at === null ? undefined : pictures[at]
  const count = pictures.length
  const step = (by: number) => onMove(((at ?? 0) + by + count) % count)
  return (
    <Dialog.Root open={part !== undefined} onOpenChange={next => (next ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-30 bg-canvas/96 transition-opacity duration-160 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup
          data-modal=""
          onKeyDown={event => {
            if (count > 1 && event.key === 'ArrowLeft') step(-1)
            if (count > 1 && event.key === 'ArrowRight') step(1)
          }}
          className="fixed inset-0 z-30 flex flex-col items-center gap-4 p-4 outline-none transition-opacity duration-160 data-ending-style:opacity-0 data-starting-style:opacity-0"
        >
          <Dialog.Close aria-label={t('app.close')} className={classes(round, 'self-end')}>
            <X size={20} />
          </Dialog.Close>
          {part ? (
            <Shown
              key={part.mediaId}
              part={part}
              place={count > 1 ? t('media.place', { n: (at ?? 0) + 1, count }) : null}
            />
          ) : null}
          {count > 1 ? (
            <>
              <Step
                label={t('media.previous')}
                keys="←"
                onClick={() => step(-1)}
                className="absolute top-1/2 left-4"
              >
                <ChevronLeft size={20} />
              </Step>
              <Step
                label={t('media.next')}
                keys="→"
                onClick={() => step(1)}
                className="absolute top-1/2 right-4"
              >
                <ChevronRight size={20} />
              </Step>
            </>
          ) : null}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
