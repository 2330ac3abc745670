// What every story needs: a server with the demo shop, a browser, two agents, and customers as they come.
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { expect } from 'vitest'
import type { LoggedEvent, TestServer } from '../packages/server/src/testing/server.ts'
import { startTestServer } from '../packages/server/src/testing/server.ts'
import type { LaunchOptions } from './browser.ts'
import { launchBrowser, newPerson, stepMs } from './browser.ts'
import type { Customer } from './pages/customer.ts'
import { visitShop } from './pages/customer.ts'
import type { Desk, SignIn } from './pages/desk.ts'
import { openConsole } from './pages/desk.ts'

export interface StagePerson extends SignIn {
  readonly id: string
}

export interface Stage {
  readonly server: TestServer
  readonly url: string
  readonly browser: Browser
  readonly ana: StagePerson
  readonly ben: StagePerson
  /** In a browser of their own. `at`: another address of the same server. */
  desk(person: StagePerson, options?: BrowserContextOptions, at?: string): Promise<Desk>
  customer(name: string, options?: BrowserContextOptions, at?: string): Promise<Customer>
  /** The whole log of the one conversation with the customer. */
  logOf(customer: string): Promise<readonly LoggedEvent[]>
  idOf(customer: string): Promise<string>
  /** Everyone goes home: the next story begins with nobody at their desk. */
  closePeople(): Promise<void>
  close(): Promise<void>
}

const password = 'a long enough password'

async function addPerson(server: TestServer, name: string, role: 'agent' | 'lead'): Promise<StagePerson> {
  const email = `${name.toLowerCase()}@shop.example`
  const { id } = await server.api.call('POST /agents', { body: { name, email, role, password } })
  return { id, name, email, password }
}

export async function openStage(
  env: Readonly<Record<string, string>> = {},
  options: LaunchOptions = {},
): Promise<Stage> {
  // First, as it says what is missing.
  const browser = await launchBrowser(options)
  const server = await startTestServer({ env: { BATON_DEMO: '1', ...env } }).catch(async fault => {
    await browser.close()
    throw fault
  })
  const { url } = server
  const ana = await addPerson(server, 'Ana', 'agent')
  const ben = await addPerson(server, 'Ben', 'agent')

  async function idOf(customer: string): Promise<string> {
    const { items } = await server.api.call('GET /conversations', { query: { q: customer } })
    const [row, other] = items.filter(item => item.contact.name === customer)
    if (!row || other) throw new Error(`${items.length} conversations with ${customer} instead of one`)
    return row.id
  }
  return {
    server,
    url,
    browser,
    ana,
    ben,
    desk: async (person, options, at = url) => openConsole(await newPerson(browser, options), at, person),
    customer: async (name, options, at = url) => visitShop(await newPerson(browser, options), at, name),
    idOf,
    logOf: async customer => server.events(await idOf(customer)),
    async closePeople() {
      await Promise.all(browser.contexts().map(context => context.close()))
    },
    async close() {
      await browser.close()
      await server.stop()
    },
  }
}

/** As `expect`, asking again until it holds. */
export function soon<Value>(ask: () => Value | Promise<Value>) {
  return expect.poll(ask, { timeout: stepMs, interval: 50 })
}

/** What was said, by everyone or by one kind of author. */
export function textsOf(log: readonly LoggedEvent[], by?: LoggedEvent['actor']['kind']): readonly string[] {
  return log
    .filter(event => event.type === 'MessageReceived' || event.type === 'MessageSent')
    .filter(event => by === undefined || event.actor.kind === by)
    .map(event => String(event.data.text))
}

export function typesOf(log: readonly LoggedEvent[]): readonly string[] {
  return log.map(event => event.type)
}
