// How long a list, a filter, a search and the counts take among a hundred thousand conversations, over HTTP.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { plant } from '../scripts/seed/plant.ts'
import { apiKey, startBaton } from './baton.ts'
import { percentile } from './load/percentile.ts'
import { measurePage, type PageFigures } from './page.ts'
import type { Plan } from './plan.ts'
import type { Postgres } from './postgres.ts'
import { rootDir } from './processes.ts'
import { figure, say } from './progress.ts'

interface Asked {
  readonly group: 'lists' | 'filters' | 'names' | 'words' | 'counts'
  readonly what: string
  readonly path: string
}

export interface Finding {
  readonly conversations: number
  readonly events: number
  readonly seededPerSecond: number
  /** By group, and of each request of the mix. */
  readonly groups: readonly Timed[]
  readonly requests: readonly Timed[]
  /** Null in the smoke. */
  readonly page: PageFigures | null
}

export interface Timed {
  readonly what: string
  readonly p50Ms: number
  readonly p95Ms: number
}

async function get<Answer>(url: string, path: string): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${apiKey}` } })
  if (!answer.ok) throw new Error(`GET ${path} gave ${answer.status}: ${await answer.text()}`)
  return answer.json()
}

interface Page {
  readonly items: readonly { readonly movedAt?: string }[]
  readonly next: string | null
}

/** The path of a page that many others come before. */
async function deep(url: string, path: string, pages: number): Promise<string> {
  let at = path
  for (let page = 0; page < pages; page++) {
    const { next } = await get<Page>(url, at)
    if (next === null) break
    at = `${path}&cursor=${encodeURIComponent(next)}`
  }
  return at
}

async function mixOf(url: string): Promise<readonly Asked[]> {
  const ids = async (path: string) => (await get<{ items: { id: string; name: string }[] }>(url, path)).items
  const team = (await ids('/teams'))[0]?.id ?? ''
  const channel = (await ids('/channels')).find(({ name }) => name.startsWith('Seed'))?.id ?? ''
  const agent = (await ids('/agents')).find(({ name }) => name === 'Alma')?.id ?? ''
  const back = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
  const list = (what: string, path: string): Asked => ({
    group: 'lists',
    what,
    path: `/conversations?${path}`,
  })
  const filter = (what: string, path: string): Asked => ({ ...list(what, path), group: 'filters' })
  const named = (what: string, path: string): Asked => ({ ...list(what, path), group: 'names' })
  const words = (what: string, q: string): Asked => ({
    group: 'words',
    what,
    path: `/search?q=${encodeURIComponent(q)}`,
  })
  const far = async (asked: Asked, pages: number) => ({
    ...asked,
    what: `${asked.what}, page ${pages + 1}`,
    path: await deep(url, asked.path, pages),
  })
  return [
    list('active', 'state=active'),
    await far(list('active', 'state=active&limit=100'), 200),
    await far(list('requesting', 'state=requesting&limit=50'), 2),
    list('all', 'limit=100'),
    filter('nobody’s', 'owner=none'),
    filter('an agent’s', `owner=${agent}`),
    filter('a channel', `channel=${channel}`),
    await far(filter('a channel', `channel=${channel}&limit=100`), 100),
    filter('a team', `team=${team}`),
    filter('a common tag', 'tag=refund'),
    filter('a tag of many', 'tag=vip&tag=business&tag=late'),
    filter('a topic', 'topic=Payment'),
    await far(filter('a topic', 'topic=Payment&limit=100'), 40),
    filter('a status', 'status=done'),
    filter('tag, topic, status, channel', `tag=refund&topic=Payment&status=open&channel=${channel}`),
    filter('urgent and a tag', 'priority=urgent&tag=vip'),
    filter('nothing has it', 'tag=nobody-has-this'),
    filter('a month ago', `movedBefore=${back(30)}&movedAfter=${back(60)}`),
    filter('waiting for an hour', 'waitingMs=3600000'),
    named('a letter', 'q=m'),
    named('a given name', 'q=Luc%C3%ADa'),
    named('a whole name', 'q=lucia%20nu%C3%B1ez'),
    named('an address', 'q=vera.walker'),
    named('nobody’s', 'q=zzyzx'),
    words('a word of most', 'order'),
    await far(words('a word of most', 'pedido'), 50),
    words('a letter', 'p'),
    words('three letters', 'con'),
    words('the beginning of a common word', 'pedid'),
    words('two common words', 'courier parcel'),
    words('a phrase', '"nuestro almacén"'),
    words('a number of an order', 'AB-123456'),
    words('the beginning of one', 'ab-12'),
    words('a rare word', 'counter'),
    words('a word of nobody', 'xylophone'),
    words('common and impossible', 'order xylophone'),
    { group: 'counts', what: 'counts', path: '/conversations/counts' },
  ]
}

const turns = 20

function timed(what: string, times: readonly number[]): Timed {
  return { what, p50Ms: percentile(times, 0.5), p95Ms: percentile(times, 0.95) }
}

/** Each request in turn, not the same one again and again: so that caches are what they are in use. */
async function measure(url: string): Promise<Pick<Finding, 'groups' | 'requests'>> {
  const mix = await mixOf(url)
  const times = new Map(mix.map(asked => [asked, [] as number[]]))
  for (let turn = 0; turn < turns; turn++) {
    for (const asked of mix) {
      const began = performance.now()
      await get(url, asked.path)
      // The first turn warms up.
      if (turn > 0) times.get(asked)?.push(performance.now() - began)
    }
  }
  const groups = [...new Set(mix.map(({ group }) => group))]
  return {
    requests: mix.map(asked => timed(`${asked.group}: ${asked.what}`, times.get(asked) ?? [])),
    groups: groups.map(group =>
      timed(
        group,
        [...times].flatMap(([asked, of]) => (asked.group === group ? of : [])),
      ),
    ),
  }
}

export async function measureFinding(postgres: Postgres, plan: Plan): Promise<Finding> {
  const conversations = plan.name === 'smoke' ? 2_000 : 100_000
  const databaseUrl = await postgres.create('finding')
  // A first start makes the tables and the workspace; the second one finds what was seeded between.
  await (await startBaton(databaseUrl)).stop()
  say(`seeding ${figure(conversations)} conversations`)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  const flow = JSON.parse(readFileSync(join(rootDir, 'examples/shop-bot.json'), 'utf8'))
  const began = performance.now()
  const events = await plant(pool, { conversations, add: false, flow })
  const seededPerSecond = (conversations / (performance.now() - began)) * 1_000
  await pool.end()
  const baton = await startBaton(databaseUrl)
  try {
    const figures = await measure(baton.apiUrl)
    for (const { what, p50Ms, p95Ms } of figures.requests)
      say(`  ${what}: p50 ${figure(p50Ms)} ms, p95 ${figure(p95Ms)} ms`)
    const page = plan.name === 'smoke' ? null : await measurePage(baton)
    return { conversations, events, seededPerSecond, ...figures, page }
  } finally {
    await baton.stop()
  }
}
