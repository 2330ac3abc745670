// How an agent is told: by the tab's title, by the browser, by sound; each is silenced on its own.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { newPerson } from './browser.ts'
import type { Desk } from './pages/desk.ts'
import { openConsole } from './pages/desk.ts'
import { talkWith, waitingTalk } from './pages/talks.ts'
import type { Stage } from './stage.ts'
import { openStage, soon } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage({}, { whole: true })
})
afterEach(() => stage?.closePeople())
afterAll(() => stage?.close())

interface Seen {
  readonly title: string
  readonly body: string
}

/** What the browser was asked to show and to play, and whether the page is hidden: a headless one never is. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: { title: string; body: string; show: Notification }[] = []
    let notes = 0
    class Watched extends Notification {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options)
        seen.push({ title, body: options?.body ?? '', show: this })
      }
    }
    const start = OscillatorNode.prototype.start
    OscillatorNode.prototype.start = function (when) {
      notes += 1
      start.call(this, when)
    }
    Object.assign(window, {
      Notification: Watched,
      seenByTest: () => seen.map(({ title, body }) => ({ title, body })),
      clickByTest: () => seen.at(-1)?.show.dispatchEvent(new Event('click')),
      notesByTest: () => notes,
      hideByTest: (hidden: boolean) =>
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden }),
    })
  })
}

const shown = (page: Page) => page.evaluate('seenByTest()') as Promise<readonly Seen[]>
const notes = (page: Page) => page.evaluate('notesByTest()') as Promise<number>

async function watchedDesk(): Promise<Desk> {
  const context = await newPerson(stage.browser)
  await context.grantPermissions(['notifications'], { origin: stage.url })
  const desk = await openConsole(context, stage.url, stage.ana)
  await watch(desk.page)
  await desk.reload()
  // What waited before the list came is no news: somebody waits since the first story.
  await soon(() => desk.page.title()).toMatch(/^\(\d+\)/)
  // Browsers play nothing before the page was touched.
  await desk.page.mouse.click(900, 700)
  return desk
}

/** In the menu of the bell. */
async function turn(desk: Desk, name: RegExp): Promise<void> {
  await desk.page.getByRole('button', { name: /^Notify me/ }).click()
  await desk.page.getByRole('menuitemcheckbox', { name }).click()
  await desk.page.keyboard.press('Escape')
}

describe('noticing', () => {
  test('the title counts who waits, unless it is told not to', async () => {
    const ana = await stage.desk(stage.ana)
    await waitingTalk(stage, 'Anton Title')
    await soon(() => ana.page.title()).toBe('(1) Inbox · Baton')
    await turn(ana, /^Count in the tab/)
    await soon(() => ana.page.title()).toBe('Inbox · Baton')
    await ana.reload()
    await ana.waiting('Anton Title').waitFor()
    expect(await ana.page.title()).toBe('Inbox · Baton')
    await turn(ana, /^Count in the tab/)
    await soon(() => ana.page.title()).toBe('(1) Inbox · Baton')
  })

  test('the browser tells what waits, is given or is said, only while the page is hidden; a click opens it', async () => {
    const ana = await watchedDesk()
    await turn(ana, /^Browser notification/)
    const held = await talkWith(stage, 'Berta Held')
    await waitingTalk(stage, 'Carla Seen')
    await ana.waiting('Carla Seen').waitFor()
    expect(await shown(ana.page)).toEqual([])

    await ana.page.evaluate('hideByTest(true)')
    await waitingTalk(stage, 'Dora Hidden')
    await soon(() => shown(ana.page)).toEqual([
      { title: 'Dora Hidden waits for a person', body: 'Colleague asked' },
    ])
    await stage.server.api.call('POST /conversations/{id}/assign', {
      params: { id: held.id },
      body: { agentId: stage.ana.id },
    })
    await soon(async () => (await shown(ana.page)).at(-1)?.title).toMatch(/gave you Berta Held$/)
    await held.say('Are you there?')
    await soon(async () => (await shown(ana.page)).at(-1)).toEqual({
      title: 'New message from Berta Held',
      body: 'Are you there?',
    })
    await ana.page.evaluate('clickByTest()')
    await ana.foot.getByText('You hold this conversation').waitFor()
    expect(ana.page.url()).toContain(held.id)

    await turn(ana, /^Browser notification/)
    const before = (await shown(ana.page)).length
    await waitingTalk(stage, 'Edgar Silent')
    await soon(() => ana.page.getByText('Edgar Silent is waiting for a person').count()).toBe(1)
    expect(await shown(ana.page)).toHaveLength(before)
  })

  test('many at once are one sign; silenced there is none, and the test sound is heard anyway', async () => {
    const ana = await watchedDesk()
    await Promise.all(['Fay', 'Gus', 'Hal'].map(name => waitingTalk(stage, `${name} Storm`)))
    await soon(() => notes(ana.page)).toBe(2)

    await turn(ana, /^Sound/)
    const before = await notes(ana.page)
    await waitingTalk(stage, 'Ida Silent')
    await soon(() => ana.page.getByText('Ida Silent is waiting for a person').count()).toBe(1)
    expect(await notes(ana.page)).toBe(before)
    await ana.page.getByRole('button', { name: 'Notify me: silent' }).click()
    await ana.page.getByRole('menuitem', { name: 'Play the sound' }).click()
    await soon(() => notes(ana.page)).toBe(before + 2)
  })

  test('other teams’ customers are no news to whoever wants only their own', async () => {
    const { id: others } = await stage.server.api.call('POST /teams', {
      body: { name: 'Others', members: [stage.ben.id] },
    })
    const ana = await stage.desk(stage.ana)
    await ana.page.getByRole('button', { name: /^Notify me/ }).click()
    await ana.page.getByRole('menuitemradio', { name: 'In my teams and in no team' }).click()
    await waitingTalk(stage, 'Jon Other', others)
    await waitingTalk(stage, 'Kim Mine')
    await soon(() => ana.page.getByText('Kim Mine is waiting for a person').count()).toBe(1)
    expect(await ana.page.getByText('Jon Other is waiting for a person').count()).toBe(0)
  })
})
