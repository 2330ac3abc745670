// How it was, in the customer's eyes (HB5): asked once with a completion, answered by a card or by a bare number.
import type { Context, GiveFeedback } from '../command.ts'
import type { Happening } from '../event.ts'
import type { Conversation, Intervened } from '../state.ts'
import type { Feedback } from '../turn.ts'
import type { Decision } from './outcome.ts'
import { happened, nothing, refused, systemMessage } from './outcome.ts'

/** Number of the question among the ids of one decision. */
const feedbackMessage = 2

/** The agent's; null: as the channel says. */
export type FeedbackWish = boolean | null | 'never'

export function feedbackQuestion(
  control: Intervened,
  wish: FeedbackWish,
  context: Context,
): readonly Happening[] {
  const { feedback } = context.policy
  if (feedback === null || wish === 'never' || (feedback.ask === 'agent_decides' && wish !== true)) return []
  const { text, comment } = feedback
  const part = { kind: 'feedback', text, comment, episodeSeq: control.episodeSeq } as const
  return [systemMessage(context, feedbackMessage, 'feedback', [part])]
}

/** On a channel without a card: a bare number, as long as nobody has spoken since the question. */
export function ratingIn(state: Conversation, text: string): Feedback | null {
  if (!state.feedback?.next || !/^[1-5]$/.test(text.trim())) return null
  return { rating: Number(text.trim()), comment: null }
}

export function feedbackGiven(
  actor: Happening['actor'],
  feedback: Feedback,
  episodeSeq: number | null,
): Happening {
  const { rating, comment } = feedback
  return { type: 'FeedbackGiven', actor, data: { rating, comment, episodeSeq } }
}

export function giveFeedback({ feedback }: Conversation, command: GiveFeedback): Decision {
  const { actor, episodeSeq, rating, comment } = command
  if (feedback?.episodeSeq !== episodeSeq) return refused({ code: 'no_feedback_asked' })
  const { given } = feedback
  if (given?.rating === rating && given.comment === comment) return nothing
  return happened(feedbackGiven(actor, { rating, comment }, episodeSeq))
}
