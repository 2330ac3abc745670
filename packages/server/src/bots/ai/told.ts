// The conversation as the model is told of it, with the people's part, so that what they settled stays settled (HB2).
// The assistant's messages are the bot's own words only: what else stood there, models would imitate.
import type { ModelMessage } from 'ai'
import type { HistoryItem } from '../../app/bot-port.ts'
import { quoted } from './prompt.ts'

type Said = Extract<HistoryItem, { kind: 'said' }>
type Returned = Extract<HistoryItem, { kind: 'returned' }>

interface Line {
  readonly from: 'customer' | 'bot' | 'system'
  readonly text: string
}

/** Characters of a conversation; what is older is left out, but for what people settled. */
const historyMax = 32_000

const fact = (text: string): Line => ({ from: 'system', text: `[${text}]` })

/** Brackets at the beginning of a line are ours (a customer could write us facts otherwise). */
function withoutFacts(text: string): string {
  return text.replace(/^\s*\[.*$/gm, line => line.replaceAll('[', '(').replaceAll(']', ')'))
}

function saidLines({ role, author, text, interrupted }: Said): readonly Line[] {
  if (text.trim() === '') return []
  if (role === 'contact') return [{ from: 'customer', text: withoutFacts(text) }]
  if (role === 'agent') {
    const who = author ? `${author}, a person of the team,` : 'A person of the team'
    return [{ from: 'system', text: `[${who} wrote to the customer:]\n${quoted(text)}` }]
  }
  if (role === 'system') return [{ from: 'system', text: `[The customer was told:]\n${quoted(text)}` }]
  const cut = 'Your words were cut off here: a person took over.'
  return [{ from: 'bot', text }, ...(interrupted ? [fact(cut)] : [])]
}

function returnedLine({ author, how, topic, outcome, guidance, note }: Returned): Line {
  const who = author ?? 'The person'
  if (how === 'cancelled')
    return fact(`${who} has left without settling anything. You have the conversation again.`)
  const facts = [
    ...(topic ? [`topic: ${topic}`] : []),
    ...(outcome ? [`outcome: ${outcome}`] : []),
    ...(note ? [`note of the team: ${note}`] : []),
    ...(guidance ? [`what the team tells you: ${guidance}`] : []),
  ]
  const what = facts.length > 0 ? ` ${facts.join('; ')}.` : ''
  return fact(
    `The people's part has ended; ${who} has left.${what} The wish for a person is answered. You have the conversation again.`,
  )
}

function linesOf(item: HistoryItem): readonly Line[] {
  if (item.kind === 'said') return saidLines(item)
  if (item.kind === 'returned') return [returnedLine(item)]
  if (item.kind === 'person_asked') return [fact('A person of the team was asked for.')]
  return [fact(`${item.author ?? 'A person'} of the team has taken over.`)]
}

/** The latest that there is room for; where the people's part ended is told however old it is. */
function recent(history: readonly HistoryItem[]): readonly Line[] {
  let room = historyMax
  return [...history]
    .reverse()
    .flatMap(item => {
      const lines = linesOf(item)
      room -= lines.reduce((sum, { text }) => sum + text.length, 0)
      return room >= 0 || item.kind === 'returned' ? [lines] : []
    })
    .reverse()
    .flat()
}

/** One message: where facts stand beside the customer's words, these are named as such. */
function userMessage(lines: readonly Line[]): ModelMessage {
  const mixed = lines.some(({ from }) => from === 'system')
  const texts = lines.map(({ from, text }, n) =>
    mixed && from === 'customer' && lines[n - 1]?.from !== 'customer'
      ? `[The customer wrote:]\n${text}`
      : text,
  )
  return { role: 'user', content: texts.join('\n\n') }
}

/**
 * Begins and ends with `user` and alternates, as many endpoints' templates want it: a system message in the middle or
 * two of a role in a row are refused by some.
 */
export function messagesOf(history: readonly HistoryItem[]): ModelMessage[] {
  const lines = recent(history)
  const first = lines[0]?.from === 'bot' || lines.length === 0 ? [fact('The conversation begins.')] : []
  const last = lines.at(-1)?.from === 'bot' ? [fact('It is your turn.')] : []
  const messages: ModelMessage[] = []
  let told: Line[] = []
  let said: string[] = []
  const flush = () => {
    if (told.length > 0) messages.push(userMessage(told))
    if (said.length > 0) messages.push({ role: 'assistant', content: said.join('\n\n') })
    told = []
    said = []
  }
  for (const line of [...first, ...lines, ...last]) {
    if (line.from === 'bot') {
      if (told.length > 0) flush()
      said.push(line.text)
    } else {
      if (said.length > 0) flush()
      told.push(line)
    }
  }
  flush()
  return messages
}
