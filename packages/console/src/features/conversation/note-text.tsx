// What a note says, with those it names as chips.
import { useCallback, useMemo } from 'react'
import { Markdown } from '../../app/markdown.tsx'
import { mentionPieces } from '../../app/mentions-in.ts'
import { useActor, useAgents, useTeams } from '../../app/session.tsx'
import { classes } from '../../ui/classes.ts'

export function NoteText({ text }: { readonly text: string }) {
  const me = useActor()
  const agents = useAgents()
  const teams = useTeams()
  const people = useMemo(() => [...agents, ...teams], [agents, teams])
  const say = useCallback(
    (words: string) =>
      mentionPieces(words, people).map((piece, index) =>
        piece.id === null ? (
          piece.text
        ) : (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never change order
            key={index}
            className={classes(
              'rounded-[5px] px-1 py-px font-medium',
              piece.id === me.id ? 'bg-person text-on-person' : 'bg-person-soft text-person-ink',
            )}
          >
            {piece.text}
          </span>
        ),
      ),
    [people, me.id],
  )
  return <Markdown text={text} say={say} />
}
