// The flow bot: the core's engine behind the contract that every kind of bot keeps. A conversation keeps the version
// of the flow with which it began, until it starts afresh.
import type { Flow, FlowCallResult, FlowInput, FlowStep, TurnAnswer } from '@baton/core'
import { advance, parseFlow, pendingCall, versionIn } from '@baton/core'
import type { BotKind, BotVoice, TurnRequest } from '../../app/bot-port.ts'
import { BotFault } from '../../app/bot-port.ts'
import type { BotStore } from '../../app/bot-store.ts'
import type { FlowCalls } from '../../app/flow-calls.ts'
import { teamNamed } from '../../app/team-named.ts'

export interface FlowBotOptions {
  readonly calls: FlowCalls
  readonly versions: Pick<BotStore, 'readBotVersion'>
  /** A call went wrong and the flow took its other way; or it named a team that is not there. For the log. */
  readonly onTrouble: (request: TurnRequest, block: string | null, problem: string) => void
}

interface Standing {
  readonly flow: Flow
  readonly version: number
}

/** Old versions in memory; each never changes. */
const versionsKept = 200

function inputOf({ cause, resume, answer, input }: TurnRequest): FlowInput {
  if (cause === 'wake') return { kind: 'woke', inputs: input }
  if (cause === 'resumed') return { kind: 'resumed', resume: resume ?? 'continue', inputs: input }
  if (cause === 'answered') return { kind: 'answered', text: answer?.text ?? null, inputs: input }
  return { kind: 'said', inputs: input }
}

/** The version with which the conversation goes on; the newest where it starts afresh, or at a chosen block. */
function versionOf({ bot, memory, resume }: TurnRequest): number {
  if (memory.position === null) return bot.version
  if (resume === 'restart' || (typeof resume === 'object' && resume !== null)) return bot.version
  // From before versions were kept: all of that time is the first one.
  return Math.min(versionIn(memory.position) ?? 1, bot.version)
}

export function createFlowBot({ calls, versions, onTrouble }: FlowBotOptions): BotKind {
  const old = new Map<string, Flow>()
  /** Queues that were missed: told once. */
  const missed = new Set<string>()

  function newest({ bot }: TurnRequest): Standing {
    if (bot.flow === null) throw new BotFault('the flow of this bot cannot be read; publish it again')
    return { flow: bot.flow, version: bot.version }
  }

  function held(request: TurnRequest): Standing | null {
    const version = versionOf(request)
    if (version === request.bot.version) return newest(request)
    const flow = old.get(`${request.bot.id} ${version}`)
    return flow ? { flow, version } : null
  }

  async function loaded(request: TurnRequest): Promise<Standing> {
    const { bot, key } = request
    const version = versionOf(request)
    const found = await versions.readBotVersion(key.workspaceId, bot.id, version)
    const parsed = found ? parseFlow(found.settings.flow) : null
    // A version that this Baton cannot read any more: better the newest than none.
    if (!parsed?.ok) return newest(request)
    if (old.size >= versionsKept) old.clear()
    old.set(`${bot.id} ${version}`, parsed.flow)
    return { flow: parsed.flow, version }
  }

  /** The step as the decider takes it: the queue by its id. */
  function answerOf(step: FlowStep, request: TurnRequest): TurnAnswer {
    if (step.team === undefined) return step
    const { team, ...answer } = step
    const teamId = teamNamed(request.teams, team)
    if (teamId !== null) return { ...answer, marks: { ...answer.marks, teamId } }
    const name = `${request.bot.id} ${team}`
    if (!missed.has(name) && missed.size < versionsKept)
      onTrouble(request, null, 'the flow names a queue that no team has; it was left out')
    missed.add(name)
    return answer
  }

  function step({ flow, version }: Standing, request: TurnRequest, input: FlowInput): TurnAnswer {
    const { memory, at, wakeId } = request
    return answerOf(advance(flow, memory, input, { at, wakeId, version }), request)
  }

  async function called(standing: Standing, request: TurnRequest, voice: BotVoice): Promise<TurnAnswer> {
    const input = inputOf(request)
    const call = pendingCall(standing.flow, request.memory, input)
    if (call === null) return step(standing, request, input)
    const { key, bot, guidance } = request
    const result: FlowCallResult = await calls.perform(call, {
      workspaceId: key.workspaceId,
      botId: bot.id,
      conversationId: key.conversationId,
      waiting: request.control === 'requesting',
      guidance,
      signal: voice.signal,
      history: limit => voice.history(limit),
      permit: action => voice.permit(action),
      draft: text => voice.draft(text),
    })
    if (result.kind === 'failed') onTrouble(request, call.block, result.problem)
    return step(standing, request, { kind: 'called', result, inputs: request.input })
  }

  return {
    kind: 'flow',
    /** A flow is a pure function: without a call its answer needs no second flight. */
    answerAtOnce(request) {
      const standing = held(request)
      if (standing === null) return null
      const input = inputOf(request)
      if (pendingCall(standing.flow, request.memory, input) !== null) return null
      return step(standing, request, input)
    },
    async answer(request, voice) {
      const standing = held(request) ?? (await loaded(request))
      return { kind: 'answer', answer: await called(standing, request, voice) }
    },
  }
}
