// Who speaks, and how to put the panel away.
import type { ChannelConfig } from '../visit/memory.ts'
import type { Speaker } from '../visit/speaker.ts'
import { Avatar } from './avatar.tsx'
import { DownIcon } from './icons.tsx'
import type { Speech } from './speech.ts'

export const titleId = 'baton-title'

interface Props {
  readonly config: ChannelConfig | null
  readonly speaker: Speaker
  readonly speech: Speech
}

export function Head({ config, speaker, speech: { words, visit } }: Props) {
  const bot = config?.botName ?? null
  const channel = config?.name ?? words.chat
  const isPerson = speaker.kind === 'agent'
  const title = isPerson ? speaker.name : (bot ?? channel)
  const role = isPerson ? words.person : bot === null ? words.team : words.bot
  const about = !isPerson && bot !== null && speaker.waitingSince !== null ? words.botWaiting : role
  const from = isPerson ? 'agent' : bot === null ? 'system' : 'bot'
  return (
    <div class="head">
      <Avatar key={title} from={from} name={title} holds size="large" />
      <div class="who">
        <h2 id={titleId}>{title}</h2>
        <p>{about === role && title !== channel ? `${role} · ${channel}` : about}</p>
      </div>
      <button type="button" class="icon" aria-label={words.closeChat} onClick={() => visit.setOpen(false)}>
        <DownIcon />
      </button>
    </div>
  )
}
