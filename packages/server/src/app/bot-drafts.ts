// What a bot's settings are as they are stored, as they are shown, and whether they are sound enough to publish.
import type { BotId, FlowFault } from '@baton/core'
import { parseFlow } from '@baton/core'
import { redactSettings, sealSettings } from './bot-secrets.ts'
import { createFlowSecrets } from './flow-secrets.ts'
import type { Seals } from './seals.ts'
import type { Workspace } from './workspace.ts'

type Settings = Readonly<Record<string, unknown>>

export interface BotDrafts {
  /** For the database, secrets sealed; `before`: the draft from which `{ set: true }` keeps its secret. */
  stored(botId: BotId, kind: string, settings: Settings, before: Settings | null): Record<string, unknown>
  /** The secrets that would go to another address than they were given for, unless they are entered again. */
  moved(kind: string, settings: Settings, before: Settings): readonly string[]
  /** For its builders: no secret in it. A flow's stay sealed where they stand, so that a block can be moved. */
  shown(kind: string, settings: Settings): Record<string, unknown>
  /** What keeps a flow from being published; the settings of other kinds were checked when they came in. */
  faultsOf(botId: BotId, kind: string, settings: Settings, workspace: Workspace): readonly FlowFault[]
}

function fieldsIn(value: unknown): Settings {
  return typeof value === 'object' && value !== null ? (value as Settings) : {}
}

function originOf(url: unknown): string {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).origin : ''
}

/** Secrets that are sent to the address beside them, by kind; those that only sign are never sent. */
function sentSecrets(kind: string, settings: Settings) {
  const { baseUrl, apiKey } = fieldsIn(settings.model)
  if (kind === 'ai') return [{ path: 'model.apiKey', secret: apiKey, origin: originOf(baseUrl) }]
  if (kind === 'rasa') return [{ path: 'token', secret: settings.token, origin: originOf(settings.url) }]
  return []
}

/** The AI agents that a flow names and the workspace does not have. */
function unknownBots(flow: unknown, workspace: Workspace): readonly FlowFault[] {
  const parsed = parseFlow(flow)
  if (!parsed.ok) return []
  return Object.entries(parsed.flow.blocks).flatMap(([block, of]) => {
    if (of.kind !== 'ai' || of.bot === undefined || workspace.bots.get(of.bot)?.kind === 'ai') return []
    return [{ block, path: 'bot', message: 'is no AI agent of this workspace: choose one' }]
  })
}

export function createBotDrafts(seals: Seals): BotDrafts {
  const secrets = createFlowSecrets(seals)
  return {
    stored(botId, kind, settings, before) {
      if (kind !== 'flow') return sealSettings(seals, botId, settings, before)
      return { ...settings, flow: secrets.seal(botId, settings.flow, before?.flow) }
    },
    moved(kind, settings, before) {
      const held = new Map(sentSecrets(kind, before).map(({ path, origin }) => [path, origin]))
      return sentSecrets(kind, settings).flatMap(({ path, secret, origin }) =>
        fieldsIn(secret).set === true && held.get(path) !== origin ? [path] : [],
      )
    },
    shown: (kind, settings) => (kind === 'flow' ? { ...settings } : redactSettings(settings)),
    faultsOf(botId, kind, settings, workspace) {
      if (kind !== 'flow') return []
      const parsed = parseFlow(settings.flow)
      if (!parsed.ok) return parsed.faults
      const strangers = secrets.strangers(botId, settings.flow).map(({ block, name }) => ({
        block,
        path: name === 'apiKey' ? 'model.apiKey' : 'headers',
        message: `the secret ${name} is for another address or bot: enter it again`,
      }))
      return [...strangers, ...unknownBots(settings.flow, workspace)]
    },
  }
}
