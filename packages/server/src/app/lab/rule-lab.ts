// Tries rules over the past, beside what is live: in batches, with a breath between them, one run a workspace. Nothing
// is written but how far it is and what it found. A run does not outlive its server.
import type { ChannelId, Instant, Rule, WorkspaceId } from '@baton/core'
import { parseRule } from '@baton/core'
import type { Directory } from '../directory.ts'
import { newId } from '../new-id.ts'
import type { WorkspaceRules } from '../ready-rules.ts'
import { rulesFrom } from '../ready-rules.ts'
import type { Workspace } from '../workspace.ts'
import type { LabRun, LabSide, LabStore } from './lab-store.ts'
import type { Past } from './past.ts'
import { dialoguesIn, pastOf } from './past.ts'
import type { PastStore } from './past-store.ts'
import type { Time } from './run-over.ts'
import { runOver } from './run-over.ts'
import type { Tally } from './tally.ts'
import { createTally } from './tally.ts'

interface Stored {
  readonly over: 'stored'
  readonly from: Instant
  readonly to: Instant
  readonly channelId: string | null
  readonly sample: number
}

export interface LabAsked {
  readonly versions: readonly (readonly { readonly id: string; readonly rule: unknown }[])[]
  readonly over: Stored | { readonly over: 'file'; readonly text: string }
}

export type LabRefusal =
  | { readonly code: 'faulty_rule'; readonly path: string; readonly message: string }
  | { readonly code: 'faulty_file'; readonly line: number; readonly message: string }
  | { readonly code: 'no_channel' | 'busy' }

export interface RuleLab {
  begin(workspaceId: WorkspaceId, asked: LabAsked): Promise<{ readonly id: string } | LabRefusal>
  read(workspaceId: WorkspaceId, id: string): Promise<LabRun | null>
  /** False: there is no such run under way. */
  cancel(workspaceId: WorkspaceId, id: string): Promise<boolean>
  tidy(): Promise<void>
  /** Leaves off. */
  close(): Promise<void>
}

export interface RuleLabOptions {
  readonly runs: LabStore
  readonly past: PastStore
  readonly directory: Directory
  readonly now: () => Instant
  readonly onFault: (fault: unknown) => void
}

const batch = 25
const eventsMost = 2_000
const keptMs = 24 * 60 * 60_000
const dayMs = 24 * 60 * 60_000
const reportEveryMs = 500
/** Of each moment, a live message has the larger part. */
const breathMs = 5
/** Of dialogues: work for a few milliseconds. */
const dialoguesAtOnce = 20

const breathe = () => new Promise<void>(resolve => setTimeout(resolve, breathMs))

/** One version: what it is made of, and what came of it. */
interface Side {
  readonly rules: WorkspaceRules
  readonly tally: Tally
}

/** Each version with its rules in force, whether or not they are switched on. */
function sidesOf(asked: LabAsked, workspace: Workspace): readonly Side[] | LabRefusal {
  const sides: Side[] = []
  for (const [version, list] of asked.versions.entries()) {
    for (const [at, { rule }] of list.entries()) {
      const parsed = parseRule(rule)
      const [fault] = parsed.ok ? [] : parsed.faults
      if (fault)
        return {
          code: 'faulty_rule',
          path: `versions[${version}][${at}].rule.${fault.path}`,
          message: fault.message,
        }
    }
    const records = list.map(({ id, rule }) => ({
      id,
      rule: { ...(rule as Rule), on: true },
      version: 1,
      updatedAt: '',
    }))
    sides.push({ rules: rulesFrom(records, workspace), tally: createTally() })
  }
  return sides
}

/** One run: what it runs over, and how it says how far it is. */
interface Job {
  readonly id: string
  readonly workspace: Workspace
  readonly sides: readonly Side[]
  /** False: leave off. */
  readonly report: (done: number, total: number) => Promise<boolean>
  readonly finish: (total: number, sides: readonly LabSide[]) => Promise<void>
}

function addAll({ sides, workspace }: Job, pasts: readonly Past[], time: Time): void {
  for (const past of pasts)
    for (const { rules, tally } of sides) tally.add(past, runOver(past, rules, workspace, time))
}

async function runStored(job: Job, past: PastStore, over: Stored): Promise<void> {
  const { from, to, sample } = over
  const { id: workspaceId } = job.workspace
  const channelId = over.channelId as ChannelId | null
  const { ids, total } = await past.pick({ workspaceId, from, to, channelId, sample })
  for (let at = 0; at < ids.length; at += batch) {
    if (!(await job.report(at, ids.length))) return
    for (const one of await past.read(workspaceId, ids.slice(at, at + batch), to, eventsMost)) {
      addAll(job, [pastOf(one)], over)
      await breathe()
    }
  }
  const days = Math.max(1, (Date.parse(to) - Date.parse(from)) / dayMs)
  const share = ids.length === 0 ? 1 : total / ids.length
  await job.finish(
    ids.length,
    job.sides.map(({ tally }) => tally.side(days, share)),
  )
}

async function runFile(job: Job, pasts: readonly Past[], time: Time): Promise<void> {
  for (let at = 0; at < pasts.length; at += dialoguesAtOnce) {
    if (!(await job.report(at, pasts.length))) return
    addAll(job, pasts.slice(at, at + dialoguesAtOnce), time)
    await breathe()
  }
  await job.finish(
    pasts.length,
    job.sides.map(({ tally }) => tally.side(null, 1)),
  )
}

const restarted = 'The server was restarted before it was done. Run it again.'

export function createRuleLab({ runs, past, directory, now, onFault }: RuleLabOptions): RuleLab {
  const running = new Set<Promise<void>>()
  let closed = false

  function jobOf(id: string, workspace: Workspace, sides: readonly Side[]): Job {
    let last = 0
    return {
      id,
      workspace,
      sides,
      async report(done, total) {
        if (closed) await runs.fail(workspace.id, id, restarted)
        if (closed || Date.now() - last < reportEveryMs) return !closed
        last = Date.now()
        return runs.report(workspace.id, id, done, total)
      },
      async finish(total, found) {
        if (await runs.report(workspace.id, id, total, total)) await runs.finish(workspace.id, id, found)
      },
    }
  }

  async function guarded({ id, workspace }: Job, work: Promise<void>): Promise<void> {
    try {
      await work
    } catch (fault) {
      onFault(fault)
      await runs.fail(workspace.id, id, 'Something failed behind the scenes. Run it again.').catch(onFault)
    }
  }

  return {
    async begin(workspaceId, asked) {
      const workspace = await directory.of(workspaceId)
      const sides = sidesOf(asked, workspace)
      if ('code' in sides) return sides
      const { over } = asked
      if (over.over === 'stored' && over.channelId !== null && !workspace.channels.has(over.channelId))
        return { code: 'no_channel' }
      const pasts = over.over === 'file' ? dialoguesIn(over.text) : []
      if ('problem' in pasts) return { code: 'faulty_file', line: pasts.line, message: pasts.problem }
      const id = await runs.begin(workspaceId, newId())
      if (id === null) return { code: 'busy' }
      const job = jobOf(id, workspace, sides)
      const work = guarded(
        job,
        over.over === 'file' ? runFile(job, pasts, { from: '', to: now() }) : runStored(job, past, over),
      )
      running.add(work)
      void work.finally(() => running.delete(work))
      return { id }
    },
    read: (workspaceId, id) => runs.read(workspaceId, id),
    cancel: (workspaceId, id) => runs.cancel(workspaceId, id),
    tidy: () => runs.tidy(new Date(Date.parse(now()) - keptMs).toISOString()),
    async close() {
      closed = true
      await Promise.all(running)
    },
  }
}
