// Every time that a person was needed here: who came, how long it took, how it ended.
import type { Episode } from '@baton/core'
import { useWords } from '../../app/i18n.tsx'
import { duration, moment } from '../../app/time.ts'
import { useNow } from '../../app/use-now.ts'
import { classes } from '../../ui/classes.ts'

interface EpisodeListProps {
  readonly episodes: readonly Episode[]
  readonly onJump: (seq: number) => void
}

export function EpisodeList({ episodes, onJump }: EpisodeListProps) {
  const { t, language } = useWords()
  const now = useNow(60_000)
  if (episodes.length === 0) return <p className="text-ink-3">{t('side.noEpisodes')}</p>

  function titleOf(episode: Episode): string {
    if (episode.end === 'resolved') return [episode.topic, episode.outcome].filter(Boolean).join(' · ')
    if (episode.end === 'dismissed') return t('side.episodeDismissed')
    if (episode.end === 'cancelled') return t('side.episodeCancelled')
    return episode.owners.length > 0 ? t('state.intervened') : t('side.episodeWaiting')
  }
  return (
    <ol className="-mx-2 flex flex-col">
      {episodes.map(episode => (
        <li key={episode.seq}>
          <button
            type="button"
            title={t('side.jump')}
            onClick={() => onJump(episode.seq)}
            className="flex w-full gap-2.5 rounded-s px-2 py-1.5 text-left hover:bg-hover"
          >
            <span
              className={classes(
                'mt-1 size-2.5 shrink-0 rounded-full border-2',
                episode.end !== 'open'
                  ? 'border-line-strong'
                  : episode.owners.length > 0
                    ? 'border-person'
                    : 'border-waiting',
              )}
            />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{titleOf(episode) || t('state.intervened')}</span>
              <span className="block text-ink-2">
                {[
                  episode.cause ? t(`cause.${episode.cause}`) : null,
                  episode.owners.length > 0 ? t('side.episodeBy', { name: episode.owners.join(', ') }) : null,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
              <span className="block text-ink-3">
                {[
                  moment(episode.at, now, language),
                  episode.waitedMs ? t('side.episodeWaited', { time: duration(episode.waitedMs, t) }) : null,
                  episode.heldMs ? t('side.episodeHeld', { time: duration(episode.heldMs, t) }) : null,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}
