// The flow bot: the core's engine behind the contract that every kind of bot keeps.
import type { FlowInput, TurnAnswer } from '@baton/core'
import { advance } from '@baton/core'
import type { BotKind, TurnRequest } from '../../app/bot-port.ts'

function inputOf({ cause, resume, input }: TurnRequest): FlowInput {
  if (cause === 'wake') return { kind: 'woke', inputs: input }
  if (cause === 'resumed') return { kind: 'resumed', resume: resume ?? 'continue', inputs: input }
  return { kind: 'said', inputs: input }
}

function answerAtOnce(request: TurnRequest): TurnAnswer {
  const { bot, memory, at, wakeId } = request
  if (bot.flow === null)
    throw new Error('the flow of this bot cannot be read; check it with the form that made it')
  return advance(bot.flow, memory, inputOf(request), { at, wakeId })
}

/** A flow is a pure function: its answer needs no second flight. */
export const flowBot: BotKind = {
  kind: 'flow',
  answerAtOnce,
  answer: async request => ({ kind: 'answer', answer: answerAtOnce(request) }),
}
