// A slow line on demand (`BATON_TEST_LINE_MS=600 npx vitest run --project e2e`): whatever leans on an answer or a frame
// being quick fails here, on a quiet machine, instead of once in a while on a busy one.
import { setTimeout as pause } from 'node:timers/promises'
import type { BrowserContext } from 'playwright-core'

const lineMs = Number(process.env.BATON_TEST_LINE_MS ?? 0)
const framesMs = Number(process.env.BATON_TEST_FRAMES_MS ?? 0)

/** Answers take between half of the time and one and a half of it, so that they overtake one another; frames stay in order. */
export async function slowDown(context: BrowserContext): Promise<void> {
  if (lineMs > 0)
    await context.route('**/api/v1/**', async route => {
      await pause(lineMs * (0.5 + Math.random()))
      // The page may be closed by now.
      await route.fallback().catch(() => undefined)
    })
  if (framesMs > 0)
    await context.routeWebSocket(/\/api\/v1\//, socket => {
      const server = socket.connectToServer()
      socket.onMessage(frame => server.send(frame))
      server.onMessage(async frame => {
        await pause(framesMs)
        socket.send(frame)
      })
    })
}
