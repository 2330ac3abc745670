// What a bot said in one turn, whichever of the three forms it took, and what is wrong with it.
import type { ParsedBotAnswer } from '@baton/protocol'
import { botAnswer } from '@baton/protocol'

export type Form = 'json' | 'stream' | 'later'

export interface Said {
  form: Form | null
  status: number
  /** Each message as text, for comparing. */
  readonly messages: string[]
  handoff: boolean
  variables: Readonly<Record<string, unknown>> | null
  /** Sentences for the builder. */
  readonly problems: string[]
  tookMs: number
}

export function nothingSaid(): Said {
  return { form: null, status: 0, messages: [], handoff: false, variables: null, problems: [], tookMs: 0 }
}

const variablesMaxBytes = 16_000

/** A fault of a schema in one sentence: where, and what. */
export function faultsOf(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
) {
  return issues
    .slice(0, 3)
    .map(
      ({ path, message }) =>
        `${path.length === 0 ? 'the whole' : `\`${path.map(String).join('.')}\``} ${message}`,
    )
    .join('; ')
}

export function textOf(message: ParsedBotAnswer['messages'][number]): string {
  return typeof message === 'string'
    ? message
    : 'text' in message
      ? message.text
      : JSON.stringify(message.parts)
}

/** What stands beside messages, in every form. */
export function addRest(said: Said, rest: Partial<Pick<ParsedBotAnswer, 'handoff' | 'variables'>>): void {
  if (rest.handoff) said.handoff = true
  if (!rest.variables) return
  said.variables = { ...said.variables, ...rest.variables }
  const bytes = Buffer.byteLength(JSON.stringify(said.variables))
  if (bytes > variablesMaxBytes) {
    said.problems.push(`The variables take ${bytes} bytes as JSON; keep them below ${variablesMaxBytes}.`)
  }
}

/** Adds an answer (or a part of one). False when it cannot be read; true when it ends the turn: `ends`. */
export function addAnswer(said: Said, value: unknown): { readonly ends: boolean } | null {
  const parsed = botAnswer.safeParse(value)
  if (!parsed.success) {
    said.problems.push(`The answer is not in shape: ${faultsOf(parsed.error.issues)}.`)
    return null
  }
  said.messages.push(...parsed.data.messages.map(textOf))
  addRest(said, parsed.data)
  return { ends: parsed.data.end }
}
