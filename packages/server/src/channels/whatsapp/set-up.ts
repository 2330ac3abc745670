// Whether the settings work, asked of Meta itself, and telling Meta where to call. Each answer says what to do.
import type { Check, Line } from '../../app/channel-port.ts'
import { SendFault } from '../../app/channel-port.ts'
import type { Egress } from '../../app/egress.ts'
import type { Graph } from './graph.ts'
import { askGraph, graphOf, listGraph } from './graph.ts'
import { records, text } from './reading.ts'

const fields = 'id,display_phone_number,verified_name,quality_rating,status'

const ok = (code: string, detail: string | null = null): Check => ({ code, ok: true, detail })
const wrong = (code: string, detail: string): Check => ({ code, ok: false, detail })

function inWords(error: unknown): string {
  if (!(error instanceof SendFault)) return 'Meta could not be asked. Try again.'
  if (error.problem === 'channel_down' || error.outcome === 'unknown')
    return 'Meta did not answer. Try again, and check the address of the API.'
  return `Meta says: ${error.reason ?? 'no reason given'}.`
}

async function token(egress: Egress, graph: Graph, signal: AbortSignal): Promise<Check> {
  try {
    const path = `/${graph.phoneNumberId}?fields=${fields}`
    const number = await askGraph(egress, graph, path, { method: 'GET', signal })
    return ok('token', text(number.display_phone_number))
  } catch (error) {
    return wrong('token', `${inWords(error)} Check the token and the phone number id.`)
  }
}

async function account(egress: Egress, graph: Graph, signal: AbortSignal): Promise<Check> {
  try {
    const numbers = await listGraph(
      egress,
      graph,
      `/${graph.businessAccountId}/phone_numbers?fields=${fields}`,
      signal,
    )
    if (numbers.some(({ id }) => text(id) === graph.phoneNumberId)) return ok('number')
    return wrong('number', 'This account does not have this phone number id. Copy both from the same page.')
  } catch (error) {
    return wrong('number', `${inWords(error)} Check the account id, and that the token may manage it.`)
  }
}

async function subscription(egress: Egress, line: Line, graph: Graph, signal: AbortSignal): Promise<Check> {
  try {
    const apps = await listGraph(egress, graph, `/${graph.businessAccountId}/subscribed_apps`, signal)
    const callsHere = apps.some(app => text(app.override_callback_uri) === line.hookUrl)
    if (callsHere || records(apps).some(app => text(app.override_callback_uri) === null)) return ok('webhook')
    return wrong(
      'webhook',
      apps.length === 0
        ? 'No app is told of this account’s messages. Connect, or subscribe the app at Meta.'
        : 'Meta calls another address. Connect to have it call this one.',
    )
  } catch (error) {
    return wrong('webhook', `${inWords(error)} Check that the token may manage the account.`)
  }
}

function secrets(line: Line): Check {
  if (line.secret('appSecret') === null)
    return wrong(
      'app_secret',
      'No app secret is set: nothing that Meta says can be believed, so all of it is refused.',
    )
  return ok('app_secret')
}

function graphOrWhy(line: Line): Graph | Check {
  try {
    return graphOf(line)
  } catch {
    return wrong('token', 'No token is set. Make one for a system user that does not run out.')
  }
}

export async function check(egress: Egress, line: Line, signal: AbortSignal): Promise<readonly Check[]> {
  const graph = graphOrWhy(line)
  if ('code' in graph) return [graph, secrets(line)]
  const asked = await Promise.all([
    token(egress, graph, signal),
    account(egress, graph, signal),
    subscription(egress, line, graph, signal),
  ])
  return [...asked, secrets(line)]
}

/** Meta calls the address at once, with the verify token, and keeps it only when the answer is right. */
export async function connect(egress: Egress, line: Line, signal: AbortSignal): Promise<readonly Check[]> {
  const graph = graphOrWhy(line)
  if ('code' in graph) return [graph]
  const verifyToken = line.secret('verifyToken')
  if (verifyToken === null) return [wrong('connect', 'No verify token is set. Save the channel again.')]
  try {
    const json = { override_callback_uri: line.hookUrl, verify_token: verifyToken }
    const path = `/${graph.businessAccountId}/subscribed_apps`
    await askGraph(egress, graph, path, { method: 'POST', json, signal })
    return [ok('connect')]
  } catch (error) {
    return [
      wrong('connect', `${inWords(error)} Baton must be reachable from the internet at ${line.hookUrl}.`),
    ]
  }
}
