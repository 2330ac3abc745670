// Telegram for the contract suite: updates with the secret that was agreed, and a server behind.
import type { ChannelStage, HookCall, StagedCustomer } from '../channel-stage.ts'
import { listenAsTelegram, TelegramServer, telegramToken } from './telegram-server.ts'

export interface TelegramStage extends ChannelStage {
  update(update: object): HookCall
  /** Fields of each call, as they came; files by their names. */
  calls(): readonly { readonly method: string; readonly fields: Readonly<Record<string, string>> }[]
  webhook(): { readonly url: string; readonly secret: string }
}

export async function startTelegramStage(): Promise<TelegramStage> {
  const telegram = new TelegramServer()
  const standIn = await listenAsTelegram(telegram)
  const ids = new Map<string, number>()
  let updates = 1_000

  const idOf = (externalId: string) => {
    const held = ids.get(externalId) ?? ids.size + 1
    ids.set(externalId, held)
    return held
  }

  let secret = ''
  const update = (told: object): HookCall => ({
    method: 'POST',
    path: '',
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
    body: Buffer.from(JSON.stringify({ update_id: updates++, ...told })),
  })
  const said = (from: StagedCustomer, externalId: string, more: object) =>
    update({
      message: {
        message_id: idOf(externalId),
        date: 1,
        chat: { id: Number(from.address), type: 'private' },
        from: {
          id: Number(from.address),
          is_bot: false,
          first_name: 'Customer',
          last_name: from.name.split(' ')[1],
        },
        ...more,
      },
    })

  return {
    kind: 'telegram',
    settings: { token: telegramToken, apiUrl: standIn.url },
    connected(made) {
      secret = made.secret ?? ''
    },
    update,
    calls: () => telegram.calls,
    webhook: () => telegram.webhook,
    customer: n => ({ address: String(700_000 + n), name: `Customer ${n}` }),
    says: messages => messages.map(({ from, text, externalId }) => said(from, externalId, { text })),
    forged: call => ({ ...call, headers: { ...call.headers, 'x-telegram-bot-api-secret-token': 'wrong' } }),
    sendsFile(from, file, externalId) {
      const file_id = `file-${telegram.files.size + 1}`
      telegram.files.set(file_id, file.bytes)
      const document = {
        file_id,
        file_name: file.name,
        mime_type: file.mimeType,
        file_size: file.bytes.length,
      }
      return said(from, externalId, { document })
    },
    status: null,
    taken: () => telegram.taken,
    mishap: standIn.mishap,
    settlesUnknown: false,
    owedCalls: () => [],
    close: standIn.close,
  }
}
