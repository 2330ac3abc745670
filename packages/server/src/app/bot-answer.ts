// What a bot said over the wire, as the answer to its turn.
import type { BotMemory, Marks, Parts, TurnAnswer } from '@baton/core'
import { textParts } from '@baton/core'
import type { ParsedBotAnswer } from '@baton/protocol'
import type { TurnRequest } from './bot-port.ts'
import { BotFault } from './bot-port.ts'
import { teamNamed } from './team-named.ts'

const variablesMaxBytes = 16 * 1_024

export function partsOf(message: ParsedBotAnswer['messages'][number]): Parts {
  if (typeof message === 'string') return textParts(message)
  if ('text' in message) return textParts(message.text)
  return message.parts.map(part =>
    part.kind === 'location'
      ? {
          kind: part.kind,
          latitude: part.latitude,
          longitude: part.longitude,
          ...(part.name ? { name: part.name } : {}),
        }
      : part,
  )
}

/** Throws a BotFault for a queue that there is not. */
export function marksOf(marks: ParsedBotAnswer['marks'], teams: TurnRequest['teams']): Marks | null {
  if (!marks) return null
  const { team, ...rest } = marks
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  if (team === undefined) return given
  if (team === null) return { ...given, teamId: null }
  const teamId = teamNamed(teams, team)
  if (teamId === null) throw new BotFault(`the bot named a team that does not exist: ${team}`)
  return { ...given, teamId }
}

/** Variables are merged; null takes one away. Throws a BotFault when they are too many. */
export function memoryWith(memory: BotMemory, variables: ParsedBotAnswer['variables']): BotMemory {
  if (!variables) return memory
  const merged = Object.entries({ ...memory.variables, ...variables }).filter(([, value]) => value !== null)
  const kept = Object.fromEntries(merged)
  if (Buffer.byteLength(JSON.stringify(kept)) > variablesMaxBytes)
    throw new BotFault('the bot’s variables have more than 16 kB; keep less')
  return { ...memory, variables: kept }
}

/** An answer without its `end`. */
export function turnAnswerOf(
  answer: Omit<ParsedBotAnswer, 'end'>,
  { memory, teams }: Pick<TurnRequest, 'memory' | 'teams'>,
): TurnAnswer {
  const { messages, handoff, withdraw, ask, marks, variables } = answer
  return {
    messages: messages.map(partsOf),
    handoff: handoff ? { ...handoff, summary: handoff.summary ?? null } : null,
    withdraw: withdraw ?? null,
    ask: ask ?? null,
    marks: marksOf(marks, teams),
    memory: memoryWith(memory, variables),
  }
}
