// Whom outside this console Baton tells what happens.
import { ChevronRight, Plus, Webhook } from 'lucide-react'
import { useState } from 'react'
import { moment } from '../../../app/time.ts'
import { useNow } from '../../../app/use-now.ts'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { ReadOnly, useMayEdit } from '../read-only.tsx'
import { SectionComing, SectionFailed } from '../section-states.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import { SecretDialog } from '../webhooks/secret-dialog.tsx'
import { StateChip } from '../webhooks/state-chip.tsx'
import type { WebhookRow } from '../webhooks/use-webhooks.ts'
import { partsOf, useWebhooks } from '../webhooks/use-webhooks.ts'
import { WebhookDialog } from '../webhooks/webhook-dialog.tsx'
import { WebhookPane } from '../webhooks/webhook-pane.tsx'

const countedTo = 1_000

function Line({ webhook, onOpen }: { readonly webhook: WebhookRow; readonly onOpen: () => void }) {
  const { t, plural, language } = useSettingsWords()
  const now = useNow(60_000)
  const { description, events, lastDeliveredAt, state, url, waiting } = webhook
  const { host, rest } = partsOf(url)
  const facts = [
    description ? `${host}${rest}` : null,
    events ? plural('hook.events', events.length) : t('hook.allEvents'),
    lastDeliveredAt ? t('hook.last', { at: moment(lastDeliveredAt, now, language) }) : t('hook.never'),
    waiting >= countedTo ? t('hook.waitingMany') : waiting > 0 ? plural('hook.waiting', waiting) : null,
  ]
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        onClick={onOpen}
        className="flex min-h-14 w-full items-center gap-3 px-4 py-2 text-left transition-colors hover:bg-hover"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">
            {description || (
              <>
                {host}
                <span className="font-normal text-ink-2">{rest}</span>
              </>
            )}
          </span>
          <span className="block truncate text-ink-3 max-pane:whitespace-normal">
            {facts.filter(Boolean).join(' · ')}
          </span>
        </span>
        <StateChip state={state} />
        <ChevronRight size={16} className="shrink-0 text-ink-3" />
      </button>
    </li>
  )
}

type Dialogs = 'add' | 'edit' | null

export function WebhooksSection() {
  const { t } = useSettingsWords()
  const mayEdit = useMayEdit()
  const asked = useWebhooks(mayEdit)
  const [openId, setOpenId] = useState<string | null>(null)
  const [dialog, setDialog] = useState<Dialogs>(null)
  const [secret, setSecret] = useState<string | null>(null)
  if (!mayEdit) return <ReadOnly />
  if (asked.isError && !asked.data) return <SectionFailed onRetry={() => void asked.refetch()} />
  if (!asked.data) return <SectionComing />
  const { items, types } = asked.data
  const open = items.find(({ id }) => id === openId)
  const add = (
    <Button icon={<Plus size={16} />} onClick={() => setDialog('add')}>
      {t('hook.add')}
    </Button>
  )
  return (
    <>
      <div className="mb-4 flex items-start gap-4 max-pane:flex-col">
        <p className="min-w-0 flex-1 text-14 text-ink-2">{t('hook.text')}</p>
        {items.length > 0 ? add : null}
      </div>
      {items.length === 0 ? (
        <div className="rounded-m border border-dashed border-line-strong py-10">
          <Empty
            icon={<Webhook size={18} />}
            title={t('hook.empty')}
            text={t('hook.emptyText')}
            action={add}
          />
        </div>
      ) : (
        <ul className="overflow-hidden rounded-m border border-line">
          {items.map(webhook => (
            <Line key={webhook.id} webhook={webhook} onOpen={() => setOpenId(webhook.id)} />
          ))}
        </ul>
      )}
      {open ? (
        <WebhookPane
          webhook={open}
          onClose={() => setOpenId(null)}
          onEdit={() => setDialog('edit')}
          onSecret={setSecret}
        />
      ) : null}
      {dialog ? (
        <WebhookDialog
          webhook={dialog === 'edit' ? (open ?? null) : null}
          types={types}
          onClose={() => setDialog(null)}
          onSecret={setSecret}
        />
      ) : null}
      {secret ? <SecretDialog secret={secret} onClose={() => setSecret(null)} /> : null}
    </>
  )
}
