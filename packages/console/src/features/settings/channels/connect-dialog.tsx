// Connecting a channel by the shortest path: what to do there, what to copy from there, and whether it works.
import type { BodyOf, ChannelRow } from '@baton/client'
import { ArrowLeft, LoaderCircle } from 'lucide-react'
import type { FormEvent } from 'react'
import { useId, useRef, useState } from 'react'
import { api } from '../../../app/link.ts'
import { Button } from '../../../ui/button.tsx'
import { ChannelGlyph } from '../../../ui/channel-glyph.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import { Basics } from './basics.tsx'
import { Checks } from './checks.tsx'
import { Copyable } from './copyable.tsx'
import { firstSettings } from './draft.ts'
import type { KindName } from './fields.ts'
import { kindNames } from './fields.ts'
import { KindFields } from './kind-fields.tsx'
import { snippetOf } from './snippet.ts'
import { useChannelForm } from './use-channel-form.ts'
import type { Check } from './use-check.ts'
import { useCheck } from './use-check.ts'

interface Made {
  readonly id: string
  readonly kind: KindName
  readonly secret: string | null
  readonly hookUrl: string | null
}

function KindChoice({ onChoose }: { readonly onChoose: (kind: KindName) => void }) {
  const { t } = useSettingsWords()
  return (
    <ul className="grid grid-cols-2 gap-2 pb-2 max-pane:grid-cols-1">
      {kindNames.map(kind => (
        <li key={kind}>
          <button
            type="button"
            onClick={() => onChoose(kind)}
            className="flex h-full w-full items-start gap-3 rounded-m border border-line px-3 py-2.5 text-left transition-colors hover:border-line-strong hover:bg-hover"
          >
            <span className="mt-0.5 text-ink-2">
              <ChannelGlyph kind={kind} size={18} />
            </span>
            <span className="min-w-0">
              <span className="block font-medium">{t(`channels.kind.${kind}`)}</span>
              <span className="block text-ink-2">{t(`channels.kindText.${kind}`)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

const stepNumbers = [1, 2, 3] as const

function Steps({ kind }: { readonly kind: KindName }) {
  const { t } = useSettingsWords()
  return (
    <ol className="flex flex-col gap-2 rounded-m bg-sunken px-3.5 py-3">
      {stepNumbers.map(step => {
        const text = t(`channels.step.${kind}.${step}`)
        return text === '-' ? null : (
          <li key={step} className="flex gap-2.5">
            <span className="mt-px inline-flex size-5 shrink-0 items-center justify-center rounded-full border border-line-strong text-13 tabular-nums">
              {step}
            </span>
            <span className="min-w-0 text-ink-2">{text}</span>
          </li>
        )
      })}
    </ol>
  )
}

interface FillInProps {
  readonly kind: KindName
  readonly formId: string
  readonly form: ReturnType<typeof useChannelForm>
  readonly onSubmit: () => void
}

function FillIn({ kind, formId, form, onSubmit }: FillInProps) {
  return (
    <form
      id={formId}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        onSubmit()
      }}
      className="flex flex-col gap-4 pb-2"
    >
      <Steps kind={kind} />
      <Basics form={form} />
      <KindFields
        kind={kind}
        settings={form.draft.settings}
        wrong={form.wrong}
        onChange={settings => form.change({ settings })}
      />
      {form.fault ? (
        <p role="alert" className="text-failure-ink">
          {form.fault}
        </p>
      ) : null}
    </form>
  )
}

interface OutcomeProps {
  readonly made: Made
  readonly check: Check
}

function Outcome({ made, check }: OutcomeProps) {
  const { t } = useSettingsWords()
  const { kind, id, secret, hookUrl } = made
  return (
    <div className="flex flex-col gap-4 pb-2">
      {kind === 'web' ? (
        <Copyable label={t('channels.snippet')} value={snippetOf(id)} hint={t('channels.snippetHint')} />
      ) : null}
      {check.busy ? (
        <p role="status" className="flex items-center gap-2 text-ink-2">
          <LoaderCircle size={16} className="animate-spin motion-reduce:animate-none" aria-hidden="true" />
          {t('channels.checking')}
        </p>
      ) : null}
      {check.fault ? (
        <p role="alert" className="text-failure-ink">
          {check.fault}
        </p>
      ) : null}
      {check.checks && !check.busy ? <Checks checks={check.checks} /> : null}
      {hookUrl ? (
        <Copyable
          label={t('channels.hookUrl')}
          value={hookUrl}
          hint={t(`channels.hookHint.${kind === 'web' ? 'api' : kind}`)}
        />
      ) : null}
      {secret ? (
        <Copyable
          label={t(kind === 'whatsapp' ? 'channels.verifyToken' : 'channels.secret')}
          value={secret}
          hint={t('channels.secretOnce')}
        />
      ) : null}
    </div>
  )
}

interface ConnectDialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly onMade: (id: string) => void
}

function useConnecting(kind: KindName | null, onMade: (made: Made) => void) {
  const { t } = useSettingsWords()
  const chosen = kind ?? 'web'
  const first = useRef({ botId: null, whileRequesting: 'answers' as ChannelRow['whileRequesting'] })
  const form = useChannelForm(chosen, {
    ...first.current,
    name: kind ? t(`channels.kind.${kind}`) : '',
    settings: firstSettings(chosen),
  })
  async function submit() {
    const made = await form.save(draft =>
      // The settings of a kind are its schema's to judge.
      api.call('POST /channels', { body: { ...draft, kind: chosen } as BodyOf<'POST /channels'> }),
    )
    if (made) onMade({ ...made, kind: chosen })
  }
  return { form, submit }
}

function Connecting({ onClose, onMade }: Omit<ConnectDialogProps, 'open'>) {
  const { t } = useSettingsWords()
  const formId = useId()
  const [kind, setKind] = useState<KindName | null>(null)
  const [made, setMade] = useState<Made | null>(null)
  const check = useCheck()
  const { form, submit } = useConnecting(kind, next => {
    setMade(next)
    onMade(next.id)
    if (next.kind !== 'web') void check.run(next.id, true)
  })
  const title = kind
    ? t(made ? 'channels.connected' : 'channels.connectKind', { kind: t(`channels.kind.${kind}`) })
    : t('channels.connect')
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={kind ? undefined : t('channels.connectText')}
      closeLabel={t('app.close')}
      width="wide"
      foot={
        made ? (
          <div className="ml-auto flex gap-2">
            {made.kind === 'web' ? null : (
              <Button busy={check.busy} onClick={() => void check.run(made.id, true)}>
                {t('channels.checkAgain')}
              </Button>
            )}
            <Button look="filled" onClick={onClose}>
              {t('channels.done')}
            </Button>
          </div>
        ) : kind ? (
          <>
            <Button
              look="quiet"
              icon={<ArrowLeft size={14} />}
              onClick={() => {
                form.reset()
                setKind(null)
              }}
            >
              {t('channels.otherKind')}
            </Button>
            <Button look="filled" type="submit" form={formId} busy={form.busy} className="ml-auto">
              {t('channels.connectDo')}
            </Button>
          </>
        ) : undefined
      }
    >
      {made ? (
        <Outcome made={made} check={check} />
      ) : kind ? (
        <FillIn kind={kind} formId={formId} form={form} onSubmit={() => void submit()} />
      ) : (
        <KindChoice onChoose={setKind} />
      )}
    </Dialog>
  )
}

export function ConnectDialog({ open, ...rest }: ConnectDialogProps) {
  return open ? <Connecting {...rest} /> : null
}
