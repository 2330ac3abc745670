// What the agent writes now: its kind, text and box, what the channel allows, and the keys that lead there.
import { useCallback, useEffect, useRef, useState } from 'react'
import { useAction } from '../../app/actions.tsx'
import type { WritingKind } from '../../app/drafts.ts'
import { mentionedIn } from '../../app/mentions-in.ts'
import { legalOn, sayDenied } from '../../app/refusal.ts'
import { useActor, useAgents, useTeams } from '../../app/session.tsx'
import { useChannelWords } from '../../app/use-channel-words.ts'
import { useBeginning, useDesk } from '../../app/use-desk.tsx'
import { useTray } from './attachments/use-tray.ts'
import { useLine } from './channel/use-line.ts'
import type { FootProps } from './foot-props.ts'

export function useWriting({ row, log, commands, send, returned, quoted, onQuote }: FootProps) {
  const { t } = useChannelWords()
  const actor = useActor()
  const may = legalOn(row, actor)
  const heldByBot = row.state !== 'intervened'
  const [chosen, setKind] = useState<WritingKind>('reply')
  const mayReply = may.send === null || may.send.code === 'intervene_first'
  const kind = chosen === 'reply' && !mayReply ? 'note' : chosen
  const { writing } = useDesk()
  const { text, other } = useBeginning(row.id, kind)
  const setText = useCallback((next: string) => writing.set(row.id, kind, next), [writing, row.id, kind])
  useEffect(() => writing.open(row.id), [writing, row.id])
  const agents = useAgents()
  const teams = useTeams()
  const box = useRef<HTMLTextAreaElement>(null)
  const line = useLine(row, log)
  const attachments = useTray(row.id, line.channel?.limits ?? null)
  const { tray, blocked } = attachments
  const denied = {
    reply: sayDenied(may.send, t) ?? (line.holder ? t('window.held', { name: line.holder }) : null),
    note: null,
    guide: row.bot ? null : t('denied.noBot'),
  }
  const mine = row.owner?.id === actor.id
  const heldText = mine
    ? t('denied.already_held.you')
    : t('denied.already_held', { name: row.owner?.name ?? '' })

  useEffect(() => {
    if (!returned) return
    setKind('reply')
    writing.set(row.id, 'reply', returned.text)
    tray.put(returned.media)
    box.current?.focus()
  }, [returned, row.id, writing, tray])

  const note = (words: string) => commands.note(words, mentionedIn(words, agents), mentionedIn(words, teams))
  const write = (next: WritingKind) => {
    setKind(next)
    requestAnimationFrame(() => box.current?.focus())
  }
  async function intervene() {
    if (await commands.intervene(false)) write('reply')
  }
  async function submit() {
    const words = text.trim()
    if (kind === 'reply') {
      if (blocked !== null) return
      const media = tray.take()
      if (words === '' && media.length === 0) return
      setText('')
      send.send(words, media, quoted?.seq ?? null)
      onQuote(null)
      return
    }
    if (words === '') return
    // At once: by the time it is stored, the next one may have been begun. What failed comes back, unless one was.
    setText('')
    const done = kind === 'note' ? await note(words) : await commands.guide(words)
    if (!done && writing.get(row.id, kind).text === '') setText(words)
  }
  useAction('intervene', () => void intervene(), heldByBot ? sayDenied(may.takeOver, t) : heldText)
  useAction('reply', () => write('reply'), denied.reply)
  useAction('note', () => write('note'))
  useAction('guide', () => write('guide'), denied.guide)
  const attach = (files: Iterable<File>) => {
    void attachments.add(files)
    write('reply')
  }
  // An answer to a message is begun where it is written.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new choice leads to the box
  useEffect(() => {
    if (quoted) write('reply')
  }, [quoted])
  const does = { write, intervene, submit, attach }
  const closed = line.window?.level === 'closed' ? line.window : null
  return { line, closed, kind, text, other, setText, box, denied, ...does, attachments, may, mine, heldByBot }
}
