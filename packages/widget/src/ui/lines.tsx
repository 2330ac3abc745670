// The lines of the conversation: days, changes of control, and groups of messages.
import type { Line } from '../look/transcript.ts'
import type { ChannelConfig } from '../visit/memory.ts'
import type { Words } from '../words.ts'
import { Avatar } from './avatar.tsx'
import { Bubble } from './bubble.tsx'
import type { Speech } from './speech.ts'
import { dayOf, timeOf } from './times.ts'

type Group = Extract<Line, { kind: 'group' }>

interface Props<Shown> {
  readonly line: Shown
  readonly config: ChannelConfig | null
  readonly speech: Speech
}

export function LineView({ line, config, speech }: Props<Line>) {
  const { language } = speech
  switch (line.kind) {
    case 'day':
      return <p class="day">{dayOf(line.at, language)}</p>
    case 'control':
      return (
        <p class="control">
          <span>
            {line.text} <time dateTime={line.at}>{timeOf(line.at, language)}</time>
          </span>
        </p>
      )
    case 'group': {
      const Voice = line.from === 'contact' ? Mine : Theirs
      return <Voice line={line} config={config} speech={speech} />
    }
  }
}

function Mine({ line: group, speech }: Props<Group>) {
  const { language, words } = speech
  const states = group.messages.map(({ unsent }) => unsent?.state)
  const failed = states.includes('failed')
  const sending = states.includes('sending')
  const state = failed ? words.notSent : sending ? words.sending : timeOf(group.at, language)
  return (
    <div class="group contact">
      {group.messages.map(message => (
        <Bubble key={message.key} message={message} author={words.you} marked={false} speech={speech} />
      ))}
      <p class={`meta ${failed ? 'failing' : ''}`}>{state}</p>
    </div>
  )
}

function Theirs({ line: group, config, speech }: Props<Group>) {
  const { language, words } = speech
  const { from, holds, messages } = group
  const name = authorOf(group, config, words)
  if (from === 'contact') return null
  return (
    <div class={`group ${from}`} aria-hidden={messages[0]?.unfinished}>
      <Avatar from={from} name={name} holds={holds} size="small" />
      <div class="stack">
        <p class="meta">
          <b>{name}</b> <time dateTime={group.at}>{timeOf(group.at, language)}</time>
        </p>
        {messages.map(message => (
          <Bubble
            key={message.key}
            message={message}
            author={name}
            marked={from === 'agent'}
            speech={speech}
          />
        ))}
      </div>
    </div>
  )
}

function authorOf({ from, name }: Group, config: ChannelConfig | null, words: Words): string {
  if (from === 'bot') return name ?? config?.botName ?? words.bot
  if (from === 'agent') return name ?? words.person
  return config?.name ?? words.chat
}
