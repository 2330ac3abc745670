// Prompts of rules, judged by the workspace's model: after the message, once it has settled, within the day's budget.
// A verdict is a command like a timer's; one that comes late does nothing. Nothing waits for it.
import type { WorkspaceId } from '@baton/core'
import type { TranscriptLine } from './briefs.ts'
import { transcriptOf } from './briefs.ts'
import type { Directory } from './directory.ts'
import type { Flights } from './flights.ts'
import type { PromptWanted } from './hearing.ts'
import type { Committed, ConversationKey, ConversationStore } from './ports.ts'
import type { RuleStore } from './rule-store.ts'
import type { Rules } from './rules.ts'
import type { BotEntry } from './workspace.ts'

export interface PromptModel {
  /** Which of the statements hold, in their order. @throws BotFault with what can be done about it. */
  judge(asked: {
    readonly bot: BotEntry
    readonly transcript: readonly TranscriptLine[]
    readonly statements: readonly string[]
  }): Promise<readonly boolean[]>
}

export interface PromptsOptions {
  readonly store: ConversationStore
  readonly directory: Directory
  readonly flights: Flights
  readonly rules: Pick<Rules, 'count'>
  readonly budget: Pick<RuleStore, 'takePrompt'>
  readonly model: PromptModel
  readonly onFault: (fault: unknown) => void
}

export interface Prompts {
  /** After a commit. */
  publish(committed: readonly Committed[]): void
  /** Asks nothing more; what a model is thinking about is not waited for. */
  close(): void
}

interface Waiting {
  readonly key: ConversationKey
  /** By rule: the latest. */
  readonly wanted: Map<string, PromptWanted>
}

/** Messages within this time make one question. */
const settleMs = 1_000
const waitingMost = 1_000
const atOnce = 4
const eventsRead = 400

export function createPrompts(options: PromptsOptions): Prompts {
  const { store, directory, flights, rules, budget, model, onFault } = options
  const settling = new Map<string, Waiting & { readonly timer: NodeJS.Timeout }>()
  const ready: Waiting[] = []
  let running = 0
  let closed = false

  function count(
    workspaceId: WorkspaceId,
    wanted: Iterable<PromptWanted>,
    what: 'asked' | 'failed' | 'skipped',
    problem: string | null = null,
  ) {
    for (const { ruleId } of wanted) rules.count({ workspaceId, ruleId, what, problem })
  }

  async function ask(bot: BotEntry, { key, wanted }: Waiting): Promise<void> {
    const all = [...wanted.values()]
    const last = Math.max(...all.map(({ seq }) => seq))
    const events = await store.events(key, Math.max(0, last - eventsRead), eventsRead)
    const statements = [...new Set(all.map(({ prompt }) => prompt))]
    let verdicts: readonly boolean[]
    try {
      const transcript = transcriptOf(events.map(({ event }) => event).filter(({ seq }) => seq <= last))
      verdicts = await model.judge({ bot, transcript, statements })
    } catch (fault) {
      count(key.workspaceId, all, 'failed', fault instanceof Error ? fault.message : 'the model failed')
      return
    }
    count(key.workspaceId, all, 'asked')
    for (const [at, prompt] of statements.entries()) {
      const of = all.find(one => one.prompt === prompt)
      if (!of || closed) continue
      const verdict = { prompt, holds: verdicts[at] ?? false, seq: last, epoch: of.epoch, since: of.since }
      const command = { type: 'CheckRules', actor: { kind: 'system' }, verdict } as const
      await flights.handle({ ...key, command })
    }
  }

  async function run(waiting: Waiting): Promise<void> {
    const { key, wanted } = waiting
    const { briefBotId, bots } = await directory.of(key.workspaceId)
    const bot = briefBotId ? bots.get(briefBotId) : undefined
    if (!bot)
      return count(key.workspaceId, wanted.values(), 'skipped', 'No model is set: choose an AI agent.')
    if (!(await budget.takePrompt(key.workspaceId)))
      return count(key.workspaceId, wanted.values(), 'skipped', 'The budget of this day is used up.')
    await ask(bot, waiting)
  }

  function next(): void {
    while (!closed && running < atOnce) {
      const waiting = ready.shift()
      if (!waiting) return
      running += 1
      void run(waiting)
        .catch(onFault)
        .finally(() => {
          running -= 1
          next()
        })
    }
  }

  function settled(id: string): void {
    const waiting = settling.get(id)
    if (!waiting) return
    settling.delete(id)
    ready.push(waiting)
    next()
  }

  function take(key: ConversationKey, wanted: readonly PromptWanted[]): void {
    const id = key.conversationId
    const known = settling.get(id)
    if (!known && settling.size + ready.length >= waitingMost) {
      count(key.workspaceId, wanted, 'skipped', 'Too many prompts waited at once.')
      return
    }
    const waiting = known ?? { key, wanted: new Map(), timer: setTimeout(() => settled(id), settleMs) }
    for (const one of wanted) waiting.wanted.set(one.ruleId, one)
    settling.set(id, waiting)
  }

  return {
    publish(committed) {
      if (closed) return
      for (const { loaded, wanted = [] } of committed) {
        const { workspaceId, state } = loaded
        if (wanted.length > 0) take({ workspaceId, conversationId: state.conversationId }, wanted)
      }
    },
    close() {
      closed = true
      for (const { timer } of settling.values()) clearTimeout(timer)
    },
  }
}
