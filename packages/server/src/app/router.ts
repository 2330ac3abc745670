// When a workspace is routed: soon after something stirred in it, and every few seconds where somebody waits. One pass
// at a time, here and over all servers.
import type { EventType, WorkspaceId } from '@baton/core'
import type { Committed } from './ports.ts'
import { PortFault } from './ports.ts'
import type { PassOptions } from './routing-pass.ts'
import { createPass, queuesOf } from './routing-pass.ts'

export interface Router {
  /** Who is there, or what is set, changed. */
  soon(workspaceId: WorkspaceId): void
  /** After a commit: control may have changed, and room with it. */
  publish(committed: readonly Committed[]): void
  /** The safety net: every workspace in which somebody waits. */
  sweep(): Promise<void>
  close(): Promise<void>
}

export interface RouterOptions extends PassOptions {
  readonly onFault: (fault: unknown) => void
}

/** Somebody is wanted, or somebody has room again. */
const stirring: ReadonlySet<EventType> = new Set<EventType>([
  'HumanRequested',
  'ReturnedToQueue',
  'QueueChanged',
  'OfferEnded',
  'TakenOver',
  'OwnerChanged',
  'TakeoverCancelled',
  'Resolved',
  'RequestDismissed',
  'BotChanged',
])

const gatherMs = 15
const busyPauseMs = 150

export function createRouter(options: RouterOptions): Router {
  const { routing, directory, onFault } = options
  const pass = createPass(options)
  const timers = new Map<WorkspaceId, NodeJS.Timeout>()
  const running = new Map<WorkspaceId, Promise<void>>()
  const again = new Set<WorkspaceId>()
  /** One workspace after the other: each pass keeps a line to the database. */
  let line: Promise<unknown> = Promise.resolve()
  let closed = false

  function soon(workspaceId: WorkspaceId, delayMs = gatherMs): void {
    if (closed || timers.has(workspaceId)) return
    timers.set(
      workspaceId,
      setTimeout(() => {
        timers.delete(workspaceId)
        run(workspaceId).catch(onFault)
      }, delayMs),
    )
  }

  /** One pass at a time here; what stirred meanwhile gets another one. */
  async function run(workspaceId: WorkspaceId): Promise<void> {
    if (running.has(workspaceId)) return void again.add(workspaceId)
    if (queuesOf(directory.peek(workspaceId) ?? (await directory.of(workspaceId))).size === 0) return
    if (closed || running.has(workspaceId)) return void again.add(workspaceId)
    const next = line.then(async () => {
      const ran = await routing.alone(workspaceId, () => pass(workspaceId))
      // Another server routes: it may have looked before what stirred this one.
      if (!ran) soon(workspaceId, busyPauseMs)
    })
    line = next.catch(() => undefined)
    running.set(workspaceId, next)
    try {
      await next
    } catch (fault) {
      if (fault instanceof PortFault && fault.retryable) soon(workspaceId, fault.retryAfterMs)
      throw fault
    } finally {
      running.delete(workspaceId)
      if (again.delete(workspaceId)) soon(workspaceId)
    }
  }

  return {
    soon: workspaceId => soon(workspaceId),
    publish(committed) {
      for (const { loaded, events } of committed) {
        if (!events.some(({ event }) => stirring.has(event.type))) continue
        const workspace = directory.peek(loaded.workspaceId)
        if (!workspace || queuesOf(workspace).size > 0) soon(loaded.workspaceId)
      }
    },
    async sweep() {
      for (const workspaceId of await routing.toRoute()) await run(workspaceId).catch(onFault)
    },
    async close() {
      closed = true
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
      await Promise.allSettled(running.values())
    },
  }
}
