// The load generator's process: takes orders from the bench over the process channel, one at a time.
import { WebSocket } from 'ws'
import type { Answer, Connect, CountFrames, Order, RunTakeovers, RunTrial, VisitorTarget } from './orders.ts'
import { type Item, type Listener, Reader, type Row, sumViolations } from './reader.ts'
import { Takeovers } from './takeovers.ts'
import { Trial } from './trial.ts'

/** Sockets opened at the same time. */
const openAtOnce = 50

let visitors: Reader[] = []
let consoles: Reader[] = []
let targets: readonly VisitorTarget[] = []
let trial: Trial | null = null
let takeovers: Takeovers | null = null

const listener = (console: boolean): Listener => ({
  accepted: ref => trial?.accepted(ref),
  refused: (ref, code) => trial?.refused(ref, code),
  items(reader: Reader, conversationId: string, items: readonly Item[]) {
    trial?.items(reader, items, console)
    if (!console) takeovers?.items(conversationId, items)
  },
  rows: (reader: Reader, rows: readonly Row[]) => takeovers?.rows(reader, rows),
  get wantsRows() {
    return takeovers !== null
  },
})
const ofVisitors = listener(false)
const ofConsoles = listener(true)

async function connect({ url, visitors: wanted, consoles: watching }: Connect): Promise<void> {
  close()
  targets = wanted
  for (let from = 0; from < wanted.length; from += openAtOnce) {
    const some = wanted.slice(from, from + openAtOnce)
    visitors.push(
      ...(await Promise.all(some.map(({ token }, n) => Reader.open(url, token, from + n, ofVisitors)))),
    )
    some.forEach(({ conversationId, seq }, n) => {
      visitors[from + n]?.follow(conversationId, seq, true)
    })
  }
  consoles = await Promise.all(watching.map(({ token }, n) => Reader.open(url, token, n, ofConsoles)))
  watching.forEach(({ follows }, n) => {
    if (follows === 'list') consoles[n]?.followList()
    else for (const { conversationId, seq } of wanted) consoles[n]?.follow(conversationId, seq, false)
  })
  await new Promise(resolve => setTimeout(resolve, 300))
}

async function runTrial(run: RunTrial) {
  trial = new Trial(run, visitors, consoles.length)
  const result = await trial.play(violations)
  trial = null
  return result
}

async function runTakeovers(run: RunTakeovers) {
  const { rate, clicks, perSecond } = run
  const warmMs = 2_000
  const measureMs = (clicks / perSecond) * 1_000 + 1_000
  takeovers = new Takeovers(run, targets, visitors, consoles)
  const beside = { order: 'trial', path: 'bot', rate, warmMs, measureMs } as const
  const load = runTrial({ ...beside, writers: visitors.length - clicks })
  const result = await takeovers.play(load, warmMs)
  takeovers = null
  return result
}

async function countFrames({ url, sockets, forMs }: CountFrames): Promise<Answer> {
  let count = 0
  let last = 0
  const all = await Promise.all(
    Array.from({ length: sockets }, () => {
      const socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true })
      socket.on('message', () => {
        count += 1
        last = performance.now()
      })
      return new Promise<WebSocket>((resolve, reject) => {
        socket.on('open', () => resolve(socket))
        socket.on('error', reject)
      })
    }),
  )
  const start = performance.now()
  tell({ answer: 'connected', violations: violations() })
  await new Promise(resolve => setTimeout(resolve, forMs + 1_000))
  for (const socket of all) socket.terminate()
  return { answer: 'frames', count, overMs: last - start }
}

function violations() {
  return sumViolations([...visitors, ...consoles])
}

function close(): void {
  for (const reader of [...visitors, ...consoles]) reader.close()
  visitors = []
  consoles = []
}

async function obey(order: Order): Promise<Answer> {
  switch (order.order) {
    case 'connect':
      await connect(order)
      return { answer: 'connected', violations: violations() }
    case 'trial':
      return { answer: 'trial', result: await runTrial(order) }
    case 'takeovers':
      return { answer: 'takeovers', result: await runTakeovers(order) }
    case 'frames':
      return countFrames(order)
    case 'close':
      close()
      return { answer: 'closed' }
  }
}

function tell(answer: Answer): void {
  process.send?.(answer)
}

process.on('message', (order: Order) => {
  obey(order).then(tell, (error: unknown) => tell({ answer: 'failed', problem: String(error) }))
})
// The bench is gone: so is the reason to run.
process.on('disconnect', () => process.exit(0))
