// The first start on an empty database: a workspace with its admin as the environment says, or a demo to try.
import { randomBytes } from 'node:crypto'
import type { AgentId, BotId, ChannelId, Role, WorkspaceId } from '@baton/core'
import { digestOf } from './access.ts'
import { defaultRules } from './default-rules.ts'
import { newId } from './new-id.ts'
import type { Completion, SettingsStore, SignIn } from './ports.ts'
import type { RuleStore } from './rule-store.ts'

export interface FirstStartOptions {
  readonly settings: SettingsStore
  readonly rules: Pick<RuleStore, 'add'>
  readonly signIn: SignIn
  readonly admin: { readonly email: string; readonly password: string; readonly apiKey: string | null } | null
  readonly demo: boolean
  /** The example bot's definition. */
  readonly exampleFlow: () => Promise<unknown>
}

export interface DemoSignIn {
  readonly name: string
  readonly email: string
  readonly password: string
}

export interface FirstStart {
  readonly workspaceId: WorkspaceId
  /** Agents of the demo, with their passwords; empty when the environment named the admin. */
  readonly agents: readonly DemoSignIn[]
}

const completion: Completion = {
  topics: ['Order', 'Delivery', 'Return', 'Payment', 'Product', 'Other'],
  outcomes: ['Resolved', 'Follow-up needed', 'No answer'],
  topicRequired: true,
  outcomeRequired: true,
}

const closingBlocks = [
  {
    block: 'by_email',
    label: 'We write by email',
    text: 'We will write to you by email as soon as we know more. You can ask here at any time.',
  },
]

export function createFirstStart({ settings, rules, signIn, admin, demo, exampleFlow }: FirstStartOptions) {
  async function addAgent(workspaceId: WorkspaceId, person: DemoSignIn, role: Role): Promise<AgentId> {
    const id = newId() as AgentId
    const { name, email, password } = person
    const signInId = await signIn.register({ name, email, password })
    if (signInId === null)
      throw new Error(`${email} can sign in already, but to no workspace. Choose another address.`)
    await settings.addAgent(workspaceId, { id, name, email, role, signInId })
    return id
  }

  async function addDemo(workspaceId: WorkspaceId): Promise<void> {
    const botId = newId() as BotId
    const flow = await exampleFlow()
    await settings.addBot(workspaceId, {
      id: botId,
      name: 'Oli',
      kind: 'flow',
      settings: { flow },
      by: null,
    })
    await settings.addChannel(workspaceId, {
      id: newId() as ChannelId,
      name: 'Shop chat',
      kind: 'web',
      botId,
      whileRequesting: 'answers',
      settings: {
        closingBlocks,
        accent: '#2f6f5e',
        greeting: 'Questions about an order, a return or a plant? Just ask.',
      },
    })
  }

  /** Null: this was not the first start. */
  return async (): Promise<FirstStart | null> => {
    if (await settings.anyWorkspace()) return null
    const workspaceId = newId() as WorkspaceId
    await settings.addWorkspace(workspaceId, 'Baton', completion)
    for (const rule of defaultRules) await rules.add(workspaceId, newId(), rule)
    if (admin) {
      const id = await addAgent(
        workspaceId,
        { name: 'Admin', email: admin.email, password: admin.password },
        'admin',
      )
      if (admin.apiKey) {
        await settings.addApiKey(workspaceId, {
          id: newId(),
          agentId: id,
          name: 'first start',
          digest: digestOf(admin.apiKey),
        })
      }
      if (demo) await addDemo(workspaceId)
      return { workspaceId, agents: [] }
    }
    const password = () => randomBytes(9).toString('base64url')
    const agents = [
      { name: 'Ana', email: 'ana@demo.example', password: password() },
      { name: 'Ben', email: 'ben@demo.example', password: password() },
    ]
    for (const [n, person] of agents.entries())
      await addAgent(workspaceId, person, n === 0 ? 'admin' : 'agent')
    await addDemo(workspaceId)
    return { workspaceId, agents }
  }
}
