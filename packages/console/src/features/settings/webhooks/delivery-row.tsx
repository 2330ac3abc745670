// One delivery: what was told, what came of it, and on a click every attempt.
import { Link } from '@tanstack/react-router'
import { Check, ChevronRight, Clock, RotateCcw, X } from 'lucide-react'
import { useId, useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { moment } from '../../../app/time.ts'
import { useNow } from '../../../app/use-now.ts'
import { Button } from '../../../ui/button.tsx'
import type { Tone } from '../../../ui/chip.tsx'
import { Chip, toneClasses } from '../../../ui/chip.tsx'
import { classes } from '../../../ui/classes.ts'
import { notify } from '../../../ui/toast.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import type { WebhookDelivery, WebhookRow } from './use-webhooks.ts'
import { useRenewWebhooks } from './use-webhooks.ts'

const looks = {
  delivered: { Icon: Check, tone: 'person', word: 'hook.delivered' },
  waiting: { Icon: Clock, tone: 'waiting', word: 'hook.pending' },
  failed: { Icon: X, tone: 'failure', word: 'hook.failed' },
} as const satisfies Record<WebhookDelivery['state'], { Icon: typeof X; tone: Tone; word: string }>

function useWhen(): (at: string) => string {
  const { language } = useSettingsWords()
  const now = useNow(60_000)
  return at => moment(at, now, language)
}

function Attempt({ attempt }: { readonly attempt: WebhookDelivery['attempts'][number] }) {
  const { t } = useSettingsWords()
  const when = useWhen()
  const { at, status, durationMs, problem, response } = attempt
  return (
    <li className="flex flex-col gap-1 border-b border-line py-2 last:border-0">
      <p className="flex flex-wrap items-center gap-x-2">
        <Chip tone={problem === null ? 'person' : 'failure'}>{status ?? t('hook.noAnswer')}</Chip>
        <span title={at} className="text-ink-3 tabular-nums">
          {when(at)} · {t('hook.took', { ms: durationMs })}
        </span>
      </p>
      {problem === null ? null : <p className="text-ink-2">{problem}</p>}
      {status === null ? null : response === '' ? (
        <p className="text-ink-3">{t('hook.emptyAnswer')}</p>
      ) : (
        <section
          aria-label={t('hook.answer')}
          // It scrolls, so it can be reached by key.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
          tabIndex={0}
          className="max-h-32 overflow-auto rounded-s bg-sunken px-2.5 py-1.5"
        >
          <pre className="text-13 break-all whitespace-pre-wrap">{response}</pre>
        </section>
      )}
    </li>
  )
}

interface DeliveryRowProps {
  readonly webhook: WebhookRow
  readonly delivery: WebhookDelivery
}

function Attempts({ webhook, delivery }: DeliveryRowProps) {
  const { t } = useSettingsWords()
  const renew = useRenewWebhooks()
  const [busy, setBusy] = useState(false)
  async function replay() {
    setBusy(true)
    try {
      const params = { id: webhook.id, deliveryId: delivery.id }
      await api.call('POST /webhooks/{id}/deliveries/{deliveryId}/replay', { params })
      notify({ title: t('hook.replayed') })
      await renew()
    } catch (fault) {
      notify(sayFailure(fault, t))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <span className="min-w-0 flex-1 text-ink-3 max-pane:basis-full">
          {t('hook.id')} <code className="break-all text-ink-2 select-all">{delivery.id}</code>
        </span>
        {delivery.conversationId ? (
          <Link
            to="/inbox/$conversationId"
            params={{ conversationId: delivery.conversationId }}
            search={{ list: 'active' }}
            className="font-medium text-person-ink underline-offset-2 hover:underline max-pane:flex-1"
          >
            {t('hook.open')}
          </Link>
        ) : null}
        <Button
          size="s"
          busy={busy}
          icon={<RotateCcw size={14} />}
          denied={webhook.active ? null : t('hook.replayOff')}
          onClick={() => void replay()}
        >
          {t('hook.replay')}
        </Button>
      </div>
      <ol className="mt-1">
        {delivery.attempts.toReversed().map(attempt => (
          <Attempt key={attempt.at} attempt={attempt} />
        ))}
      </ol>
    </>
  )
}

export function DeliveryRow({ webhook, delivery }: DeliveryRowProps) {
  const { t, plural } = useSettingsWords()
  const when = useWhen()
  const id = useId()
  const [open, setOpen] = useState(false)
  const { state, type, seq, attempts, createdAt, nextAttemptAt } = delivery
  const { Icon, tone, word } = looks[state]
  // What nearly all of them begin with.
  const family = type.startsWith('conversation.') ? 'conversation.' : ''
  const last = attempts.at(-1)
  const facts = last
    ? [
        last.status ?? t('hook.noAnswer'),
        t('hook.took', { ms: last.durationMs }),
        attempts.length > 1 ? plural('hook.tries', attempts.length) : null,
        nextAttemptAt === null ? null : t('hook.next', { at: when(nextAttemptAt) }),
      ]
    : [t('hook.untried')]
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={`${id}-more`}
        onClick={() => setOpen(!open)}
        className="flex min-h-11 w-full items-center gap-3 rounded-s px-2 py-1.5 text-left transition-colors hover:bg-hover"
      >
        <span
          className={classes(
            'inline-flex size-5 shrink-0 items-center justify-center rounded-full',
            toneClasses[tone],
          )}
        >
          <Icon size={12} strokeWidth={2.5} aria-hidden="true" />
          <span className="sr-only">{t(word)}</span>
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <code className="truncate font-medium">
              <span className="font-normal text-ink-3 max-pane:hidden">{family}</span>
              {type.slice(family.length)}
            </code>
            {seq === null ? null : <span className="shrink-0 text-ink-3 tabular-nums">#{seq}</span>}
          </span>
          <span className="block truncate text-ink-3">{facts.filter(Boolean).join(' · ')}</span>
        </span>
        <time dateTime={createdAt} className="shrink-0 text-ink-3 tabular-nums">
          {when(createdAt)}
        </time>
        <ChevronRight
          size={16}
          className={classes('shrink-0 text-ink-3 transition-transform', open && 'rotate-90')}
        />
      </button>
      {open ? (
        <div id={`${id}-more`} className="px-2 pt-1 pb-3 pl-10 max-pane:pl-2">
          <Attempts webhook={webhook} delivery={delivery} />
        </div>
      ) : null}
    </li>
  )
}
