// One webhook: how it is doing, what can be done about it, and what it was told.
import { Ellipsis, KeyRound, Pencil, Power, Send, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { moment } from '../../../app/time.ts'
import { useNow } from '../../../app/use-now.ts'
import { Button } from '../../../ui/button.tsx'
import { toneClasses } from '../../../ui/chip.tsx'
import { classes } from '../../../ui/classes.ts'
import { Drawer } from '../../../ui/drawer.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { notify } from '../../../ui/toast.tsx'
import { Ask } from '../ask.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import { DeliveryLog } from './delivery-log.tsx'
import { StateChip } from './state-chip.tsx'
import type { WebhookRow } from './use-webhooks.ts'
import { partsOf, useRenewWebhooks } from './use-webhooks.ts'

interface WebhookPaneProps {
  readonly webhook: WebhookRow
  readonly onClose: () => void
  readonly onEdit: () => void
  readonly onSecret: (secret: string) => void
}

function useSayings({ state, disabledBecause, failingSince, oldSecretUntil }: WebhookRow) {
  const { t, language } = useSettingsWords()
  const now = useNow(60_000)
  const at = (time: string) => moment(time, now, language)
  const trouble =
    state === 'disabled'
      ? t(disabledBecause === 'gone' ? 'hook.goneText' : 'hook.disabledText')
      : state === 'off'
        ? t('hook.offText')
        : failingSince
          ? t('hook.failingText', { at: at(failingSince) })
          : null
  return { trouble, secret: oldSecretUntil ? t('hook.secretText', { at: at(oldSecretUntil) }) : null }
}

/** What can be done, each saying how it ended. */
function useActions({ webhook, onClose, onSecret }: Omit<WebhookPaneProps, 'onEdit'>) {
  const { t } = useSettingsWords()
  const renew = useRenewWebhooks()
  const [busy, setBusy] = useState(false)
  const params = { id: webhook.id }
  async function run(work: () => Promise<void>) {
    setBusy(true)
    try {
      await work()
    } catch (fault) {
      notify(sayFailure(fault, t))
    } finally {
      setBusy(false)
      await renew()
    }
  }
  return {
    busy,
    test: () =>
      run(async () => {
        const { attempts } = await api.call('POST /webhooks/{id}/test', { params })
        const attempt = attempts.at(-1)
        if (attempt?.problem === null) {
          const text = t('hook.testDoneText', { status: attempt.status ?? '', ms: attempt.durationMs })
          notify({ title: t('hook.testDone'), text })
        } else notify({ title: t('hook.testFailed'), text: attempt?.problem ?? '' })
      }),
    setActive: (active: boolean) =>
      run(async () => {
        await api.call('PUT /webhooks/{id}', { params, body: { active } })
        notify({ title: t(active ? 'hook.onDone' : 'hook.offDone') })
      }),
    rotate: () =>
      run(async () => onSecret((await api.call('POST /webhooks/{id}/secret', { params })).secret)),
    remove: () =>
      run(async () => {
        await api.call('DELETE /webhooks/{id}', { params })
        notify({ title: t('hook.removed') })
        onClose()
      }),
  }
}

type Asking = 'rotate' | 'remove' | null

interface MoreProps {
  readonly active: boolean
  readonly onActive: (active: boolean) => void
  readonly onAsk: (what: Exclude<Asking, null>) => void
}

function More({ active, onActive, onAsk }: MoreProps) {
  const { t } = useSettingsWords()
  return (
    <Menu trigger={<Button aria-label={t('hook.more')} icon={<Ellipsis size={16} />} />}>
      <MenuItem icon={<KeyRound size={16} />} onSelect={() => onAsk('rotate')}>
        {t('hook.rotate')}
      </MenuItem>
      <MenuItem icon={<Power size={16} />} onSelect={() => onActive(!active)}>
        {t(active ? 'hook.off' : 'hook.on')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Trash2 size={16} />} tone="danger" onSelect={() => onAsk('remove')}>
        {t('hook.remove')}
      </MenuItem>
    </Menu>
  )
}

export function WebhookPane(props: WebhookPaneProps) {
  const { webhook, onClose, onEdit } = props
  const { t } = useSettingsWords()
  const { host, rest } = partsOf(webhook.url)
  const { trouble, secret } = useSayings(webhook)
  const actions = useActions(props)
  const [asks, setAsks] = useState<Asking>(null)
  const isLoud = webhook.state === 'failing' || webhook.state === 'disabled'
  const answer = (yes: () => Promise<void>) => {
    setAsks(null)
    void yes()
  }
  return (
    <Drawer open width="wide" onClose={onClose} title={webhook.url}>
      <header className="flex items-start gap-3 border-b border-line px-6 py-4 max-pane:px-4">
        <div className="min-w-0 flex-1">
          <p className="flex items-center gap-2">
            <span className="truncate text-16 font-semibold">{webhook.description || host}</span>
            <StateChip state={webhook.state} />
          </p>
          <p className="text-ink-2 [overflow-wrap:anywhere]">
            {webhook.description ? `${host}${rest}` : rest || webhook.url}
          </p>
        </div>
        <Button
          look="quiet"
          aria-label={t('hook.close')}
          onClick={onClose}
          icon={<X size={16} />}
          className="-mr-2"
        />
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-6 py-5 max-pane:px-4">
        {trouble ? (
          <div
            className={classes(
              'flex items-center gap-3 rounded-m px-3.5 py-2.5 max-pane:flex-col max-pane:items-start',
              toneClasses[isLoud ? (webhook.state === 'failing' ? 'waiting' : 'failure') : 'neutral'],
            )}
          >
            <p className="min-w-0 flex-1">{trouble}</p>
            {webhook.active ? null : (
              <Button size="s" busy={actions.busy} onClick={() => void actions.setActive(true)}>
                {t('hook.on')}
              </Button>
            )}
          </div>
        ) : null}
        <div className="flex flex-wrap items-center gap-2">
          <Button busy={actions.busy} icon={<Send size={14} />} onClick={() => void actions.test()}>
            {t('hook.test')}
          </Button>
          <Button icon={<Pencil size={14} />} onClick={onEdit}>
            {t('hook.edit')}
          </Button>
          <More active={webhook.active} onActive={active => void actions.setActive(active)} onAsk={setAsks} />
          {secret ? <span className="text-ink-3">{secret}</span> : null}
        </div>
        <DeliveryLog webhook={webhook} />
      </div>
      <Ask
        open={asks === 'rotate'}
        title={t('hook.rotateTitle')}
        text={t('hook.rotateText')}
        no={t('app.cancel')}
        yes={t('hook.rotateDo')}
        onNo={() => setAsks(null)}
        onYes={() => answer(actions.rotate)}
      />
      <Ask
        open={asks === 'remove'}
        title={t('hook.removeTitle')}
        text={t('hook.removeText', { url: `${host}${rest}` })}
        no={t('app.cancel')}
        yes={t('hook.remove')}
        onNo={() => setAsks(null)}
        onYes={() => answer(actions.remove)}
      />
    </Drawer>
  )
}
