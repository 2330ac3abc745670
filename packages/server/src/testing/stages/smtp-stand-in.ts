// A mail server for tests: takes mails over real SMTP, keeps them, and fails as it is told.
import type { AddressInfo } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import type { Mishap } from '../channel-stage.ts'
import { pause } from '../until.ts'
import { createMishaps, slowMs } from './mishaps.ts'

export interface TakenMail {
  readonly from: string
  readonly to: string
  readonly raw: Buffer
  readonly mail: Awaited<ReturnType<typeof PostalMime.parse>>
}

export interface SmtpStandIn {
  readonly port: number
  taken(): readonly TakenMail[]
  mishap(mishap: Mishap, times: number): void
  close(): Promise<void>
}

export const smtpUser = { user: 'shop@shop.example', password: 'a mail password' } as const

const answer = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code })

export async function startSmtpStandIn(): Promise<SmtpStandIn> {
  const taken: TakenMail[] = []
  const mishaps = createMishaps()
  let atRecipient: Mishap | null = null
  const server = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onAuth(auth, _session, done) {
      const isRight = auth.username === smtpUser.user && auth.password === smtpUser.password
      if (isRight) done(null, { user: auth.username })
      else done(answer(535, '5.7.8 Authentication credentials invalid'))
    },
    onRcptTo(_address, _session, done) {
      atRecipient = mishaps.next()
      if (atRecipient === 'refuses') return done(answer(550, '5.1.1 No such mailbox here'))
      if (atRecipient === 'throttles') return done(answer(451, '4.7.1 Too many mails, try again later'))
      if (atRecipient === 'fails') return done(answer(421, '4.3.0 Temporary trouble'))
      done()
    },
    onData(stream, session, done) {
      const mishap = atRecipient
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks)
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom === false ? '' : mailFrom.address
        taken.push({ from, to: rcptTo[0]?.address ?? '', raw, mail: await PostalMime.parse(raw) })
        if (mishap === 'slow') await pause(slowMs)
        if (mishap === 'drops_answer') for (const { _socket } of connections(server)) _socket.destroy()
        else done()
      })
    },
    onConnect(_session, done) {
      if (!mishaps.isDown()) return done()
      for (const { _socket } of connections(server)) _socket.destroy()
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  return {
    port: (server.server.address() as AddressInfo).port,
    taken: () => taken,
    mishap: mishaps.add,
    close: () => new Promise(closed => server.close(() => closed())),
  }
}

/** The open connections, which smtp-server keeps to itself. */
function connections(server: SMTPServer): readonly { readonly _socket: { destroy(): void } }[] {
  const { connections: open } = server as unknown as {
    connections: Set<{ readonly _socket: { destroy(): void } }>
  }
  return [...open]
}
