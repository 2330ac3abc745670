// One channel, opened from the list: its state, its settings, and how it behaves around a takeover.
import type { ChannelRow } from '@baton/client'
import { ArrowLeft } from 'lucide-react'
import { useMemo, useState } from 'react'
import { api } from '../../../app/link.ts'
import { Button } from '../../../ui/button.tsx'
import { notify } from '../../../ui/toast.tsx'
import { Part } from '../part.tsx'
import { ReadOnly, useMayEdit } from '../read-only.tsx'
import { SaveBar } from '../save-bar.tsx'
import { Discard } from '../unsaved.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import { Basics } from './basics.tsx'
import { ChannelState } from './channel-state.tsx'
import { Checks } from './checks.tsx'
import { Copyable } from './copyable.tsx'
import type { KindName } from './fields.ts'
import { KindFields } from './kind-fields.tsx'
import { PolicyForm } from './policy-form.tsx'
import { snippetOf } from './snippet.ts'
import { useChannelForm } from './use-channel-form.ts'
import { useCheck } from './use-check.ts'

interface ChannelPageProps {
  readonly channel: ChannelRow
  readonly kind: KindName
  readonly onBack: () => void
}

function Works({ channel, mayEdit }: { readonly channel: ChannelRow; readonly mayEdit: boolean }) {
  const { t } = useSettingsWords()
  const check = useCheck()
  if (channel.kind === 'web')
    return (
      <Part title={t('channels.onPage')}>
        <Copyable
          label={t('channels.snippet')}
          value={snippetOf(channel.id)}
          hint={t('channels.snippetHint')}
        />
      </Part>
    )
  return (
    <Part
      title={t('channels.state')}
      action={
        mayEdit ? (
          <span className="flex flex-wrap gap-2">
            <Button size="s" busy={check.busy} onClick={() => void check.run(channel.id, false)}>
              {t('channels.check')}
            </Button>
            <Button size="s" busy={check.busy} onClick={() => void check.run(channel.id, true)}>
              {t('channels.connectAgain')}
            </Button>
          </span>
        ) : null
      }
    >
      <ChannelState channel={channel} checked={check.checks} />
      {check.fault ? (
        <p role="alert" className="text-failure-ink">
          {check.fault}
        </p>
      ) : null}
      {check.checks ? <Checks checks={check.checks} /> : null}
      {channel.hookUrl ? <Copyable label={t('channels.hookUrl')} value={channel.hookUrl} /> : null}
    </Part>
  )
}

export function ChannelPage({ channel, kind, onBack }: ChannelPageProps) {
  const { t } = useSettingsWords()
  const mayEdit = useMayEdit()
  const [leaving, setLeaving] = useState(false)
  const saved = useMemo(() => {
    const { name, botId, whileRequesting, settings } = channel
    return { name, botId, whileRequesting, settings }
  }, [channel])
  const form = useChannelForm(kind, saved)

  async function save() {
    const params = { id: channel.id }
    const done = await form.save(draft =>
      api.call('PUT /channels/{id}', { params, body: { ...draft, settings: { ...draft.settings } } }),
    )
    if (done) notify({ title: t('set.saved') })
  }
  return (
    <>
      <div className="flex items-center gap-3 pb-4">
        <Button
          look="quiet"
          icon={<ArrowLeft size={16} />}
          onClick={() => (form.dirty ? setLeaving(true) : onBack())}
        >
          {t('channels.all')}
        </Button>
        <h3 className="min-w-0 truncate text-16 font-semibold">{channel.name}</h3>
      </div>
      {mayEdit ? null : <ReadOnly />}
      <Works channel={channel} mayEdit={mayEdit} />
      <fieldset disabled={!mayEdit} className="min-w-0">
        <Part title={t(`channels.kind.${kind}`)} text={t(`channels.kindText.${kind}`)}>
          <Basics form={form} />
          <KindFields
            kind={kind}
            settings={form.draft.settings}
            wrong={form.wrong}
            onChange={settings => form.change({ settings })}
          />
        </Part>
        <PolicyForm draft={form.draft} wrong={form.wrong} change={form.change} />
      </fieldset>
      <p className="pb-2 text-ink-3">{t('channels.closingElsewhere')}</p>
      <SaveBar
        dirty={form.dirty}
        busy={form.busy}
        fault={form.fault}
        onSave={() => void save()}
        onDiscard={form.reset}
      />
      <Discard open={leaving} onKeep={() => setLeaving(false)} onDiscard={onBack} />
    </>
  )
}
