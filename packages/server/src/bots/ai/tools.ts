// What a model can do besides writing: ask for a person, ask the team, and the workspace's own tools, each a signed
// call. Before one that changes something, leave is asked for; after the turn is over none is made.
import { priorities } from '@baton/core'
import type { AiBotSettings } from '@baton/protocol'
import type { ToolSet } from 'ai'
import { jsonSchema, tool } from 'ai'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import type { Egress } from '../../app/egress.ts'
import { EgressFault } from '../../app/egress.ts'

export const askForPerson = 'ask_for_person'
export const askTeam = 'ask_team'

export const handoffInput = z.object({
  reason: z.string().max(500).describe('Why, in one sentence, for the team'),
  summary: z
    .string()
    .max(2_000)
    .optional()
    .describe('What the customer needs and what was tried, for the person'),
  priority: z.enum(priorities).optional(),
})
export const questionInput = z.object({ question: z.string().min(1).max(1_000) })

type Tool = AiBotSettings['tools'][number]

export interface ToolWorld {
  readonly egress: Egress
  readonly signal: AbortSignal
  /** The turn's, so that a repeated call can be recognised by whoever is called. */
  readonly turnId: string
  permit(action: string): Promise<void>
  /** The tool's own, if it has one. */
  secretOf(index: number): string | null
  readonly conversationId: string
}

const timeoutMs = 15_000
const outputMaxBytes = 32 * 1_024

async function call(
  { name, url, sideEffect }: Tool,
  index: number,
  input: unknown,
  n: number,
  world: ToolWorld,
) {
  if (sideEffect) await world.permit(name)
  const id = `tool_${world.turnId}_${name}_${n}`
  const payload = JSON.stringify({ tool: name, input, conversation: { id: world.conversationId } })
  const at = new Date()
  const secret = world.secretOf(index)
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': id,
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    ...(secret ? { 'webhook-signature': new Webhook(secret).sign(id, at, payload) } : {}),
  }
  const init = { method: 'POST', headers, body: payload, signal: world.signal }
  try {
    const response = await world.egress.fetch(url, init, { timeoutMs, maxBytes: outputMaxBytes })
    const text = await response.text()
    return response.ok
      ? text
      : `The tool failed with ${response.status}. Do not try it again with the same input.`
  } catch (error) {
    if (error instanceof EgressFault) return 'The tool could not be reached. Say so honestly.'
    throw error
  }
}

/** Tools without `execute` end the model's run; what they were called with is the answer's. */
export function toolsOf(
  { tools, mayAskTeam }: AiBotSettings,
  { waiting, mayHandOff }: { readonly waiting: boolean; readonly mayHandOff: boolean },
  world: ToolWorld,
): ToolSet {
  const calls = new Map<string, number>()
  // Counted by tool: a later try that calls them in another order still names the same calls.
  const next = (name: string) => {
    const n = calls.get(name) ?? 0
    calls.set(name, n + 1)
    return n
  }
  const own = tools.map((one, index) => {
    const made = tool({
      description: one.description,
      inputSchema: jsonSchema({ type: 'object', ...one.parameters }),
      execute: (input: unknown) => call(one, index, input, next(one.name), world),
    })
    return [one.name, made] as const
  })
  return {
    ...Object.fromEntries(own),
    ...(waiting || !mayHandOff
      ? {}
      : {
          [askForPerson]: tool({
            description: 'Hands the conversation to a person of the team. The only way to get one.',
            inputSchema: handoffInput,
          }),
        }),
    ...(mayAskTeam && !waiting
      ? {
          [askTeam]: tool({
            description: 'Asks the team one question that only they can answer; you keep the conversation.',
            inputSchema: questionInput,
          }),
        }
      : {}),
  }
}
