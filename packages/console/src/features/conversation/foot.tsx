// The foot of the chat: who may speak, and what I can do about it. Every button comes from the core's guards.
import type { LegalActions } from '@baton/core'
import { useState } from 'react'
import { useAction } from '../../app/actions.tsx'
import type { WritingKind } from '../../app/drafts.ts'
import { useWords } from '../../app/i18n.tsx'
import { later } from '../../app/later.tsx'
import { sayDenied } from '../../app/refusal.ts'
import { useActor } from '../../app/session.tsx'
import { useChannelWords } from '../../app/use-channel-words.ts'
import { useDesk, useStatus } from '../../app/use-desk.tsx'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { notify } from '../../ui/toast.tsx'
import { AttachButton } from './attachments/attach-button.tsx'
import { Quoting } from './channel/quoting.tsx'
import { WindowClosed, WindowSign } from './channel/window-sign.tsx'
import { WritersLine } from './colleagues.tsx'
import { Composer, kindGrounds } from './composer.tsx'
import type { FootProps } from './foot-props.ts'
import { FootStatus } from './foot-status.tsx'
import { HeldBack } from './held-back.tsx'
import { InterveneButton } from './intervene-button.tsx'
import { OtherDraftCard } from './other-draft.tsx'
import { QuestionCard } from './question-card.tsx'
import { useWriting } from './use-writing.ts'

const AlertLine = later(() => import('./alert-line.tsx').then(module => module.AlertLine))

const AttachedList = later(() =>
  import('./attachments/attached-list.tsx').then(module => module.AttachedList),
)

const TemplateDialog = later(() =>
  import('./channel/template-dialog.tsx').then(module => module.TemplateDialog),
)

const DropTarget = later(() => import('./attachments/drop-target.tsx').then(module => module.DropTarget))

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
            if (outgoing.template) return
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

type TemplatesProps = Pick<FootProps, 'row' | 'send'> & {
  readonly writing: ReturnType<typeof useWriting>
}

/** Templates by key and button, wherever the channel has some. */
function useTemplateDialog({ row, send, writing }: TemplatesProps) {
  const { t } = useChannelWords()
  const [open, setOpen] = useState(false)
  const has = writing.line.channel?.templates === true
  const denied = has ? writing.denied.reply : t('denied.noTemplates')
  useAction('template', () => setOpen(true), denied)
  const dialog = has ? (
    <TemplateDialog row={row} open={open} onClose={() => setOpen(false)} onSend={send.sendTemplate} />
  ) : null
  return { dialog, denied, show: has ? () => setOpen(true) : null }
}

export function Foot(props: FootProps) {
  const { row, send, heldBack, quoted, onCancelBot, onTakeFrom, onDismiss } = props
  const { t } = useChannelWords()
  const desk = useDesk()
  const actor = useActor()
  const status = useStatus()
  const writing = useWriting(props)
  const { kind, text, setText, may, mine, heldByBot, attach, attachments, line, closed } = writing
  const templates = useTemplateDialog({ row, send, writing })
  const attachDenied = writing.denied.reply ?? (closed ? t('window.closed') : null)
  const labels = useLabels(kind, heldByBot, row.contact.name)
  const borders = mine ? 'border-person' : heldByBot ? 'border-bot-line' : 'border-line-strong'
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
          kind === 'note' ? 'border-note-line' : borders,
          kindGrounds[kind],
        )}
        aria-label={t('foot.label')}
        onPaste={event => {
          const pasted = [...event.clipboardData.files]
          if (pasted.length === 0 || attachDenied) return
          event.preventDefault()
          attach(pasted)
        }}
      >
        <FootStatus row={row} meId={actor.id}>
          {line.window && !writing.denied.reply ? <WindowSign window={line.window} /> : null}
          <StatusActions row={row} may={may} mine={mine} onTakeFrom={onTakeFrom} onDismiss={onDismiss} />
        </FootStatus>
        {row.state === 'requesting' ? <AlertLine key={row.id} row={row} /> : null}
        <LeftOver row={row} send={send} heldBack={heldBack} writing={writing} />
        <WritersLine id={row.id} />
        {quoted && kind === 'reply' ? (
          <Quoting bubble={quoted} contactName={row.contact.name} onDrop={() => props.onQuote(null)} />
        ) : null}
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
          textMost={line.channel?.limits?.textChars ?? null}
          onTemplates={templates.denied ? null : templates.show}
          instead={
            closed && kind === 'reply' && !writing.denied.reply ? (
              <WindowClosed
                window={closed}
                kept={text.trim() !== ''}
                denied={templates.denied}
                second={showsIntervene}
                onTemplate={() => templates.show?.()}
              />
            ) : null
          }
          attached={{
            list: files > 0 ? <AttachedList attachments={attachments} /> : null,
            button: <AttachButton denied={attachDenied} onFiles={attach} />,
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
      {templates.dialog}
      <DropTarget denied={attachDenied} onFiles={attach} />
      {status === 'offline' && text !== '' ? (
        <p className="mx-auto max-w-180 px-1 pt-1 text-ink-3">{t('foot.offlineSend')}</p>
      ) : null}
    </div>
  )
}
