// Alerts as the application has them: channels, ladders, the log, a test, browsers that listen.
import { createECDH } from 'node:crypto'
import type { AgentId, ConversationId, WorkspaceId } from '@baton/core'
import type { AlertActs, AlertActsOptions } from './alert-acts.ts'
import { createAlertActs } from './alert-acts.ts'
import type { AlertNotes, AlertNotesOptions } from './alert-notes.ts'
import { createAlertNotes, pushPlace } from './alert-notes.ts'
import type { AlertKind, AlertState } from './alert-port.ts'
import type { AlertPump, AlertPumpOptions } from './alert-pump.ts'
import { createAlertPump } from './alert-pump.ts'
import type { AlertChannelKey, AlertDeliveryEntry, AlertEntry, AlertStore } from './alert-store.ts'
import type { Company } from './company.ts'
import type { ConversationStore } from './ports.ts'
import type { Seals } from './seals.ts'

export interface AlertWithLog extends AlertEntry {
  readonly told: readonly AlertDeliveryEntry[]
}

export interface AlertQuery {
  readonly conversationId: ConversationId | null
  readonly state: AlertState | null
  readonly before: string | null
  readonly limit: number
}

export interface Alerts extends AlertActs {
  readonly rows: AlertStore
  list(workspaceId: WorkspaceId, query: AlertQuery): Promise<readonly AlertWithLog[]>
  read(workspaceId: WorkspaceId, id: string): Promise<AlertWithLog | null>
  /** Sends one there, to this agent; answers when it is known what came of it. Null: nobody there can be told. */
  test(
    key: AlertChannelKey,
    agent: { readonly id: AgentId; readonly name: string },
  ): Promise<AlertWithLog | null>
  /** False: it is not open. */
  acknowledge(workspaceId: WorkspaceId, id: string, by: string): Promise<boolean>
  /** The key that browsers subscribe with; made at the first question. */
  pushKey(workspaceId: WorkspaceId): Promise<string>
  tidy(): Promise<void>
}

export interface AlertsOptions
  extends Omit<AlertNotesOptions, 'kinds'>,
    Omit<AlertActsOptions, 'kinds' | 'notes'> {
  readonly alertKinds: readonly AlertKind[]
  readonly store: Pick<ConversationStore, 'read' | 'now'>
  readonly company: Pick<Company, 'tellAlert'>
}

export interface Alerting {
  readonly alerts: Alerts
  readonly alertPump: AlertPump
}

const keptDays = 30

function readingOf(rows: AlertStore): Pick<Alerts, 'list' | 'read'> {
  async function withLog(workspaceId: WorkspaceId, alerts: readonly AlertEntry[]) {
    const told = await rows.deliveriesOf(
      workspaceId,
      alerts.map(({ id }) => id),
    )
    return alerts.map(alert => ({ ...alert, told: told.filter(({ alertId }) => alertId === alert.id) }))
  }
  return {
    list: async (workspaceId, query) => withLog(workspaceId, await rows.alerts(workspaceId, query)),
    async read(workspaceId, id) {
      const alert = await rows.alert(workspaceId, id)
      return alert ? ((await withLog(workspaceId, [alert]))[0] ?? null) : null
    },
  }
}

function keysOf(rows: AlertStore, seals: Seals): Pick<Alerts, 'pushKey'> {
  return {
    async pushKey(workspaceId) {
      const held = await rows.pushKeys(workspaceId)
      if (held) return held.publicKey
      const pair = createECDH('prime256v1')
      pair.generateKeys()
      const sealed = seals.seal(pair.getPrivateKey('base64url'), pushPlace(workspaceId))
      await rows.makePushKeys(workspaceId, pair.getPublicKey('base64url'), sealed)
      // Two servers may have made one: what was kept holds.
      return (await rows.pushKeys(workspaceId))?.publicKey ?? ''
    },
  }
}

function testing(
  rows: AlertStore,
  notes: AlertNotes,
  pump: AlertPump,
  read: Alerts['read'],
): Pick<Alerts, 'test'> {
  return {
    async test(key, { id: agentId, name }) {
      const channel = await rows.channel(key)
      const tell = channel ? await notes.tellAgent(channel, agentId) : []
      if (tell.length === 0) return null
      const reason = `${name} sent this to try the alert channel.`
      const { alertId, deliveries } = await rows.addTest(key.workspaceId, name, reason, tell)
      await Promise.all(deliveries.map(delivery => pump.tellOnce(delivery)))
      return read(key.workspaceId, alertId)
    },
  }
}

export function createAlerting(options: AlertsOptions): Alerting {
  const { alertKinds, alertStore: rows, seals } = options
  const kinds = new Map<string, AlertKind>(alertKinds.map(kind => [kind.kind, kind]))
  const notes = createAlertNotes({ ...options, kinds })
  const onTold: AlertPumpOptions['onTold'] = ({ workspaceId, conversationId }) => {
    if (conversationId) options.company.tellAlert({ workspaceId, conversationId })
  }
  const alertPump = createAlertPump({ ...options, onTold, kinds, notes })
  const reading = readingOf(rows)
  const alerts: Alerts = {
    rows,
    ...createAlertActs({ ...options, kinds, notes }),
    ...reading,
    ...keysOf(rows, seals),
    ...testing(rows, notes, alertPump, reading.read),
    async acknowledge(workspaceId, id, by) {
      const done = await rows.acknowledge(workspaceId, id, by)
      if (!done) return false
      alertPump.soon()
      const alert = await rows.alert(workspaceId, id)
      if (alert) onTold(alert)
      return true
    },
    tidy: () => rows.tidy(keptDays),
  }
  return { alerts, alertPump }
}
