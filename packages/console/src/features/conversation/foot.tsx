// The foot of the chat: who may speak, and what I can do about it. Every button comes from the core's guards.
import type { ConversationRow } from '@baton/client'
import type { LegalActions } from '@baton/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useAction } from '../../app/actions.tsx'
import type { WritingKind } from '../../app/drafts.ts'
import { useWords } from '../../app/i18n.tsx'
import { later } from '../../app/later.tsx'
import { mentionedIn } from '../../app/mentions-in.ts'
import type { Outgoing } from '../../app/outbox.ts'
import { legalOn, sayDenied } from '../../app/refusal.ts'
import { useActor, useAgents, useTeams } from '../../app/session.tsx'
import type { Commands } from '../../app/use-commands.ts'
import { useBeginning, useDesk, useStatus } from '../../app/use-desk.tsx'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { notify } from '../../ui/toast.tsx'
import { AttachButton } from './attachments/attach-button.tsx'
import { useTray } from './attachments/use-tray.ts'
import { WritersLine } from './colleagues.tsx'
import { Composer, kindGrounds } from './composer.tsx'
import { FootStatus } from './foot-status.tsx'
import { HeldBack } from './held-back.tsx'
import { InterveneButton } from './intervene-button.tsx'
import { OtherDraftCard } from './other-draft.tsx'
import { QuestionCard } from './question-card.tsx'
import type { Send } from './use-send.ts'

const AlertLine = later(() => import('./alert-line.tsx').then(module => module.AlertLine))

const AttachedList = later(() =>
  import('./attachments/attached-list.tsx').then(module => module.AttachedList),
)

const DropTarget = later(() => import('./attachments/drop-target.tsx').then(module => module.DropTarget))

export interface FootProps {
  readonly row: ConversationRow
  readonly commands: Commands
  readonly send: Send
  readonly heldBack: Outgoing | null
  readonly onCancelBot: () => void
  readonly onTakeFrom: () => void
  readonly onDismiss: () => void
  /** What comes back into the composer: an edit of what failed or was held back. */
  readonly returned: Pick<Outgoing, 'text' | 'media'> | null
}

/** What the agent writes now: its kind, text and box, and the keys that lead there. */
function useWriting({ row, commands, send, returned }: FootProps) {
  const { t } = useWords()
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
  const attachments = useTray(row.id)
  const { tray, blocked } = attachments
  const denied = {
    reply: sayDenied(may.send, t),
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
      send.send(words, media)
      return
    }
    if (words === '') return
    const done = kind === 'note' ? await note(words) : await commands.guide(words)
    if (done) setText('')
  }
  useAction('intervene', () => void intervene(), heldByBot ? sayDenied(may.takeOver, t) : heldText)
  useAction('reply', () => write('reply'), denied.reply)
  useAction('note', () => write('note'))
  useAction('guide', () => write('guide'), denied.guide)
  const attach = (files: Iterable<File>) => {
    void attachments.add(files)
    write('reply')
  }
  const does = { write, intervene, submit, attach }
  return { kind, text, other, setText, box, denied, ...does, attachments, may, mine, heldByBot }
}

function useLabels(kind: WritingKind, heldByBot: boolean, name: string) {
  const { t } = useWords()
  if (kind === 'note') return { sendLabel: t('foot.addNote'), placeholder: t('foot.placeNote', { name }) }
  if (kind === 'guide')
    return { sendLabel: t('foot.giveGuidance'), placeholder: t('foot.placeGuide', { name }) }
  return heldByBot
    ? { sendLabel: t('foot.sendTakes'), placeholder: t('foot.placeTakes', { name }) }
    : { sendLabel: t('foot.send'), placeholder: t('foot.placeReply', { name }) }
}

type StatusActionsProps = Pick<FootProps, 'row' | 'onTakeFrom' | 'onDismiss'> & {
  readonly may: LegalActions
  readonly mine: boolean
}

function StatusActions({ row, may, mine, onTakeFrom, onDismiss }: StatusActionsProps) {
  const { t } = useWords()
  if (row.state === 'requesting')
    return (
      <Button
        look="quiet"
        size="s"
        tip={t('foot.dismissTip')}
        denied={sayDenied(may.dismiss, t)}
        onClick={onDismiss}
      >
        {t('foot.dismiss')}
      </Button>
    )
  if (row.state !== 'intervened' || mine) return null
  return (
    <Button denied={sayDenied(may.assign, t)} tip={t('foot.leadMay')} onClick={onTakeFrom}>
      {t('confirm.takeFromDo')}
    </Button>
  )
}

type LeftOverProps = Pick<FootProps, 'row' | 'send' | 'heldBack'> & {
  readonly writing: ReturnType<typeof useWriting>
}

/** What came in the way of sending: a message held back, a draft from another device. */
function LeftOver({ row, send, heldBack, writing }: LeftOverProps) {
  const { t } = useWords()
  const desk = useDesk()
  const { kind, other, attachments, write } = writing
  return (
    <>
      {heldBack ? (
        <HeldBack
          outgoing={heldBack}
          onSend={send.again}
          onEdit={outgoing => {
            send.drop(outgoing)
            desk.writing.set(row.id, 'reply', outgoing.text)
            attachments.tray.put(outgoing.media)
            write('reply')
          }}
        />
      ) : null}
      {other ? (
        <OtherDraftCard
          other={other}
          onKeep={() => {
            desk.writing.keepMine({ conversationId: row.id, kind })
            write(kind)
          }}
          onUse={() => {
            const run = desk.writing.takeOther({ conversationId: row.id, kind })
            notify({ title: t('write.usedOther'), action: { label: t('app.undo'), run } })
            write(kind)
          }}
        />
      ) : null}
    </>
  )
}

export function Foot(props: FootProps) {
  const { row, send, heldBack, onCancelBot, onTakeFrom, onDismiss } = props
  const { t } = useWords()
  const desk = useDesk()
  const actor = useActor()
  const status = useStatus()
  const writing = useWriting(props)
  const { kind, text, setText, may, mine, heldByBot, attach, attachments } = writing
  const labels = useLabels(kind, heldByBot, row.contact.name)
  const files = kind === 'reply' ? attachments.items.length : 0
  const showsIntervene = heldByBot && text.trim() === '' && files === 0
  return (
    <div className="shrink-0 bg-surface px-5 pb-4 max-pane:px-2 max-pane:pb-[max(8px,env(safe-area-inset-bottom))]">
      {row.question ? (
        <QuestionCard
          key={row.question.id}
          question={row.question}
          botName={row.bot?.name ?? t('talk.bot')}
          commands={props.commands}
        />
      ) : null}
      <section
        className={classes(
          'relative mx-auto w-full max-w-180 rounded-m border transition-colors [&>*]:first:rounded-t-m [&>*]:last:rounded-b-m',
          kind === 'note'
            ? 'border-note-line'
            : mine
              ? 'border-person'
              : heldByBot
                ? 'border-bot-line'
                : 'border-line-strong',
          kindGrounds[kind],
        )}
        aria-label={t('foot.label')}
        onPaste={event => {
          const pasted = [...event.clipboardData.files]
          if (pasted.length === 0 || writing.denied.reply) return
          event.preventDefault()
          attach(pasted)
        }}
      >
        <FootStatus row={row} meId={actor.id}>
          <StatusActions row={row} may={may} mine={mine} onTakeFrom={onTakeFrom} onDismiss={onDismiss} />
        </FootStatus>
        {row.state === 'requesting' ? <AlertLine key={row.id} row={row} /> : null}
        <LeftOver row={row} send={send} heldBack={heldBack} writing={writing} />
        <WritersLine id={row.id} />
        <Composer
          {...labels}
          row={row}
          kind={kind}
          onKind={writing.write}
          denied={writing.denied}
          text={text}
          onText={next => {
            setText(next)
            if (kind === 'reply') desk.writes(row.id)
          }}
          onBlur={() => desk.writing.flush(row.id)}
          onSend={() => void writing.submit()}
          onSendEmpty={() => (heldBack ? send.again(heldBack) : undefined)}
          box={writing.box}
          attached={{
            list: files > 0 ? <AttachedList attachments={attachments} /> : null,
            button: <AttachButton denied={writing.denied.reply} onFiles={attach} />,
            count: files,
            blocked: files > 0 && attachments.blocked ? t(`media.${attachments.blocked}`) : null,
          }}
          lead={
            showsIntervene ? (
              <InterveneButton
                denied={sayDenied(may.takeOver, t)}
                hasBot={row.bot !== null}
                onIntervene={() => void writing.intervene()}
                onCancelBot={onCancelBot}
              />
            ) : null
          }
        />
      </section>
      <DropTarget denied={writing.denied.reply} onFiles={attach} />
      {status === 'offline' && text !== '' ? (
        <p className="mx-auto max-w-180 px-1 pt-1 text-ink-3">{t('foot.offlineSend')}</p>
      ) : null}
    </div>
  )
}
