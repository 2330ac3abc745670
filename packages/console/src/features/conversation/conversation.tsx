// The chat: head, transcript, foot, and the questions that its buttons ask. Keyed by conversation, so that
// nothing of one leaks into another.
import type { ConversationRow } from '@baton/client'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useAction } from '../../app/actions.tsx'
import { findHere, useFindHere } from '../../app/find-here.ts'
import { useWords } from '../../app/i18n.tsx'
import { askJump } from '../../app/jumps.ts'
import { later } from '../../app/later.tsx'
import type { ReadLog } from '../../app/logs.ts'
import type { Outgoing } from '../../app/outbox.ts'
import { legalOn, sayDenied } from '../../app/refusal.ts'
import { markSeen } from '../../app/seen.ts'
import { useActor } from '../../app/session.tsx'
import type { Commands } from '../../app/use-commands.ts'
import { useCommands } from '../../app/use-commands.ts'
import { useDesk, useLog, useOutgoing } from '../../app/use-desk.tsx'
import { useMentions } from '../../app/use-mentions.ts'
import { MediaPlace } from './attachments/use-media-link.ts'
import type { Bubble } from './bubble.ts'
import { Confirm, Dismiss } from './confirm.tsx'
import { Foot } from './foot.tsx'
import { Head } from './head.tsx'
import type { SignalsBySeq } from './signals-context.ts'
import { SignalsContext } from './signals-context.ts'
import type { TalkActions } from './talk-actions.ts'
import { TalkContext } from './talk-actions.ts'
import { TranscriptView } from './transcript-view.tsx'
import { useRetry } from './use-retry.tsx'
import { useSend } from './use-send.ts'
import { useTelling } from './use-telling.ts'

const ChangeOwner = later(() => import('./change-owner.tsx').then(module => module.ChangeOwner))
const Completion = later(() => import('./completion.tsx').then(module => module.Completion))
const FindBar = later(() => import('./find-bar.tsx').then(module => module.FindBar))
const Marks = later(() => import('./marks.tsx').then(module => module.Marks))
const SignalsSwitch = later(() => import('./signals-here.tsx').then(module => module.SignalsSwitch))
const SendBot = later(() => import('./send-bot.tsx').then(module => module.SendBot))
const Tags = later(() => import('./tags.tsx').then(module => module.Tags))

interface ConversationProps {
  readonly row: ConversationRow
  readonly detailsShown: boolean
  readonly onDetails: () => void
  readonly onBack: () => void
  readonly jump: { readonly seq: number; readonly at: number } | null
}

type Question =
  | 'owner'
  | 'bot'
  | 'resolve'
  | 'tags'
  | 'status'
  | 'priority'
  | 'dismiss'
  | 'cancelBot'
  | 'takeFrom'

/** What can be done with single messages; a web visitor and an SMS show no quotes. */
function useTalk(row: ConversationRow, retry: (bubble: Bubble) => void) {
  const [quoted, setQuoted] = useState<Bubble | null>(null)
  const again = useRef(retry)
  again.current = retry
  const { id, channel } = row
  const quotable = channel.kind !== 'web' && channel.kind !== 'sms'
  const actions = useMemo<TalkActions>(
    () => ({
      quote: quotable ? setQuoted : null,
      retry: bubble => again.current(bubble),
      jump: seq => askJump(id, seq),
    }),
    [id, quotable],
  )
  return { actions, quoted, setQuoted }
}

/** What has arrived is seen, and nobody is shown as still writing it. */
function useArrivals(id: string, log: ReadLog): void {
  const desk = useDesk()
  useEffect(() => markSeen(id, log.cursor), [id, log.cursor])
  const lastSaid = log.items.findLast(event => event.type === 'MessageReceived')?.seq ?? 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was being written has arrived
  useEffect(() => desk.stopsTyping(id), [desk, id, lastSaid])
  const last = log.items.findLast(event => event.type === 'MessageSent')
  const lastAgent = last?.actor.kind === 'agent' ? last.actor.id : null
  // biome-ignore lint/correctness/useExhaustiveDependencies: what they wrote has arrived
  useEffect(() => {
    if (lastAgent) desk.stopsWriting(id, lastAgent)
  }, [desk, id, lastAgent, last?.seq])
}

/** What names me here and is on the page is read. */
function useReadMentions(id: string, log: ReadLog): void {
  const { items, mark } = useMentions()
  const marked = useRef(new Set<number>())
  useEffect(() => {
    if (document.visibilityState !== 'visible') return
    for (const { conversationId, seq, read } of items) {
      if (read || conversationId !== id || seq > log.cursor || marked.current.has(seq)) continue
      marked.current.add(seq)
      mark({ conversationId, seq })
    }
  }, [items, mark, id, log.cursor])
}

interface QuestionsProps {
  readonly row: ConversationRow
  readonly commands: Commands
  readonly question: Question | null
  readonly ask: (question: Question | null) => void
}

/** What opens over the chat, one at a time. */
function Questions({ row, commands, question, ask }: QuestionsProps) {
  const { t } = useWords()
  const actor = useActor()
  const close = () => ask(null)
  return (
    <>
      <ChangeOwner
        row={row}
        commands={commands}
        open={question === 'owner'}
        onClose={close}
        onSendBot={() => ask('bot')}
      />
      <SendBot row={row} commands={commands} open={question === 'bot'} onClose={close} />
      <Completion row={row} open={question === 'resolve'} onClose={close} />
      <Tags row={row} commands={commands} open={question === 'tags'} onClose={close} />
      <Marks
        row={row}
        commands={commands}
        open={question === 'status' || question === 'priority' ? question : null}
        onClose={close}
      />
      <Dismiss
        open={question === 'dismiss'}
        onClose={close}
        onDismiss={reason => void commands.dismiss(reason)}
      />
      <Confirm
        open={question === 'cancelBot'}
        title={t('confirm.cancelBot')}
        text={t('confirm.cancelBotText')}
        confirm={t('confirm.cancelBotDo')}
        danger
        onClose={close}
        onConfirm={() => void commands.intervene(true)}
      />
      <Confirm
        open={question === 'takeFrom'}
        title={t('confirm.takeFrom', { name: row.owner?.name ?? '' })}
        text={t('confirm.takeFromText', { name: row.owner?.name ?? '', contact: row.contact.name })}
        confirm={t('confirm.takeFromDo')}
        onClose={close}
        onConfirm={() => void commands.assignAgent(actor.id)}
      />
    </>
  )
}

export function Conversation({ row, detailsShown, onDetails, onBack, jump }: ConversationProps) {
  const { t } = useWords()
  const actor = useActor()
  const log = useLog(row.id)
  const outgoing = useOutgoing(row.id)
  const send = useSend(row.id, log)
  const commands = useCommands(row.id)
  const telling = useTelling(row)
  const [signals, setSignals] = useState<SignalsBySeq | null>(null)
  const [question, setQuestion] = useState<Question | null>(null)
  const [returned, setReturned] = useState<Pick<Outgoing, 'text' | 'media'> | null>(null)
  const may = legalOn(row, actor)
  const again = useRetry(row.id, row.contact.name)
  const { actions, quoted, setQuoted } = useTalk(row, again.retry)
  const heldBack = outgoing.find(each => each.state === 'stale') ?? null

  useArrivals(row.id, log)
  useReadMentions(row.id, log)

  useAction('owner', () => setQuestion('owner'), sayDenied(may.assign, t))
  useAction('resolve', () => setQuestion('resolve'), sayDenied(may.resolve, t))
  useAction('bot', () => setQuestion('bot'), sayDenied(may.changeBot, t))
  useAction('tags', () => setQuestion('tags'))
  useAction('status', () => setQuestion('status'))
  useAction('priority', () => setQuestion('priority'))
  useAction('details', onDetails)
  const find = useFindHere(row.id)
  useAction('find', () => findHere({ conversationId: row.id, query: find?.query ?? '', seq: null }))

  function edit(failed: Outgoing) {
    send.drop(failed)
    if (!failed.template) setReturned(failed)
  }

  return (
    <MediaPlace value={row.id}>
      <section
        data-drop=""
        aria-label={t('talk.label', { name: row.contact.name })}
        className="relative flex min-w-0 flex-1 flex-col bg-surface"
      >
        <Head
          row={row}
          detailsShown={detailsShown}
          onBack={onBack}
          onOwner={() => setQuestion('owner')}
          onResolve={() => setQuestion('resolve')}
          onDetails={onDetails}
        />
        {find ? <FindBar row={row} log={log} find={find} /> : null}
        <TalkContext value={actions}>
          <SignalsSwitch log={log} shown={signals !== null} onShow={setSignals} />
          <SignalsContext value={signals}>
            <TranscriptView
              row={row}
              log={log}
              telling={telling}
              pending={outgoing.filter(each => each.state !== 'stale')}
              newAfter={heldBack?.missed[0] ? heldBack.missed[0] - 1 : null}
              jump={jump}
              onRetry={send.again}
              onDiscard={edit}
            />
          </SignalsContext>
        </TalkContext>
        <Foot
          row={row}
          log={log}
          quoted={quoted}
          onQuote={setQuoted}
          commands={commands}
          send={send}
          heldBack={heldBack}
          returned={returned}
          onCancelBot={() => setQuestion('cancelBot')}
          onTakeFrom={() => setQuestion('takeFrom')}
          onDismiss={() => setQuestion('dismiss')}
        />
        <Questions row={row} commands={commands} question={question} ask={setQuestion} />
        {again.question}
      </section>
    </MediaPlace>
  )
}
