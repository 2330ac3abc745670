// The team is told that somebody waits: set up and tested by an admin, seen on the waiting conversation, and by a push
// that opens it.
import type { Page, Worker } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { AlertStage } from '../packages/server/src/testing/alerts/alert-stage.ts'
import type { PushStage } from '../packages/server/src/testing/alerts/push-stage.ts'
import { openPushStage } from '../packages/server/src/testing/alerts/push-stage.ts'
import { openWebhookStage } from '../packages/server/src/testing/alerts/webhook-stage.ts'
import { adminSignIn } from '../packages/server/src/testing/server.ts'
import { newPerson } from './browser.ts'
import type { Desk } from './pages/desk.ts'
import { openConsole } from './pages/desk.ts'
import { expectOpenToAll } from './pages/open-to-all.ts'
import { waitingTalk } from './pages/talks.ts'
import type { Stage } from './stage.ts'
import { openStage, soon } from './stage.ts'

let stage: Stage
let pager: AlertStage
let push: PushStage

beforeAll(async () => {
  stage = await openStage({ BATON_ALLOW_PRIVATE: '127.0.0.1' }, { whole: true })
  pager = await openWebhookStage()
  push = await openPushStage()
})
afterEach(() => stage?.closePeople())
afterAll(async () => {
  await stage?.close()
  await pager?.close()
  await push?.close()
})

async function adminAtAlerts(): Promise<Desk> {
  const context = await newPerson(stage.browser, { permissions: ['clipboard-read', 'clipboard-write'] })
  const admin = await openConsole(context, stage.url, { name: 'Admin', ...adminSignIn })
  await admin.page.goto(`${stage.url}/settings/alerts`)
  return admin
}

test('while nobody is told, an admin reads so at the conversation, and is led to where that changes', async () => {
  await waitingTalk(stage, 'Abel')
  const { page, openWaiting } = await adminAtAlerts()
  await page.goto(stage.url)
  await openWaiting('Abel')
  await page.getByText('Nobody is told outside Baton.', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Set up alerts' }).click()
  await page.getByText('Nobody is told outside Baton yet').waitFor()
  await page.goBack()
  await page.getByText('Nobody is told outside Baton.', { exact: true }).waitFor()
  await page.keyboard.press('.')
  await page.getByText('Admin saw it', { exact: true }).waitFor()
})

test('an admin adds a channel, sees its secret once, tests it, and finds the test in the log', async () => {
  const { page, dialog, notice } = await adminAtAlerts()
  await page.getByText('Nobody is told outside Baton yet').waitFor()
  await page.getByRole('button', { name: 'Add channel' }).click()
  const fresh = dialog('Add an alert channel')
  await fresh.getByLabel('Kind').selectOption('webhook')
  await fresh.getByLabel('Name').fill('Our pager')
  await fresh.getByLabel('Address').fill((pager.settings as { url: string }).url)
  await fresh.getByRole('button', { name: 'Add channel' }).click()
  const made = dialog('The signing secret')
  pager.made?.(await made.getByText(/^whsec_/).innerText())
  await made.getByRole('button', { name: 'Copy and close' }).click()
  await page.getByRole('button', { name: 'Test Our pager' }).click()
  await notice('Our pager took the test').waitFor()
  expect(pager.told()).toHaveLength(1)
  expect(pager.faults()).toEqual([])
  const log = page.getByRole('region', { name: 'What was told' })
  await log.getByText('Test by Admin').click()
  await log.getByText(/taken in \d+ ms/).waitFor()
})

test('steps are set as they are read, and the page is open to all', async () => {
  const { page, notice } = await adminAtAlerts()
  const steps = page.getByRole('region', { name: 'Who is told when' })
  await steps.getByRole('button', { name: 'Set steps' }).click()
  await steps.getByRole('button', { name: 'Add a step' }).click()
  await steps.getByLabel('Tell').nth(1).selectOption('These people')
  await steps.getByRole('checkbox', { name: 'Ana' }).check()
  await steps.getByRole('button', { name: 'Save' }).click()
  await notice('Saved').waitFor()
  const { items } = await stage.server.api.call('GET /alert-ladders')
  expect(items).toMatchObject([
    {
      scope: { kind: 'workspace' },
      steps: [
        { afterMs: 0, to: { kind: 'team' } },
        { afterMs: 300_000, to: { kind: 'agents', agentIds: [stage.ana.id] } },
      ],
    },
  ])
  await page.getByText('Saved').waitFor({ state: 'detached' })
  await expectOpenToAll(page, 'alerts', () =>
    steps.getByText('These people').first().waitFor({ state: 'attached' }),
  )
})

test('a rule has steps of its own, which go before those for everything', async () => {
  const when = { kind: 'words', anyOf: ['lawyer'], by: 'contact' }
  const { id: ruleId } = await stage.server.api.call('POST /rules', {
    body: { rule: { name: 'Legal threat', when, actions: [{ do: 'alert' }] } },
  })
  const { page, notice } = await adminAtAlerts()
  const steps = page.getByRole('region', { name: 'Who is told when' })
  await steps.getByLabel('For', { exact: true }).selectOption('Legal threat')
  await steps.getByText('Told as for its team').waitFor()
  await steps.getByRole('button', { name: 'Set steps' }).click()
  await steps.getByLabel('Tell').first().selectOption('These people')
  await steps.getByRole('checkbox', { name: 'Ana' }).first().check()
  await steps.getByRole('button', { name: 'Save' }).click()
  await notice('Saved').waitFor()
  const { items } = await stage.server.api.call('GET /alert-ladders')
  expect(items.find(({ scope }) => scope.kind === 'rule')).toMatchObject({
    scope: { kind: 'rule', ruleId },
    steps: [{ afterMs: 0, to: { kind: 'agents', agentIds: [stage.ana.id] } }, { afterMs: 300_000 }],
  })
  await stage.server.api.call('DELETE /rules/{id}', { params: { id: ruleId } })
})

test('a waiting conversation says who was told, and one key says that I saw it', async () => {
  const talk = await waitingTalk(stage, 'Carla')
  const { page, openWaiting } = await stage.desk(stage.ana)
  await openWaiting('Carla')
  const line = page.getByRole('region', { name: 'Alerts about this conversation' })
  await line.getByText('Told: Our pager').waitFor()
  await page.keyboard.press('.')
  await line.getByText('Ana saw it').waitFor()
  const { items } = await stage.server.api.call('GET /alerts', { query: { conversationId: talk.id } })
  expect(items[0]).toMatchObject({ state: 'acknowledged', by: 'Ana' })
  await soon(() => pager.closings()).toContain('acknowledged Ana')
})

test('that a colleague saw it is there at once, without asking', async () => {
  const ben = await stage.server.makeAgent('Ben')
  const talk = await waitingTalk(stage, 'Dora')
  const { page, openWaiting } = await stage.desk(stage.ana)
  await openWaiting('Dora')
  const line = page.getByRole('region', { name: 'Alerts about this conversation' })
  await line.getByText('Told: Our pager').waitFor()
  const asked: string[] = []
  page.on('request', request => {
    if (request.url().includes('/alerts')) asked.push(request.url())
  })
  // Longer than anything would wait that asks by itself.
  await page.waitForTimeout(6_000)
  expect(asked).toEqual([])
  const { items } = await stage.server.api.call('GET /alerts', { query: { conversationId: talk.id } })
  await ben.api.call('POST /alerts/{id}/acknowledge', { params: { id: items[0]?.id ?? '' } })
  await line.getByText('Ben saw it').waitFor()
})

/** The browser's own push service is out of reach here: its place takes a local one, which gets what the server sends. */
async function subscribesTo(page: Page, service: PushStage): Promise<void> {
  await page.addInitScript(subscription => {
    const made = { ...subscription, toJSON: () => subscription, unsubscribe: async () => true }
    PushManager.prototype.subscribe = async () => made as unknown as PushSubscription
  }, service.subscription)
}

/** As the browser does when a message for the page's worker has come in and was decrypted. */
async function deliver(page: Page, data: string): Promise<Worker> {
  const [worker] = page.context().serviceWorkers()
  if (!worker) throw new Error('there is no service worker')
  await worker.evaluate(text => {
    const scope = globalThis as unknown as { dispatchEvent(event: Event): void }
    const Push = (globalThis as unknown as { PushEvent: new (type: string, init: object) => Event }).PushEvent
    scope.dispatchEvent(new Push('push', { data: text }))
  }, data)
  return worker
}

interface Shown {
  readonly title: string
  readonly body: string
  readonly data: { readonly url: string }
}

interface Scope {
  readonly registration: { getNotifications(): Promise<Shown[]> }
  readonly NotificationEvent: new (type: string, init: object) => Event
  dispatchEvent(event: Event): void
}

test('a push is shown by the service worker, and a click opens the conversation', async () => {
  await stage.server.api.call('POST /alert-channels', {
    body: { kind: 'push', name: 'Browsers', settings: {} },
  })
  await stage.server.api.call('PUT /alert-ladders', { body: { items: [] } })
  const context = await newPerson(stage.browser, { permissions: ['notifications'] })
  const page = await context.newPage()
  await subscribesTo(page, push)
  await page.close()
  const desk = await openConsole(context, stage.url, stage.ana)
  await subscribesTo(desk.page, push)
  await desk.page.reload()
  await desk.page.getByRole('button', { name: /^Notify me/ }).click()
  const byPush = desk.page.getByRole('menuitemcheckbox', { name: /Alerts by push/ })
  await byPush.click()
  await soon(() => byPush.getAttribute('aria-checked')).toBe('true')
  await desk.page.keyboard.press('Escape')

  const talk = await waitingTalk(stage, 'Dora')
  await soon(() => push.payloads.length).toBe(1)
  expect(push.faults()).toEqual([])
  const worker = await deliver(desk.page, push.payloads[0] ?? '')
  await soon(() =>
    worker.evaluate(async () => {
      const scope = globalThis as unknown as Scope
      return (await scope.registration.getNotifications()).map(({ title }) => title)
    }),
  ).toEqual(['Dora needs a person'])
  await worker.evaluate(async () => {
    const scope = globalThis as unknown as Scope
    const [notification] = await scope.registration.getNotifications()
    scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }))
  })
  await desk.page.getByRole('region', { name: 'Conversation with Dora' }).waitFor()
  expect(new URL(desk.page.url()).pathname).toBe(`/inbox/${talk.id}`)
})
