// What stands in the conversation without being said in it: the greeting, a text that is being written, and dots.
import type { ChannelConfig } from '../visit/memory.ts'
import type { Words } from '../words.ts'
import { Avatar } from './avatar.tsx'

interface Spoken {
  readonly from: 'bot' | 'system'
  readonly name: string
  readonly text: string
  /** A screen reader hears it when it is done. */
  readonly unfinished?: boolean
}

function Spoken({ from, name, text, unfinished = false }: Spoken) {
  return (
    <div class="group bot" aria-hidden={unfinished}>
      <Avatar from={from} name={name} holds={from === 'bot'} size="small" />
      <div class="stack">
        <p class="meta">
          <b>{name}</b>
        </p>
        <div class="said">
          <div class="bubble">
            <p>{text}</p>
          </div>
        </div>
      </div>
    </div>
  )
}

export function Greeting({
  config: { botName, name, greeting },
  words,
}: {
  config: ChannelConfig
  words: Words
}) {
  return (
    <Spoken
      from={botName === null ? 'system' : 'bot'}
      name={botName ?? name}
      text={greeting || words.welcome}
    />
  )
}

export function Writing({ name, text }: { name: string; text: string }) {
  return <Spoken from="bot" name={name} text={text} unfinished />
}

export function Typing({ name, words }: { name: string; words: Words }) {
  return (
    <p class="typing">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span>{words.typing(name)}</span>
    </p>
  )
}
