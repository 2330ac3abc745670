// What one author said in a row. Three voices by side and tone: the customer left on a ground, the bot right
// in an outline, a person right and filled.
import { useWords } from '../../app/i18n.tsx'
import { timeOfDay } from '../../app/time.ts'
import type { Face } from '../../ui/avatar.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { classes } from '../../ui/classes.ts'
import type { Voice } from './bubble.ts'
import { BubbleView } from './bubble-view.tsx'
import { Tick } from './fate-line.tsx'
import type { Line } from './transcript.ts'

const faces: Record<Voice, Face> = { contact: 'contact', bot: 'bot', agent: 'agent' }

interface GroupProps {
  readonly line: Extract<Line, { kind: 'group' }>
  readonly name: string
  /** For the initials, which "You" has not. */
  readonly faceName: string
  readonly foundSeq: number | null
  readonly nameOf: (voice: Voice, name: string | null) => string
}

export function Group({ line, name, faceName, foundSeq, nameOf }: GroupProps) {
  const { language } = useWords()
  const right = line.voice !== 'contact'
  const last = line.bubbles.at(-1)
  return (
    <article className={classes('flex gap-2.5', right && 'flex-row-reverse')} aria-label={name}>
      <div className="pt-6 max-pane:hidden">
        <Avatar name={faceName} face={faces[line.voice]} size={28} />
      </div>
      <div
        className={classes(
          'flex min-w-0 max-w-[82%] flex-1 flex-col gap-1',
          right ? 'items-end' : 'items-start',
        )}
      >
        <header className="flex items-center gap-2 px-0.5">
          <span className="font-medium">{name}</span>
          <time className="text-ink-3 tabular-nums" dateTime={line.at}>
            {timeOfDay(line.at, language)}
          </time>
          {right ? (
            <span className="inline-flex text-ink-3">
              <Tick status={last?.status ?? null} />
            </span>
          ) : null}
        </header>
        {line.bubbles.map(bubble => (
          <BubbleView
            key={bubble.seq}
            bubble={bubble}
            voice={line.voice}
            found={foundSeq === bubble.seq}
            nameOf={nameOf}
          />
        ))}
      </div>
    </article>
  )
}
