// The room that files take in a message, known before they are there.
import type { MediaPart } from '@baton/core'
import { classes } from '../../../ui/classes.ts'

/** Pixels that one picture takes at most, and a side at least. */
const widest = 320
const highest = 280
const smallest = 56
/** The side of one of several. */
const tile = 140

/** What will be a picture when it is there. */
export const becomesPicture = (part: MediaPart) =>
  part.pending !== undefined && part.mimeType.startsWith('image/')

export function isPicture(part: MediaPart): boolean {
  return /^image\/(png|apng|jpeg|gif|webp|avif)$/.test(part.mimeType) && part.width !== undefined
}

/** Files that this page saw while they were being fetched: they keep the room that was held for them. */
export const awaited = new Set<string>()
const held = { width: 240, height: 180 }
const stickerSide = 140

export const isSticker = ({ shape }: MediaPart) => shape === 'sticker'

export function boxOf(part: MediaPart, tiled: boolean) {
  const { width = widest, height = highest, mediaId } = part
  if (isSticker(part)) return { width: stickerSide, height: stickerSide }
  if ((awaited.has(mediaId) || becomesPicture(part)) && !tiled) return held
  if (tiled) return { width: tile, height: tile }
  const scale = Math.min(1, widest / width, highest / height)
  return {
    width: Math.max(smallest, Math.round(width * scale)),
    height: Math.max(smallest, Math.round(height * scale)),
  }
}

export const picturesLook = (count: number) =>
  classes('max-w-full gap-1', count > 1 ? 'grid grid-cols-2 self-start' : 'flex')
export const pictureLook = 'block max-w-full overflow-hidden rounded-s bg-press'

/** Boxes for what comes in a moment. */
export function MediaShape({ parts }: { readonly parts: readonly MediaPart[] }) {
  const pictures = parts.filter(part => isPicture(part) || becomesPicture(part))
  return (
    <div className="flex flex-col gap-2" aria-hidden="true">
      <div className={picturesLook(pictures.length)}>
        {pictures.map(part => {
          const { width, height } = boxOf(part, pictures.length > 1 && !becomesPicture(part))
          return (
            <div
              key={part.mediaId}
              className={pictureLook}
              style={{ width, aspectRatio: `${width} / ${height}` }}
            />
          )
        })}
      </div>
      {parts
        .filter(part => !pictures.includes(part))
        .map(({ mediaId }) => (
          <div key={mediaId} className="h-14 w-64 max-w-full rounded-s border border-current/20" />
        ))}
    </div>
  )
}
