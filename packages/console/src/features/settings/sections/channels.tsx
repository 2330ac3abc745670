// The lines on which customers write: connected, changed, checked, and what did not go out on them.
import type { ChannelRow } from '@baton/client'
import { ChevronRight, Plus, Radio } from 'lucide-react'
import { useState } from 'react'
import { useChannels } from '../../../app/use-channels.ts'
import { Button } from '../../../ui/button.tsx'
import { ChannelGlyph } from '../../../ui/channel-glyph.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { useBotNames } from '../channels/basics.tsx'
import { ChannelPage } from '../channels/channel-page.tsx'
import { ChannelState } from '../channels/channel-state.tsx'
import { ConnectDialog } from '../channels/connect-dialog.tsx'
import { Deliveries, useNotGone } from '../channels/deliveries.tsx'
import { isKind } from '../channels/fields.ts'
import { Part } from '../part.tsx'
import { ReadOnly, useMayEdit } from '../read-only.tsx'
import { SectionComing, SectionFailed } from '../section-states.tsx'
import { useSettingsWords } from '../use-settings-words.ts'

interface RowProps {
  readonly channel: ChannelRow
  readonly botName: string | null
  /** Messages that did not go. */
  readonly notGone: number
  readonly onOpen: () => void
}

function Row({ channel, botName, notGone, onOpen }: RowProps) {
  const { t, plural } = useSettingsWords()
  const { kind, name } = channel
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className="flex min-h-14 w-full items-center gap-3.5 rounded-s px-2 py-2 text-left transition-colors hover:bg-hover"
      >
        <span className="inline-flex size-9 shrink-0 items-center justify-center rounded-full bg-sunken text-ink-2">
          <ChannelGlyph kind={kind} size={18} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="truncate font-medium">{name}</span>
            <Chip>{isKind(kind) ? t(`channels.kind.${kind}`) : kind}</Chip>
            {notGone > 0 ? <Chip tone="failure">{plural('channels.notGoneCount', notGone)}</Chip> : null}
          </span>
          <span className="block truncate text-ink-2">
            {botName ? t('channels.botAnswers', { name: botName }) : t('channels.noBot')}
          </span>
          <ChannelState channel={channel} />
        </span>
        <ChevronRight size={16} className="shrink-0 text-ink-3" aria-hidden="true" />
      </button>
    </li>
  )
}

export function ChannelsSection() {
  const { t } = useSettingsWords()
  const mayEdit = useMayEdit()
  const channels = useChannels()
  const bots = useBotNames()
  const notGone = useNotGone(null)
  const [openId, setOpenId] = useState<string | null>(null)
  const [connecting, setConnecting] = useState(false)
  if (channels.isError && !channels.data) return <SectionFailed onRetry={() => void channels.refetch()} />
  if (!channels.data) return <SectionComing />
  const { items } = channels.data
  const open = items.find(channel => channel.id === openId)
  const connect = (
    <ConnectDialog open={connecting} onClose={() => setConnecting(false)} onMade={() => undefined} />
  )
  if (open && isKind(open.kind))
    return <ChannelPage key={open.id} channel={open} kind={open.kind} onBack={() => setOpenId(null)} />
  const failed = notGone.data?.pages.flatMap(page => page.items) ?? []
  return (
    <>
      {mayEdit ? null : <ReadOnly />}
      <Part
        title={t('channels.title')}
        text={t('channels.text')}
        action={
          mayEdit ? (
            <Button icon={<Plus size={16} />} onClick={() => setConnecting(true)}>
              {t('channels.connect')}
            </Button>
          ) : null
        }
      >
        {items.length === 0 ? (
          <Empty icon={<Radio size={18} />} title={t('channels.none')} text={t('channels.noneText')} />
        ) : null}
        <ul className="-mx-2">
          {items.map(channel => (
            <Row
              key={channel.id}
              channel={channel}
              botName={bots.find(bot => bot.id === channel.botId)?.name ?? null}
              notGone={failed.filter(row => row.channelId === channel.id).length}
              onOpen={() => setOpenId(channel.id)}
            />
          ))}
        </ul>
      </Part>
      <Deliveries channels={items} />
      {connect}
    </>
  )
}
