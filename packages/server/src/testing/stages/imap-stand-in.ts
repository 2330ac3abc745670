// A mailbox for tests: a real IMAP server in this process, to which mails can be added, and which can number them anew.
import type { AddressInfo, Server } from 'node:net'
import hoodiecrow from 'hoodiecrow-imap'

type Handler = (connection: unknown, parsed: unknown, data: unknown, next: () => void) => void

interface Hoodiecrow {
  setCommandHandler(command: string, handler: Handler): void
  getCommandHandler(command: string): Handler
  readonly server: Server
  listen(port: number, host: string, done: () => void): void
  close(done: () => void): void
  appendMessage(mailbox: string, flags: readonly string[], date: Date, raw: string): void
}
const make = hoodiecrow as (options: object) => Hoodiecrow

export interface ImapStandIn {
  readonly port: number
  /** At the end of the inbox. */
  add(raw: Buffer): void
  /** How often the mailbox was opened. */
  looks(): number
  close(): Promise<void>
}

export const imapUser = { user: 'shop@shop.example', password: 'a mailbox password' } as const

/** `uidValidity`: another one for the same mails is a mailbox that was numbered anew. */
export async function startImapStandIn(
  options: { readonly uidValidity?: number; readonly port?: number } = {},
): Promise<ImapStandIn> {
  const server = make({
    plugins: ['ID', 'SASL-IR', 'NAMESPACE', 'LITERALPLUS', 'UNSELECT', 'SPECIAL-USE'],
    users: { [imapUser.user]: { password: imapUser.password } },
    storage: { INBOX: { uidvalidity: options.uidValidity ?? 42, messages: [] } },
  })
  let looks = 0
  for (const command of ['SELECT', 'EXAMINE']) {
    const usual = server.getCommandHandler(command)
    server.setCommandHandler(command, (connection, parsed, data, next) => {
      usual(connection, parsed, data, next)
      looks += 1
    })
  }
  await new Promise<void>(listening => server.listen(options.port ?? 0, '127.0.0.1', listening))
  return {
    port: (server.server.address() as AddressInfo).port,
    add: raw => server.appendMessage('INBOX', [], new Date(), raw.toString('latin1')),
    looks: () => looks,
    close: () => new Promise(closed => server.close(closed)),
  }
}
