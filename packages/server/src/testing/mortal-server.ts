// A server of its own on a database of its own, to be killed and started again at the same address.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Api } from '@baton/client'
import { createApi } from '@baton/client'
import { createTestDatabase } from './postgres.ts'
import type { ServerProcess } from './server-process.ts'
import { freePort, startServerProcess } from './server-process.ts'

export interface MortalServer {
  readonly url: string
  /** As the admin; good across kills. */
  readonly api: Api
  apiAs(token: string): Api
  kill(): Promise<void>
  /** After a kill. Resolves when it is ready. */
  start(): Promise<void>
  /** Stops it as an operator does, and drops its database. */
  close(): Promise<void>
}

/** Private addresses are allowed: everybody whom it calls is local. */
export async function startMortalServer(): Promise<MortalServer> {
  const database = await createTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-killed-'))
  const key = `baton_${randomBytes(24).toString('base64url')}`
  const options = {
    port: await freePort(),
    env: {
      BATON_DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      BATON_SECRET: randomBytes(24).toString('hex'),
      BATON_ADMIN_EMAIL: 'admin@test.example',
      BATON_ADMIN_PASSWORD: 'a long enough password',
      BATON_ADMIN_API_KEY: key,
      BATON_RATE_LIMITS: '0',
      BATON_ALLOW_PRIVATE: '127.0.0.1',
    },
  }
  let server: ServerProcess = await startServerProcess(options)
  const { url } = server
  const apiAs = (token: string) => createApi({ url, token: () => token })
  return {
    url,
    api: apiAs(key),
    apiAs,
    kill: () => server.kill(),
    async start() {
      server = await startServerProcess(options)
    },
    async close() {
      await server.stop()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
