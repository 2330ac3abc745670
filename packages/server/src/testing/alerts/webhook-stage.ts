// An endpoint of the team's own: checks every signature, and keeps what it heard.
import { Webhook } from 'standardwebhooks'
import type { AlertStage, ToldAlert } from './alert-stage.ts'
import { startLocalServer } from './local-server.ts'

interface Heard {
  readonly type: string
  readonly data: Readonly<Record<string, string | null>>
}

export async function openWebhookStage(): Promise<AlertStage> {
  const told: ToldAlert[] = []
  const closings: string[] = []
  const faults: string[] = []
  let secret = ''
  const server = await startLocalServer(({ headers, body }) => {
    try {
      new Webhook(secret).verify(body.toString(), headers)
    } catch {
      faults.push('the signature does not fit')
    }
    const { type, data } = JSON.parse(body.toString()) as Heard
    const { state, by, contactName, reason, url } = data
    if (type === 'alert.closed' || type === 'alert.acknowledged') closings.push(`${state} ${by}`)
    else told.push({ id: headers['webhook-id'] ?? '', text: `${contactName}\n${reason}`, url: url ?? '' })
    return { status: 204 }
  })
  return {
    kind: 'webhook',
    settings: { url: `${server.url}/alerts` },
    updates: true,
    afterLostAnswer: 'repeated_under_one_id',
    made: made => {
      secret = made ?? ''
    },
    told: () => told,
    closings: () => closings,
    faults: () => faults,
    mishap: server.mishap,
    close: server.close,
  }
}
