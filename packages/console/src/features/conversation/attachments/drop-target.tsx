// The whole chat takes files that are dragged over it: quiet, and only while something is.
import { Ban, Paperclip } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../../app/i18n.tsx'
import { useSession } from '../../../app/session.tsx'
import { classes } from '../../../ui/classes.ts'
import { byteSize } from './byte-size.ts'

interface DropTargetProps {
  /** Why nothing can be attached now. */
  readonly denied: string | null
  readonly onFiles: (files: Iterable<File>) => void
}

const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** Stands inside the element with `data-drop`, which it covers. */
export function DropTarget({ denied, onFiles }: DropTargetProps) {
  const { t, language } = useWords()
  const { mediaMaxBytes } = useSession()
  const mark = useRef<HTMLSpanElement>(null)
  const [over, setOver] = useState(false)
  const take = useRef(onFiles)
  take.current = denied === null ? onFiles : () => undefined

  useEffect(() => {
    const chat = mark.current?.closest<HTMLElement>('[data-drop]')
    if (!chat) return
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      // Without this the browser would open the file in place of the console.
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (!(event.relatedTarget instanceof Node && chat.contains(event.relatedTarget))) setOver(false)
    }
    const drop = (event: DragEvent) => {
      setOver(false)
      if (!holdsFiles(event)) return
      event.preventDefault()
      take.current([...(event.dataTransfer?.files ?? [])])
    }
    const listeners = { dragenter: enter, dragover: enter, dragleave: leave, drop } as const
    for (const [type, listener] of Object.entries(listeners)) chat.addEventListener(type as 'drop', listener)
    return () => {
      for (const [type, listener] of Object.entries(listeners))
        chat.removeEventListener(type as 'drop', listener)
    }
  }, [])

  const Icon = denied === null ? Paperclip : Ban
  return (
    <>
      <span ref={mark} hidden />
      {over ? (
        <div className="pointer-events-none absolute inset-0 z-20 animate-fade bg-surface/95 p-3">
          <div
            className={classes(
              'flex size-full flex-col items-center justify-center gap-1 rounded-m border border-dashed text-center',
              denied === null ? 'border-person text-ink' : 'border-line-strong text-ink-2',
            )}
          >
            <Icon size={20} className={denied === null ? 'text-person-ink' : 'text-ink-3'} />
            <p className="mt-1 text-14 font-medium">{denied ?? t('media.drop')}</p>
            {denied === null ? (
              <p className="text-ink-2">{t('media.dropHint', { max: byteSize(mediaMaxBytes, language) })}</p>
            ) : null}
          </div>
        </div>
      ) : null}
    </>
  )
}
