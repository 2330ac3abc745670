// What stands in the conversation without being said in it: the greeting, and dots.
import type { ChannelConfig } from '../visit/memory.ts'
import type { Words } from '../words.ts'
import { Avatar } from './avatar.tsx'

export function Greeting({ config, words }: { config: ChannelConfig; words: Words }) {
  const { botName } = config
  const name = botName ?? config.name
  return (
    <div class="group bot">
      <Avatar from={botName === null ? 'system' : 'bot'} name={name} holds={botName !== null} size="small" />
      <div class="stack">
        <p class="meta">
          <b>{name}</b>
        </p>
        <div class="said">
          <div class="bubble">
            <p>{config.greeting || words.welcome}</p>
          </div>
        </div>
      </div>
    </div>
  )
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
