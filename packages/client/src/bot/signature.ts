// Who asks: Baton signs each request by Standard Webhooks. Nothing is read of a request before this says yes.
import { Webhook } from 'standardwebhooks'

/** Of an id, a time within five minutes of now, and the body as it came. */
export type IsSigned = (headers: Headers, body: string) => boolean

function webhookOf(secret: string): Webhook {
  const advice = 'Copy the secret from the bot’s settings in Baton; it begins with whsec_.'
  if (secret.trim() === '') throw new Error(`The bot has no secret. ${advice}`)
  try {
    return new Webhook(secret.trim())
  } catch (cause) {
    throw new Error(`The bot’s secret cannot be read. ${advice}`, { cause })
  }
}

/** @throws Error when the secret is missing or no secret: an open door is never the default. */
export function createIsSigned(secret: string): IsSigned {
  const webhook = webhookOf(secret)
  return (headers, body) => {
    try {
      webhook.verify(body, Object.fromEntries(headers.entries()), { jsonParse: false })
      return true
    } catch {
      return false
    }
  }
}
