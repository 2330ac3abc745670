// The import table, executable: who may import whom, no cycles (types included), sizes, names, and that the numbered
// rules and the tests cite each other.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = import.meta.dirname
const passedOver = new Set(['node_modules', 'dist', '.git', 'data', 'results'])

function filesBelow(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap(entry => {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) return passedOver.has(entry.name) ? [] : filesBelow(path)
    return /\.(ts|tsx|mjs)$/.test(entry.name) ? [relative(root, path)] : []
  })
}

interface Source {
  readonly file: string
  readonly text: string
  readonly imports: readonly { readonly to: string; readonly typeOnly: boolean }[]
}

const importForm =
  /(?:^|\n)\s*(?:import|export)(\s+type)?\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g

function read(file: string): Source {
  const text = readFileSync(join(root, file), 'utf8')
  const imports = [...text.matchAll(importForm)].map(([, typeOnly, from, dynamic]) => {
    const target = from ?? dynamic ?? ''
    const to = target.startsWith('.') ? relative(root, join(root, dirname(file), target)) : target
    return { to, typeOnly: typeOnly !== undefined }
  })
  return { file, text, imports }
}

const all = filesBelow(root).map(read)
const isTest = ({ file }: Source) =>
  /\.test\.tsx?$/.test(file) || /\/testing\//.test(file) || file.startsWith('e2e/')
const product = all.filter(source => source.file.startsWith('packages/') && !isTest(source))

/** Each part may import itself and what is named; parts are path prefixes or package names. */
const table: readonly (readonly [part: string, mayImport: readonly string[]])[] = [
  ['packages/core/src', []],
  // Pure like the core: whoever reads messages may ask it, server, labs and console alike.
  ['packages/detection/src', []],
  ['packages/protocol/src', ['@baton/core', 'zod']],
  // For bots that others write, on Node; nothing of it reaches a browser.
  [
    'packages/client/src/bot',
    ['type @baton/protocol', 'standardwebhooks', 'node:http', 'node:crypto', 'node:stream'],
  ],
  ['packages/cli/src', ['@baton/client', '@baton/protocol', 'npm']],
  ['packages/client/src', ['type @baton/core', 'type @baton/protocol']],
  // What marks texts is a script of its own, fetched when a text has marks; of the core nothing else reaches a site.
  ['packages/widget/src/text', ['@baton/core', 'preact']],
  ['packages/widget/src', ['@baton/client', 'preact']],
  ['packages/console/src/ui', ['npm']],
  // The words of ten languages: fetched by who tries a rule, and by nobody else.
  [
    'packages/console/src/features/rules/try',
    [
      'packages/console/src/features/rules',
      'packages/console/src/app',
      'packages/console/src/ui',
      '@baton/client',
      '@baton/core',
      '@baton/detection',
      'npm',
    ],
  ],
  [
    'packages/console/src/features',
    [
      'packages/console/src/app',
      'packages/console/src/ui',
      '@baton/client',
      '@baton/core',
      'type @baton/protocol',
      'npm',
    ],
  ],
  ['packages/console/src', ['@baton/client', '@baton/core', 'type @baton/protocol', 'npm']],
  [
    'packages/server/src/app',
    [
      '@baton/core',
      '@baton/detection',
      '@baton/protocol',
      'jose',
      'libphonenumber-js',
      'uuid',
      'type pino',
      'node:crypto',
      'node:fs/promises',
      'node:path',
    ],
  ],
  [
    'packages/server/src/http',
    ['packages/server/src/app', '@baton/core', '@baton/detection', '@baton/protocol', 'npm'],
  ],
  ['packages/server/src/ws', ['packages/server/src/app', '@baton/core', '@baton/protocol', 'npm']],
  ['packages/server/src/worker', ['packages/server/src/app', '@baton/core', 'npm']],
  [
    'packages/server/src/bots',
    [
      'packages/server/src/app/bot-answer.ts',
      'packages/server/src/app/bot-port.ts',
      'packages/server/src/app/bot-secrets.ts',
      'packages/server/src/app/bot-store.ts',
      'packages/server/src/app/briefs.ts',
      'packages/server/src/app/egress.ts',
      'packages/server/src/app/flow-calls.ts',
      'packages/server/src/app/flow-secrets.ts',
      'packages/server/src/app/history.ts',
      'packages/server/src/app/meaning.ts',
      'packages/server/src/app/media-store.ts',
      'packages/server/src/app/ports.ts',
      'packages/server/src/app/prompts.ts',
      'packages/server/src/app/team-named.ts',
      'packages/server/src/app/turn-tokens.ts',
      '@baton/core',
      '@baton/protocol',
      'npm',
    ],
  ],
  [
    'packages/server/src/media',
    [
      'packages/server/src/app/media-name.ts',
      'packages/server/src/app/media-store.ts',
      'packages/server/src/app/ports.ts',
      'npm',
    ],
  ],
  [
    'packages/server/src/webhooks',
    [
      'packages/server/src/app/egress.ts',
      'packages/server/src/app/webhook-schedule.ts',
      'packages/server/src/app/webhook-store.ts',
      'npm',
    ],
  ],
  [
    'packages/server/src/channels',
    [
      'packages/server/src/app/channel-port.ts',
      'packages/server/src/app/egress.ts',
      '@baton/core',
      '@baton/protocol',
      'npm',
    ],
  ],
  ['packages/server/src/egress', ['packages/server/src/app/egress.ts', 'npm']],
  ...['store', 'bus', 'sign-in'].map(
    name =>
      [
        `packages/server/src/${name}`,
        [
          'packages/server/src/app/ports.ts',
          'packages/server/src/app/bot-store.ts',
          'packages/server/src/app/channel-port.ts',
          'packages/server/src/app/channel-store.ts',
          'packages/server/src/app/finding.ts',
          'packages/server/src/app/hearing.ts',
          'packages/server/src/app/ready-rules.ts',
          'packages/server/src/app/rule-store.ts',
          'packages/server/src/app/contacts.ts',
          'packages/server/src/app/new-id.ts',
          'packages/server/src/app/outreach-store.ts',
          'packages/server/src/app/briefs.ts',
          'packages/server/src/app/lab/lab-store.ts',
          'packages/server/src/app/lab/past-store.ts',
          'packages/server/src/app/knowledge.ts',
          'packages/server/src/app/meaning.ts',
          'packages/server/src/app/media-store.ts',
          'packages/server/src/app/team-store.ts',
          'packages/server/src/app/webhook-schedule.ts',
          'packages/server/src/app/webhook-store.ts',
          'packages/server/src/app/writing-store.ts',
          '@baton/core',
          '@baton/detection',
          'npm',
        ],
      ] as const,
  ),
]

function mayImport(source: Source, to: string, typeOnly: boolean): boolean {
  const row = table.find(([part]) => source.file.startsWith(`${part}/`))
  if (!row) return true
  const [part, allowed] = row
  if (to.startsWith(`${part}/`)) return true
  const isPackage = !to.startsWith('packages/')
  const isForeign = isPackage && !to.startsWith('@baton/')
  return allowed.some(one => {
    if (one === 'npm') return isForeign
    if (one.startsWith('type ')) return typeOnly && to === one.slice(5)
    return to === one || to.startsWith(`${one}/`) || (one === 'preact' && to.startsWith('preact'))
  })
}

describe('imports', () => {
  test('are found at all', () => {
    expect(product.flatMap(({ imports }) => imports).length).toBeGreaterThan(300)
  })

  test('everybody imports only what the table lets them', () => {
    const broken = product.flatMap(source =>
      source.imports
        .filter(({ to, typeOnly }) => !mayImport(source, to, typeOnly))
        .map(({ to }) => `${source.file} → ${to}`),
    )
    expect(broken).toEqual([])
  })

  test('a package is entered by its one door', () => {
    const inside = all.flatMap(({ file, imports }) => {
      const own = /^packages\/[^/]+/.exec(file)?.[0]
      return imports
        .filter(
          ({ to }) =>
            (/^@baton\/[^/]+\//.test(to) && to !== '@baton/client/bot') ||
            (own && to.startsWith('packages/') && !to.startsWith(`${own}/`)),
        )
        .map(({ to }) => `${file} → ${to}`)
    })
    expect(inside).toEqual([])
  })

  test('a feature of the console never imports another', () => {
    const crossed = product.flatMap(({ file, imports }) => {
      const own = /^packages\/console\/src\/features\/[^/]+/.exec(file)?.[0]
      if (!own) return []
      return imports
        .filter(({ to }) => to.startsWith('packages/console/src/features/') && !to.startsWith(`${own}/`))
        .map(({ to }) => `${file} → ${to}`)
    })
    expect(crossed).toEqual([])
  })

  test('there are no cycles, types included', () => {
    const edges = new Map(all.map(({ file, imports }) => [file, imports.map(({ to }) => to)]))
    const done = new Set<string>()
    const cycles: string[] = []
    function walk(file: string, path: readonly string[]): void {
      const again = path.indexOf(file)
      if (again >= 0) cycles.push([...path.slice(again), file].join(' → '))
      if (again >= 0 || done.has(file)) return
      for (const to of edges.get(file) ?? []) if (edges.has(to)) walk(to, [...path, file])
      done.add(file)
    }
    for (const file of edges.keys()) walk(file, [])
    expect(cycles).toEqual([])
  })
})

describe('sizes and names', () => {
  const lengths = product.map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }))

  test('no file has more than 400 lines, and 95 % have at most 250', () => {
    const tooLong = all
      .map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > 400)
    expect(tooLong).toEqual([])
    const long = lengths.filter(({ lines }) => lines > 250)
    expect(long.length / lengths.length, JSON.stringify(long)).toBeLessThanOrEqual(0.05)
  })

  test('files are named in kebab-case, and by what they are', () => {
    const vague = /(^|[-/.])(managers?|helpers?|utils?|services?|handlers?|base|info|data|misc)(?=[-/.])/
    const names = all
      .map(({ file }) => file)
      .filter(file => vague.test(file) || !/^[a-z0-9./_-]+$/.test(file))
    expect(names).toEqual([])
  })

  // `any` is the linter's business.
  test('no check is switched off, no test is skipped', () => {
    const escapes = all
      .filter(({ file }) => file !== 'architecture.test.ts')
      .filter(({ text }) =>
        /@ts-(ignore|nocheck|expect-error)|\b(test|it|describe)\.(skip|only|todo)\(/.test(text),
      )
    expect(escapes.map(({ file }) => file)).toEqual([])
  })
})

describe('the numbered rules', () => {
  const spec = readFileSync(join(root, 'packages/core/SPEC.md'), 'utf8')
  const known = new Set([...spec.matchAll(/^- \*\*([A-Z]{2}\d+)\*\*/gm)].map(match => match[1] ?? ''))
  const cited = new Set(
    all
      .filter(isTest)
      .flatMap(({ text }) => [...text.matchAll(/\[([A-Z]{2}\d+)\]/g)].map(match => match[1] ?? '')),
  )

  test('each is cited by a test', () => {
    expect(known.size).toBeGreaterThan(20)
    expect([...known].filter(id => !cited.has(id))).toEqual([])
  })

  test('none is cited that the spec does not have', () => {
    expect([...cited].filter(id => !known.has(id))).toEqual([])
  })
})
