// Folds what concerns feedback (HB5): the question that is open, and its answer.
import type { ConversationEvent } from './event.ts'
import type { Conversation } from './state.ts'

type Of<T extends ConversationEvent['type']> = Extract<ConversationEvent, { type: T }>

/** HB5: somebody has spoken, so that a bare number no longer means the question. */
export function passed({ feedback }: Conversation): Conversation['feedback'] {
  return feedback?.next ? { ...feedback, next: false } : feedback
}

/** The answer is known for as long as no other episode is asked about. */
export function rated(state: Conversation, { data, seq }: Of<'FeedbackGiven'>): Conversation {
  const { feedback } = state
  if (feedback === null || feedback.episodeSeq !== data.episodeSeq || feedback.seq > seq) return state
  const { rating, comment } = data
  return { ...state, feedback: { ...feedback, given: { rating, comment } } }
}

export function asked(state: Conversation, { seq, data }: Of<'MessageSent'>): Conversation['feedback'] {
  const question = data.parts.find(part => part.kind === 'feedback')
  return question ? { seq, episodeSeq: question.episodeSeq, next: true, given: null } : state.feedback
}
