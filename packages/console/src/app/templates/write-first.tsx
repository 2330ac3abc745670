// Writing to somebody who has not written, or not lately: a channel, an address, a template. Control stays where it is.
import type { ContactWay } from '@baton/client'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { notify } from '../../ui/toast.tsx'
import { api } from '../link.ts'
import { sayFailure } from '../refusal.ts'
import { useChannelWords } from '../use-channel-words.ts'
import { useChannels } from '../use-channels.ts'
import { isFilled } from './fill-template.ts'
import type { ChosenTemplate } from './template-form.tsx'
import { TemplateForm } from './template-form.tsx'

interface WriteFirstProps {
  readonly contactId: string
  readonly name: string
  readonly onClose: () => void
}

const other = ''

/** By which somebody can be reached on a channel of this kind, the preferred first. */
function waysOn(kind: string | null, ways: readonly ContactWay[]): readonly ContactWay[] {
  const fits =
    kind === 'whatsapp' ? ['whatsapp', 'phone'] : kind === 'sms' ? ['phone', 'whatsapp'] : [kind ?? '']
  return ways
    .filter(way => fits.includes(way.kind))
    .toSorted((a, b) => Number(b.preferred) - Number(a.preferred))
}

function useFirst({ contactId, name, onClose }: WriteFirstProps) {
  const { t } = useChannelWords()
  const navigate = useNavigate()
  const channels = useChannels()
  const startable = channels.data?.items.filter(channel => channel.startable) ?? []
  const contact = useQuery({
    queryKey: ['contact', contactId],
    queryFn: () => api.call('GET /contacts/{id}', { params: { id: contactId } }),
  })
  const [chosenChannel, setChannel] = useState<string | null>(null)
  const [chosenWay, setWay] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const [botId, setBot] = useState('')
  const [chosen, setChosen] = useState<ChosenTemplate | null>(null)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const channel = startable.find(each => each.id === chosenChannel) ?? startable[0] ?? null
  const ways = waysOn(channel?.kind ?? null, contact.data?.ways ?? [])
  const way = chosenWay ?? ways[0]?.value ?? other
  const address = (way === other ? typed : way).replace(/[\s().-]/g, '')
  const unsound = !/^\+[1-9]\d{6,14}$/.test(address) && way === other

  async function send() {
    if (!channel || !chosen || unsound) return
    const { name: template, locale } = chosen.template
    setBusy(true)
    setFault(null)
    try {
      const { conversationId } = await api.call('POST /contacts/{id}/outreach', {
        params: { id: contactId },
        body: {
          channelId: channel.id,
          address,
          template: { name: template, locale, variables: chosen.variables.map(each => each.trim()) },
          ...(botId === '' ? {} : { botId }),
        },
      })
      onClose()
      const run = () =>
        void navigate({
          to: '/inbox/$conversationId',
          params: { conversationId },
          search: { list: 'active' },
        })
      notify({ title: t('first.sent', { name }), action: { label: t('first.open'), run } })
    } catch (error) {
      const { title, text } = sayFailure(error, t)
      setFault(text ?? title)
    } finally {
      setBusy(false)
    }
  }
  return {
    ready: channels.data !== undefined && contact.data !== undefined,
    failed: channels.isError || contact.isError,
    retry: () => {
      void channels.refetch()
      void contact.refetch()
    },
    ...{ startable, channel, setChannel, ways, way, setWay, typed, setTyped, unsound },
    ...{ botId, setBot, chosen, setChosen, busy, fault, send },
  }
}

export function useBotOptions(first: string) {
  const { data } = useQuery({ queryKey: ['bots'], queryFn: () => api.call('GET /bots') })
  return [
    { value: '', label: first },
    ...(data?.items ?? []).map(bot => ({ value: bot.id, label: bot.name })),
  ]
}

type First = ReturnType<typeof useFirst>

function To({ first }: { readonly first: First }) {
  const { t } = useChannelWords()
  const id = useId()
  const { startable, channel, setChannel, ways, way, setWay, typed, setTyped, unsound } = first
  const bots = useBotOptions(t('first.channelBot'))
  return (
    <div className="grid grid-cols-2 items-start gap-4 pb-4 max-pane:grid-cols-1">
      <Field label={t('first.channel')} htmlFor={`${id}-channel`}>
        <Select
          id={`${id}-channel`}
          value={channel?.id ?? ''}
          options={startable.map(each => ({ value: each.id, label: each.name }))}
          onChange={next => {
            setChannel(next)
            setWay(null)
            first.setChosen(null)
          }}
        />
      </Field>
      <Field label={t('first.way')} htmlFor={`${id}-way`}>
        <Select
          id={`${id}-way`}
          value={way}
          options={[
            ...ways.map(each => ({
              value: each.value,
              label: each.label ? `${each.value} · ${each.label}` : each.value,
            })),
            { value: other, label: t('first.otherWay') },
          ]}
          onChange={setWay}
        />
      </Field>
      {way === other ? (
        <Field
          label={t('first.address')}
          htmlFor={`${id}-address`}
          error={typed !== '' && unsound ? t('first.addressWrong') : null}
          hint={t('first.addressHint')}
        >
          <TextInput
            id={`${id}-address`}
            inputMode="tel"
            maxLength={40}
            value={typed}
            aria-invalid={(typed !== '' && unsound) || undefined}
            onChange={event => setTyped(event.target.value)}
          />
        </Field>
      ) : null}
      <Field label={t('first.bot')} htmlFor={`${id}-bot`}>
        <Select id={`${id}-bot`} value={first.botId} options={bots} onChange={first.setBot} />
      </Field>
    </div>
  )
}

export function WriteFirst(props: WriteFirstProps) {
  const { name, onClose } = props
  const { t } = useChannelWords()
  const first = useFirst(props)
  const { channel, chosen, unsound } = first
  const missing = unsound
    ? t('first.addressWrong')
    : chosen && !isFilled(chosen.template, chosen.variables)
      ? t('template.missing')
      : null
  const none = first.ready && !channel
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('first.title')}
      description={t('first.text', { name })}
      closeLabel={t('app.close')}
      width="wide"
      foot={
        <>
          <p role="alert" className="min-w-0 flex-1 text-failure-ink">
            {first.fault}
          </p>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button
            look="filled"
            idle={!chosen || none}
            denied={chosen ? missing : null}
            busy={first.busy}
            onClick={() => void first.send()}
          >
            {t('first.send')}
          </Button>
        </>
      }
    >
      {first.failed && !first.ready ? (
        <p className="flex items-center gap-3 py-4 text-ink-2">
          {t('template.failed')}
          <Button size="s" onClick={first.retry}>
            {t('app.retry')}
          </Button>
        </p>
      ) : none ? (
        <p className="py-4 text-14 text-ink-2">{t('first.none')}</p>
      ) : channel && first.ready ? (
        <>
          <To first={first} />
          <TemplateForm
            key={channel.id}
            channelId={channel.id}
            name={name}
            chosen={chosen}
            onChange={first.setChosen}
          />
        </>
      ) : null}
    </Dialog>
  )
}
