// Refusals as problem details (RFC 9457). One exhaustive table from rejection to answer; each says what to do.
import type { Rejection } from '@baton/core'
import type { Problem } from '@baton/protocol'

export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem
  readonly retryAfterSeconds: number | null

  constructor(problem: Problem, retryAfterSeconds: number | null = null) {
    super(problem.detail)
    this.problem = problem
    this.retryAfterSeconds = retryAfterSeconds
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Malformed',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Not JSON',
  416: 'Beyond the end',
  422: 'Not acceptable',
  429: 'Too many requests',
  500: 'Fault',
  503: 'Unavailable',
  507: 'No room',
}

export function problemOf(
  status: number,
  code: string,
  detail: string,
  more: Readonly<Record<string, unknown>> = {},
): Problem {
  return { type: 'about:blank', title: titles[status] ?? 'Problem', status, code, detail, ...more }
}

export function refuse(
  status: number,
  code: string,
  detail: string,
  more: Readonly<Record<string, unknown>> = {},
): never {
  throw new ProblemError(problemOf(status, code, detail, more))
}

export const notFound = (what: string): never =>
  refuse(404, 'not_found', `There is no such ${what} here. Check its id.`)

type Gone = Extract<
  Rejection,
  {
    code:
      | 'turn_superseded'
      | 'bot_not_speaking'
      | 'no_such_question'
      | 'no_such_message'
      | 'window_closed'
      | 'line_held'
      | 'not_retriable'
      | 'no_feedback_asked'
      | 'already_offered'
      | 'no_such_offer'
      | 'not_due'
  }
>

/** What was meant is over, was never there, or is not yet. */
function goneProblem(rejection: Gone): Problem {
  const { code } = rejection
  switch (code) {
    case 'turn_superseded':
      return problemOf(
        409,
        code,
        'This turn is over: something newer was said, or a person took over. Stop; you will be woken when it is your turn.',
      )
    case 'bot_not_speaking':
      return problemOf(409, code, 'The bot may not speak in this conversation now.')
    case 'no_such_question':
      return problemOf(
        409,
        code,
        'This question is not open any more: it was answered, its time is over, or a person took over.',
      )
    case 'no_such_message':
      return problemOf(422, code, 'There is no message with this seq in the conversation.')
    case 'window_closed':
      return problemOf(
        409,
        code,
        rejection.since === null
          ? 'The customer has not written yet. Begin with a template.'
          : 'The customer’s last message is too old for free text on this channel. Send a template.',
        { since: rejection.since },
      )
    case 'line_held':
      return problemOf(
        409,
        code,
        `On the channel itself ${rejection.holder} answers now. Take the conversation back there first.`,
        { holder: rejection.holder },
      )
    case 'not_retriable':
      return problemOf(
        409,
        code,
        'This message cannot be sent again: it went, is under way, or was the bot’s before a takeover.',
        { status: rejection.status },
      )
    case 'no_feedback_asked':
      return problemOf(
        409,
        code,
        'Nobody asked for feedback on this episode, or a later one was asked about since.',
      )
    case 'already_offered':
      return problemOf(409, code, `${rejection.agent.name} is being asked already. Wait for their answer.`)
    case 'no_such_offer':
      return problemOf(
        409,
        code,
        'This is not offered to you now: it was taken, moved on, or the time for it is over.',
      )
    case 'not_due':
      return problemOf(409, code, 'It is not yet time for this.')
  }
}

/** Each rejection as the wire has it. */
export function rejectionProblem(rejection: Rejection): Problem {
  const { code } = rejection
  switch (code) {
    case 'already_held':
      return problemOf(409, code, `${rejection.owner.name} has taken this conversation.`, {
        owner: rejection.owner,
      })
    case 'not_owner':
      return problemOf(
        409,
        code,
        rejection.owner
          ? `${rejection.owner.name} holds this conversation. Ask for it, or add a note.`
          : 'Nobody holds this conversation. Intervene first.',
        { owner: rejection.owner },
      )
    case 'not_intervened':
      return problemOf(
        409,
        code,
        'No person holds this conversation now, so there is nothing to end. Intervene first.',
      )
    case 'not_requesting':
      return problemOf(409, code, 'Nobody is waiting for a person in this conversation now.')
    case 'intervene_first':
      return problemOf(
        409,
        code,
        'The bot holds this conversation, and this channel wants you to Intervene before you write.',
      )
    case 'stale_view':
      return problemOf(409, code, 'Something was said after you last looked. Read it, then send again.', {
        missed: rejection.missed,
      })
    case 'cursor_ahead':
      return problemOf(
        422,
        code,
        `seenSeq is ahead of the conversation, which ends at ${rejection.seq}. Load it again.`,
        { seq: rejection.seq },
      )
    case 'client_id_reused':
      return problemOf(
        422,
        code,
        `This clientId was used for another message (at seq ${rejection.seq}). Use a new one for a new message.`,
        {
          seq: rejection.seq,
        },
      )
    case 'completion_incomplete':
      return problemOf(422, code, `To complete, fill in: ${rejection.fields.join(', ')}.`, {
        fields: rejection.fields,
      })
    case 'unknown_option':
      return problemOf(
        422,
        code,
        `That ${rejection.field} is not on the list. Choose one of: ${rejection.options.join(', ')}.`,
        {
          fields: [rejection.field],
          options: rejection.options,
        },
      )
    case 'not_allowed':
      return problemOf(403, code, `This needs the role ${rejection.needs}. Ask an admin.`)
    default:
      return goneProblem(rejection)
  }
}
