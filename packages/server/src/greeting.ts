// What the person who started Baton is told: where to go, and at the first start how to sign in.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FirstStart } from './app/first-start.ts'
import type { Config } from './config.ts'

export async function demoFile(config: Config, first: FirstStart | null): Promise<void> {
  if (!first || first.agents.length === 0) return
  const lines = first.agents.map(agent => `${agent.name}  ${agent.email}  ${agent.password}`)
  await mkdir(config.dataDir, { recursive: true })
  await writeFile(join(config.dataDir, 'demo-sign-in.txt'), `${lines.join('\n')}\n`, { mode: 0o600 })
}

export function greeting(config: Config, address: string, first: FirstStart | null, demo: boolean): string {
  const lines = ['', `  Baton is ready.`, '', `  Console    ${address}/`]
  if (demo) lines.push(`  Demo chat  ${address}/demo`)
  if (first && first.agents.length > 0) {
    lines.push('', '  This is a demo workspace: a shop chat, an example bot and two agents. Sign in as')
    for (const agent of first.agents) lines.push(`    ${agent.name}   ${agent.email}   ${agent.password}`)
    lines.push(`  (also in ${join(config.dataDir, 'demo-sign-in.txt')})`)
  } else if (first && config.admin)
    lines.push('', `  Sign in as ${config.admin.email} with the password of BATON_ADMIN_PASSWORD.`)
  else if (demo)
    lines.push(
      '',
      `  How to sign in was printed at the first start; the demo's is in ${join(config.dataDir, 'demo-sign-in.txt')}.`,
    )
  return `${lines.join('\n')}\n\n`
}
