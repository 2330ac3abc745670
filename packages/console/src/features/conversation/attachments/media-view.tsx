// Files in a message: pictures in boxes that are there before they are, sound and films with their controls, and
// anything else as a row that saves it.
import type { MediaPart } from '@baton/core'
import { Download, ImageOff } from 'lucide-react'
import { useContext, useState } from 'react'
import { useWords } from '../../../app/i18n.tsx'
import { later } from '../../../app/later.tsx'
import { classes } from '../../../ui/classes.ts'
import { byteSize } from './byte-size.ts'
import type { Lost } from './fetching-box.tsx'
import { FetchingBox } from './fetching-box.tsx'
import { KindIcon } from './kind-icon.tsx'
import { awaited, boxOf, isPicture, isSticker, pictureLook, picturesLook } from './media-box.tsx'
import { MediaPlace, useMediaLink } from './use-media-link.ts'
import { VoicePlayer } from './voice-player.tsx'

const Lightbox = later(() => import('./lightbox.tsx').then(module => module.Lightbox))

interface PictureProps {
  readonly part: MediaPart
  /** One of several, cut to a square. */
  readonly tiled: boolean
  readonly onOpen: () => void
}

function Picture({ part, tiled, onOpen }: PictureProps) {
  const { t } = useWords()
  const { src, trouble, retry } = useMediaLink(part)
  const [failed, setFailed] = useState(false)
  const box = boxOf(part, tiled)
  const lost = trouble ?? (failed ? 'unreachable' : null)
  if (lost === 'gone')
    return (
      <p
        style={box}
        className={classes(
          pictureLook,
          'flex flex-col items-center justify-center gap-1 p-2 text-center text-13 text-ink-2',
        )}
      >
        <ImageOff size={16} aria-hidden="true" />
        {t('media.gone')}
      </p>
    )
  return (
    <button
      type="button"
      aria-label={lost ? t('media.unreachable') : t('media.open', { name: part.name })}
      onClick={() => {
        if (!lost) return onOpen()
        setFailed(false)
        retry()
      }}
      style={{ width: box.width, aspectRatio: `${box.width} / ${box.height}` }}
      className={classes(
        isSticker(part) ? 'block max-w-full' : pictureLook,
        'transition-opacity hover:opacity-90',
      )}
    >
      {lost ? (
        <span className="flex size-full flex-col items-center justify-center gap-1 p-2 text-13 text-ink-2">
          <ImageOff size={16} aria-hidden="true" />
          {t('media.unreachable')}
        </span>
      ) : src ? (
        <img
          src={src}
          alt=""
          loading="lazy"
          onError={() => setFailed(true)}
          className={classes(
            'size-full',
            (tiled || awaited.has(part.mediaId)) && !isSticker(part) ? 'object-cover' : 'object-contain',
          )}
        />
      ) : null}
    </button>
  )
}

function FileRow({ part }: { readonly part: MediaPart }) {
  const { t, language } = useWords()
  const { href, trouble } = useMediaLink(part)
  const { name, mimeType, sizeBytes } = part
  const inside = (
    <>
      <KindIcon mimeType={mimeType} size={20} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{name}</span>
        <span className="block text-13 opacity-80">
          {trouble ? t(`media.${trouble}`) : byteSize(sizeBytes, language)}
        </span>
      </span>
    </>
  )
  const look = 'flex w-64 max-w-full items-center gap-3 rounded-s border border-current/20 px-3 py-2'
  if (!href) return <p className={look}>{inside}</p>
  return (
    <a
      href={href}
      download={name}
      target="_blank"
      rel="noreferrer"
      aria-label={t('media.download', { name })}
      className={classes(look, 'transition-colors hover:border-current/40')}
    >
      {inside}
      <Download size={16} aria-hidden="true" className="shrink-0 opacity-80" />
    </a>
  )
}

function Player({ part }: { readonly part: MediaPart }) {
  const { src, trouble } = useMediaLink(part)
  if (trouble) return <FileRow part={part} />
  if (part.shape === 'voice') return <VoicePlayer part={part} src={src} />
  if (part.mimeType.startsWith('audio/'))
    return (
      // biome-ignore lint/a11y/useMediaCaption: what customers record has no captions
      <audio
        controls
        preload="metadata"
        src={src ?? undefined}
        aria-label={part.name}
        className="h-10 w-72 max-w-full"
      />
    )
  return (
    // biome-ignore lint/a11y/useMediaCaption: what customers record has no captions
    <video
      controls
      preload="metadata"
      src={src ?? undefined}
      aria-label={part.name}
      className="aspect-video w-80 max-w-full rounded-s bg-press"
    />
  )
}

interface MediaViewProps {
  readonly parts: readonly MediaPart[]
  /** Why one never came. */
  readonly lost?: Lost
}

const noneLost: Lost = {}

export function MediaView({ parts, lost = noneLost }: MediaViewProps) {
  const place = useContext(MediaPlace)
  const [open, setOpen] = useState<number | null>(null)
  const coming = parts.filter(part => part.pending !== undefined)
  const pictures = place === null ? [] : parts.filter(part => isPicture(part) && !coming.includes(part))
  const others = parts.filter(part => !pictures.includes(part) && !coming.includes(part))
  return (
    <div className="flex flex-col gap-2">
      {pictures.length > 0 ? (
        <div className={picturesLook(pictures.length)}>
          {pictures.map((part, n) => (
            <Picture key={part.mediaId} part={part} tiled={pictures.length > 1} onOpen={() => setOpen(n)} />
          ))}
        </div>
      ) : null}
      {coming.map(part => (
        <FetchingBox key={part.mediaId} part={part} lost={lost[part.mediaId]} />
      ))}
      {others.map(part =>
        place !== null && /^(audio|video)\//.test(part.mimeType) ? (
          <Player key={part.mediaId} part={part} />
        ) : (
          <FileRow key={part.mediaId} part={part} />
        ),
      )}
      {parts.map(({ mediaId, caption }) =>
        caption ? (
          <p key={mediaId} className="break-words whitespace-pre-wrap">
            {caption}
          </p>
        ) : null,
      )}
      {pictures.length > 0 ? (
        <Lightbox pictures={pictures} at={open} onMove={setOpen} onClose={() => setOpen(null)} />
      ) : null}
    </div>
  )
}
