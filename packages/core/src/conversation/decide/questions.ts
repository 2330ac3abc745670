// The bot asks the team one question and keeps control; it goes on with the answer, or without one when the time
// is over (BT5).
import { plusMs } from '../../ids.ts'
import type { BotActor } from '../actor.ts'
import { recordOf } from '../actor.ts'
import type { AnswerQuestion, Context, ExpireQuestion } from '../command.ts'
import type { Happening } from '../event.ts'
import type { Conversation } from '../state.ts'
import { openTurn } from '../state.ts'
import type { TurnAnswer, TurnOpening } from '../turn.ts'
import type { Decision } from './outcome.ts'
import { botMaySpeak, happened, openingOf, refused, system } from './outcome.ts'

/** Number of the question's id among the ids of one decision. */
const questionNumber = 900

export function askEvents(
  actor: BotActor,
  ask: NonNullable<TurnAnswer['ask']>,
  context: Context,
): readonly Happening[] {
  const { question, withinMs } = ask
  const until = plusMs(context.at, withinMs)
  const questionId = context.messageId(questionNumber)
  return [{ type: 'QuestionAsked', actor, data: { questionId, question, until } }]
}

/** What a turn that this one supersedes was to do is still to be done. */
function turnFor(state: Conversation, context: Context): TurnOpening | null {
  if (!botMaySpeak(state)) return null
  const open = openTurn(state.control)
  const opening = openingOf(state, context, 'answered', open?.resume ?? null)
  return open && open.cause !== 'message' ? { ...opening, cause: open.cause } : opening
}

export function answerQuestion(state: Conversation, command: AnswerQuestion, context: Context): Decision {
  const { actor, questionId, text: answer } = command
  if (state.question?.id !== questionId) return refused({ code: 'no_such_question' })
  const { question } = state.question
  const turn = turnFor(state, context)
  const data = { questionId, question, answer, turn }
  return happened({ type: 'QuestionAnswered', actor: recordOf(actor), data })
}

export function expireQuestion(state: Conversation, command: ExpireQuestion, context: Context): Decision {
  const { question: open } = state
  if (open?.id !== command.questionId) return refused({ code: 'no_such_question' })
  if (context.at < open.until) return refused({ code: 'not_due' })
  const data = { questionId: open.id, question: open.question, turn: turnFor(state, context) }
  return happened({ type: 'QuestionExpired', actor: system, data })
}
