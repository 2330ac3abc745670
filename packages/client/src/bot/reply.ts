// What a bot answers to a request, kept so that it can be given again.
import { Tape, tapeOf } from './tape.ts'

export interface Reply {
  readonly status: number
  /** Null: no body. */
  readonly type: string | null
  readonly tape: Tape
}

export function jsonReply(status: number, body: unknown): Reply {
  return { status, type: 'application/json', tape: tapeOf(JSON.stringify(body)) }
}

/** For people and programs: what is wrong, and what to do. */
export function problemReply(status: number, code: string, detail: string): Reply {
  return jsonReply(status, { status, code, detail })
}

export function emptyReply(status: 202 | 204): Reply {
  const tape = new Tape()
  tape.end()
  return { status, type: null, tape }
}

export const laterReply = () => emptyReply(202)

export function responseOf({ status, type, tape }: Reply, onLeave: () => void): Response {
  if (type === null) return new Response(null, { status })
  return new Response(tape.read(onLeave), {
    status,
    headers: { 'content-type': type, 'cache-control': 'no-store' },
  })
}
