// A file that the channel still has: its room is held, and it says why when it never comes.
import type { EventData, MediaPart } from '@baton/core'
import { FileX, LoaderCircle } from 'lucide-react'
import { useChannelWords } from '../../../app/use-channel-words.ts'
import { classes } from '../../../ui/classes.ts'
import { KindIcon } from './kind-icon.tsx'
import { awaited, becomesPicture, boxOf, pictureLook } from './media-box.tsx'

export type Lost = Readonly<Record<string, NonNullable<EventData<'MediaSettled'>['problem']>>>

interface FetchingBoxProps {
  readonly part: MediaPart
  readonly lost: Lost[string] | undefined
}

export function FetchingBox({ part, lost }: FetchingBoxProps) {
  const { t } = useChannelWords()
  awaited.add(part.mediaId)
  const Icon = lost ? FileX : LoaderCircle
  const says = lost ? t(`said.lost.${lost}`) : t('said.fetching')
  if (becomesPicture(part)) {
    const { width, height } = boxOf(part, false)
    return (
      <p
        style={{ width, aspectRatio: `${width} / ${height}` }}
        className={classes(
          pictureLook,
          'flex flex-col items-center justify-center gap-1.5 p-2 text-center text-13 text-ink-2',
        )}
      >
        <Icon
          size={18}
          aria-hidden="true"
          className={lost ? 'text-failure-ink' : 'animate-spin motion-reduce:animate-none'}
        />
        {says}
      </p>
    )
  }
  return (
    <p className="flex min-h-14 w-64 max-w-full items-center gap-3 rounded-s border border-current/20 px-3 py-2">
      {lost ? (
        <FileX size={20} aria-hidden="true" className="shrink-0 text-failure-ink" />
      ) : (
        <KindIcon mimeType={part.mimeType} size={20} />
      )}
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{part.name}</span>
        <span className={classes('block text-13', lost ? 'text-failure-ink' : 'text-ink-2')}>{says}</span>
      </span>
    </p>
  )
}
