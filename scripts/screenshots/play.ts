// Plays the scenes through the product's own API: customers by the web channel, agents as the console does.
import { randomUUID } from 'node:crypto'
import type { Api } from '@baton/client'
import { createApi } from '@baton/client'
import type { Scene, Step } from './scenes.ts'
import { agents } from './scenes.ts'

export interface Company {
  readonly url: string
  readonly admin: Api
  readonly channelId: string
  /** By name, as that agent. */
  readonly apis: ReadonlyMap<string, Api>
}

/** Of every agent of the company. */
export const password = 'only for the pictures'
export const emailOf = (agent: string) =>
  `${agent.split(' ')[0]?.toLowerCase().replace('é', 'e')}@olive.example`

const quietMs = 450
/** Longer than the example bot's pauses. */
const slowMs = 2_400

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}

/** As the agent at the console, with its cookie: what is done by a key is told as the API's doing. */
async function atTheConsole(url: string, name: string): Promise<Api> {
  const signedIn = await fetch(`${url}/api/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: emailOf(name), password }),
  })
  if (!signedIn.ok) throw new Error(`${name} could not sign in: ${await signedIn.text()}`)
  const cookie = signedIn.headers
    .getSetCookie()
    .map(each => each.split(';')[0])
    .join('; ')
  return createApi({
    url,
    fetch: (to, options) => {
      const headers = new Headers(options?.headers)
      headers.set('cookie', cookie)
      headers.set('origin', url)
      return fetch(to, { ...options, headers })
    },
  })
}

export async function foundCompany(url: string, key: string): Promise<Company> {
  const admin = createApi({ url, token: () => key })
  const apis = new Map<string, Api>()
  const members: string[] = []
  for (const [n, name] of agents.entries()) {
    const role = n === 0 ? 'lead' : 'agent'
    const { id } = await admin.call('POST /agents', { body: { name, email: emailOf(name), role, password } })
    apis.set(name, await atTheConsole(url, name))
    members.push(id)
  }
  await admin.call('POST /teams', { body: { name: 'Orders', members } })
  const { items } = await admin.call('GET /channels')
  return { url, admin, channelId: items[0]?.id ?? '', apis }
}

/** Until nobody has said anything for a moment. */
async function settle(admin: Api, id: string, forMs: number): Promise<void> {
  let length = -1
  for (;;) {
    const { items } = await admin.call('GET /conversations/{id}/events', { params: { id } })
    if (items.length === length) return
    length = items.length
    await pause(forMs)
  }
}

interface Part {
  readonly id: string
  readonly visitor: Api
}

async function begin({ url, channelId, admin }: Company, { customer, email }: Scene): Promise<Part> {
  const { token, conversationId } = await admin.call('POST /web/{channelId}/visitors', {
    params: { channelId },
    body: { name: customer, email },
  })
  return { id: conversationId, visitor: createApi({ url, token: () => token }) }
}

async function perform({ apis, admin }: Company, { id, visitor }: Part, step: Step): Promise<void> {
  const params = { id }
  const as = (name: string) => apis.get(name) ?? admin
  if ('says' in step) {
    await visitor.call('POST /web/messages', { body: { clientId: randomUUID(), text: step.says } })
    await settle(admin, id, step.slow ? slowMs : quietMs)
  } else if ('asks' in step) await visitor.call('POST /web/request')
  else if ('takes' in step) await as(step.takes).call('POST /conversations/{id}/intervene', { params })
  else if ('writes' in step) {
    const { seq } = await as(step.writes).call('POST /conversations/{id}/messages', {
      params,
      body: { text: step.text },
    })
    await visitor.call('POST /web/read', { body: { seq } })
  } else if ('notes' in step)
    await as(step.notes).call('POST /conversations/{id}/notes', { params, body: { text: step.text } })
  else if ('tags' in step && 'add' in step)
    await as(step.tags).call('POST /conversations/{id}/tags', { params, body: { add: [...step.add] } })
  else if ('resolves' in step) {
    const { topic, outcome, tags } = step
    const body = { topic, outcome, tags: [...tags], closingBlock: 'sorted' }
    await as(step.resolves).call('POST /conversations/{id}/resolve', { params, body })
    await settle(admin, id, quietMs)
  }
}

/** In the order in which things happened; answers each customer's conversation. */
export async function play(
  company: Company,
  scenes: readonly Scene[],
  setClock: (minutesAgo: number) => Promise<void>,
): Promise<ReadonlyMap<string, string>> {
  const parts = new Map<Scene, Part>()
  const steps = scenes
    .flatMap(scene => scene.steps.map(step => ({ scene, step })))
    .sort((one, other) => other.step.at - one.step.at)
  for (const { scene, step } of steps) {
    await setClock(step.at)
    const part = parts.get(scene) ?? (await begin(company, scene))
    parts.set(scene, part)
    await perform(company, part, step)
  }
  await setClock(0)
  return new Map([...parts].map(([scene, { id }]) => [scene.customer, id]))
}
