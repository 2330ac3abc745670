// A socket as a stranger would write one: frames in, messages out, nothing resumed.
import type { ServerMessage } from '@baton/protocol'
import { WebSocket } from 'ws'
import { until } from './until.ts'

type MessageOf<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>

export interface RawSocket {
  readonly socket: WebSocket
  /** Everything that came, in order. */
  readonly messages: readonly ServerMessage[]
  /** The code with which it was closed; null while open. */
  closedWith(): number | null
  send(frame: unknown): void
  /** The first message of the type, from the `from`th message on. */
  heard<Type extends ServerMessage['type']>(type: Type, from?: number): Promise<MessageOf<Type>>
  close(): void
}

/** `hello: null` says nothing at first. Resolves once it is open. */
export async function openRawSocket(
  url: string,
  hello: string | null,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawSocket> {
  // Without a cookie nobody else can be meant; with one, the query would turn it off.
  const query = 'cookie' in headers ? '' : '?with=token'
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live${query}`, {
    headers: { ...headers },
  })
  const messages: ServerMessage[] = []
  let code: number | null = null
  socket.on('message', raw => messages.push(...(JSON.parse(raw.toString()) as ServerMessage[])))
  socket.on('close', closed => {
    code = closed
  })
  socket.on('error', () => undefined)
  await new Promise<void>((opened, failed) => {
    socket.once('open', opened)
    socket.once('error', failed)
  })
  const send = (frame: unknown) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  if (hello !== null) send({ type: 'hello', token: hello })
  return {
    socket,
    messages,
    closedWith: () => code,
    send,
    heard: (type, from = 0) =>
      until(`a message ${type}`, () =>
        messages.slice(from).find((message): message is MessageOf<typeof type> => message.type === type),
      ),
    close: () => socket.close(),
  }
}
