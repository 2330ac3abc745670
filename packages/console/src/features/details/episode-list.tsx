// Every time that a person was needed here: who came, how long it took, how it ended.
import type { Episode } from '@baton/core'
import { duration, moment } from '../../app/time.ts'
import { useNow } from '../../app/use-now.ts'
import { classes } from '../../ui/classes.ts'
import { useWhoWords } from './use-who-words.ts'

interface EpisodeListProps {
  readonly episodes: readonly Episode[]
  readonly onJump: (seq: number) => void
}

/** An episode in words: how it ended, and who, when, how long and what the customer said of it. */
export function useEpisodeWords() {
  const { t, language } = useWhoWords()
  const now = useNow(60_000)

  function title(episode: Episode): string {
    if (episode.end === 'resolved')
      return [episode.topic, episode.outcome].filter(Boolean).join(' · ') || t('who.resolved')
    if (episode.end === 'dismissed') return t('side.episodeDismissed')
    if (episode.end === 'cancelled') return t('side.episodeCancelled')
    return episode.owners.length > 0 ? t('state.intervened') : t('side.episodeWaiting')
  }
  const by = ({ owners }: Episode) =>
    owners.length > 0 ? t('side.episodeBy', { name: owners.join(', ') }) : null
  const reason = (episode: Episode) =>
    [episode.cause ? t(`cause.${episode.cause}`) : null, by(episode)].filter(part => part !== null)
  const facts = ({ at, waitedMs, heldMs }: Episode) =>
    [
      moment(at, now, language),
      waitedMs ? t('side.episodeWaited', { time: duration(waitedMs, t) }) : null,
      heldMs ? t('side.episodeHeld', { time: duration(heldMs, t) }) : null,
    ].filter(part => part !== null)
  const feedback = ({ feedback: said }: Episode) =>
    said
      ? [t('closing.rated', { rating: said.rating }), said.comment ? `“${said.comment}”` : null]
          .filter(Boolean)
          .join(' · ')
      : null
  return { title, by, reason, facts, feedback }
}

export function EpisodeList({ episodes, onJump }: EpisodeListProps) {
  const { t } = useWhoWords()
  const say = useEpisodeWords()
  if (episodes.length === 0) return <p className="text-ink-3">{t('side.noEpisodes')}</p>
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
              <span className="block truncate font-medium">{say.title(episode)}</span>
              <span className="block text-ink-2">{say.reason(episode).join(' · ')}</span>
              <span className="block text-ink-3">{say.facts(episode).join(' · ')}</span>
              {episode.feedback ? (
                <span className="mt-0.5 block break-words text-ink-2">{say.feedback(episode)}</span>
              ) : null}
            </span>
          </button>
        </li>
      ))}
    </ol>
  )
}
