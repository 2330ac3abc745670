// The workshop: the list of bots, or the one that is open.
import { BotPage } from './bot/bot-page.tsx'
import { BotList } from './list/bot-list.tsx'

interface BotsProps {
  readonly botId: string | null
  /** Null: back to the list. */
  readonly onOpen: (id: string | null) => void
}

export function Bots({ botId, onOpen }: BotsProps) {
  return botId === null ? (
    <BotList onOpen={onOpen} />
  ) : (
    <BotPage key={botId} botId={botId} onBack={() => onOpen(null)} />
  )
}
