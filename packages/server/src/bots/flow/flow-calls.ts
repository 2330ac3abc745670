// Makes the calls of flows: requests through the one way out, models by their engine. What goes wrong is an answer
// too: the flow has a way for it.
import type { AiCall, FlowCallResult, Json, RequestCall } from '@baton/core'
import { BotFault } from '../../app/bot-port.ts'
import type { BotStore } from '../../app/bot-store.ts'
import type { Egress } from '../../app/egress.ts'
import { EgressFault } from '../../app/egress.ts'
import type { CallSetting, FlowCalls, FlowModel } from '../../app/flow-calls.ts'
import type { FlowSecrets } from '../../app/flow-secrets.ts'

export interface FlowCallsOptions {
  readonly egress: Egress
  readonly secrets: FlowSecrets
  readonly bots: Pick<BotStore, 'readBot'>
  /** Null: this installation has no model. */
  readonly model: FlowModel | null
}

const answerMaxBytes = 512 * 1_024

const failed = (problem: string): FlowCallResult => ({ kind: 'failed', problem })

/** Null for what is no JSON: a flow that keeps parts of it then keeps nothing. */
function jsonOf(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Opened here and nowhere else. Throws when the secret belongs to another address. */
function headersOf(call: RequestCall, setting: CallSetting, secrets: FlowSecrets): Record<string, string> {
  const given = call.headers.map(header => {
    const value = 'secret' in header ? secrets.open(setting.botId, header.secret, call.url) : header.value
    return [header.name, value] as const
  })
  return {
    accept: 'application/json',
    ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...Object.fromEntries(given),
    'idempotency-key': call.id,
  }
}

export function createFlowCalls({ egress, secrets, bots, model }: FlowCallsOptions): FlowCalls {
  async function request(call: RequestCall, setting: CallSetting): Promise<FlowCallResult> {
    let headers: Record<string, string>
    try {
      headers = headersOf(call, setting, secrets)
    } catch {
      return failed('a secret header belongs to another address; enter it again')
    }
    if (call.sideEffect) await setting.permit(call.block)
    const { url, method, timeoutMs } = call
    const late = AbortSignal.timeout(timeoutMs)
    const signal = AbortSignal.any([setting.signal, late])
    const body = call.body === undefined ? null : JSON.stringify(call.body)
    try {
      const limits = { timeoutMs, maxBytes: answerMaxBytes }
      const response = await egress.fetch(url, { method, headers, body, signal }, limits)
      return { kind: 'response', status: response.status, body: jsonOf(await response.text()) }
    } catch (error) {
      if (setting.signal.aborted) throw error
      if (late.aborted) return failed(`no answer within ${timeoutMs} ms`)
      return failed(error instanceof EgressFault ? error.message : 'the call failed')
    }
  }

  async function botOf(call: AiCall, { workspaceId }: CallSetting) {
    if (call.bot === null) return null
    const id = call.bot as CallSetting['botId']
    const found = await bots.readBot(workspaceId, id)
    return found?.kind === 'ai' ? { id, name: found.name, settings: found.settings } : null
  }

  async function ask(call: AiCall, setting: CallSetting): Promise<FlowCallResult> {
    if (model === null) return failed('this Baton has no engine for models')
    const bot = await botOf(call, setting)
    if (call.bot !== null && bot === null) return failed('the AI agent of this block is gone; choose another')
    const late = AbortSignal.timeout(call.timeoutMs)
    try {
      const own = call.model && {
        baseUrl: call.model.baseUrl,
        name: call.model.name,
        apiKey:
          call.model.apiKey === undefined
            ? null
            : secrets.open(setting.botId, call.model.apiKey, call.model.baseUrl),
      }
      const answer = await model.answer({
        ...setting,
        signal: AbortSignal.any([setting.signal, late]),
        draft: call.says ? text => setting.draft(text) : () => undefined,
        callId: call.id,
        bot,
        model: own,
        prompt: call.prompt,
        mayHandOff: call.handoff,
        timeoutMs: call.timeoutMs,
      })
      return { kind: 'said', ...answer }
    } catch (error) {
      if (setting.signal.aborted) throw error
      if (late.aborted) return failed(`no answer within ${call.timeoutMs} ms`)
      return failed(error instanceof BotFault ? error.message : 'the model could not be asked')
    }
  }

  return {
    perform: (call, setting) => (call.kind === 'request' ? request(call, setting) : ask(call, setting)),
  }
}
