// What every kind of bot must do, told once and held against each of them on a real server.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestAgent, TestServer } from './server.ts'
import { startTestServer } from './server.ts'
import { talkOn } from './talk.ts'
import { pause, until } from './until.ts'

/** A bot of some kind whose next answers can be chosen. */
export interface ContractBot {
  /** Adds it to the workspace; gives its id. */
  connect(server: TestServer): Promise<string>
  /** From now on it answers each turn with these texts; with none it is silent. */
  says(...texts: readonly string[]): void | Promise<void>
  handsOff(reason: string): void | Promise<void>
  /** So many turns fail, then it says this. Left out: this kind has nothing that could fail. */
  fails?(times: number, then: string): void
  /** It works without end; `letGo` resolves when Baton has let go of it. Left out: it answers in the flight that wakes it. */
  hangs?(): { readonly begun: () => boolean; readonly letGo: Promise<void> }
  close(): Promise<void>
}

/** What not every kind does: several messages in a turn, none, failing, working without end. */
export type Ability = 'many' | 'silent' | 'fail' | 'hang'

/** What the tests of one kind share; filled before the first of them. */
interface Scene {
  server: TestServer
  bot: ContractBot
  ana: TestAgent
  channel: string
}

const talk = ({ server, channel }: Scene) => talkOn(server, channel)

const take = ({ ana }: Scene, id: string) =>
  ana.api.call('POST /conversations/{id}/intervene', { params: { id } })

function sayingMany(scene: Scene): void {
  test('[BT1] says several things, once each and in order', async () => {
    await scene.bot.says('One', 'Two')
    const { has, said } = await talk(scene)
    await has('TurnEnded')
    expect(await said()).toEqual(['One', 'Two'])
  })
}

function sayingNothing(scene: Scene): void {
  test('[BT1] may say nothing at all', async () => {
    await scene.bot.says()
    const { has, log } = await talk(scene)
    await has('TurnEnded')
    expect((await log()).map(({ type }) => type)).toEqual(['MessageReceived', 'TurnEnded'])
  })
}

function answering(scene: Scene): void {
  test('[BT1] says what it says, once', async () => {
    await scene.bot.says('Here you are')
    const { has, said } = await talk(scene)
    await has('TurnEnded')
    expect(await said()).toEqual(['Here you are'])
  })

  test('[RQ2] hands off explicitly, with a reason', async () => {
    await scene.bot.handsOff('wants a refund')
    const { has, log } = await talk(scene)
    await has('HumanRequested')
    const asked = (await log()).find(({ type }) => type === 'HumanRequested')
    expect(asked?.data.reason).toMatchObject({ cause: 'bot_handed_off', text: 'wants a refund' })
  })

  test('[HB2] [HB3] is not mute after a person, and does not answer the people’s part', async () => {
    await scene.bot.says('Before')
    const { id, visitor, has, said } = await talk(scene)
    await has('TurnEnded')
    await take(scene, id)
    await visitor.say('Only for Ana')
    await scene.ana.api.call('POST /conversations/{id}/resolve', {
      params: { id },
      body: { topic: 'Other', outcome: 'Resolved', botResume: 'silent' },
    })
    await scene.bot.says('After')
    await visitor.say('And now?')
    await has('TurnEnded', 2)
    await pause(200)
    expect(await said()).toEqual(['Before', 'After'])
  })
}

function failing(scene: Scene): void {
  test('[BT3] one blip is tried again, and is nobody’s business', async () => {
    scene.bot.fails?.(1, 'Here I am')
    const { has, said, log } = await talk(scene)
    await has('TurnEnded')
    expect(await said()).toEqual(['Here I am'])
    expect((await log()).filter(({ type }) => type === 'HumanRequested')).toEqual([])
  })

  test('[BT3] whoever keeps failing gives way to a person', async () => {
    scene.bot.fails?.(100, 'never')
    const { has, log } = await talk(scene)
    await has('HumanRequested')
    const asked = (await log()).find(({ type }) => type === 'HumanRequested')
    expect(asked?.data.reason).toMatchObject({ cause: 'bot_failed' })
  })
}

function yielding(scene: Scene): void {
  async function working() {
    const work = scene.bot.hangs?.()
    if (!work) throw new Error('this kind was said to hang')
    const conversation = await talk(scene)
    await until('the bot works', work.begun)
    return { ...conversation, letGo: work.letGo }
  }

  test('[TK2] [BT2] lets go when a person takes over, and says nothing more', async () => {
    const { id, said, letGo } = await working()
    await take(scene, id)
    await letGo
    await pause(200)
    expect(await said()).toEqual([])
  })

  test('[TK2] [BT2] lets go when the bot is taken away', async () => {
    const { id, said, letGo } = await working()
    const body = { botId: null }
    await scene.ana.api.call('POST /conversations/{id}/bot', { params: { id }, body })
    await letGo
    await pause(200)
    expect(await said()).toEqual([])
  })
}

/** `can`: what this kind offers; the other tests would have nothing to try. */
export function botContract(kind: string, can: readonly Ability[], open: () => Promise<ContractBot>): void {
  describe(`a bot of kind ${kind}`, () => {
    const scene = {} as Scene
    beforeAll(async () => {
      scene.server = await startTestServer({ env: { BATON_ALLOW_PRIVATE: '127.0.0.1' } })
      scene.bot = await open()
      scene.ana = await scene.server.makeAgent('Ana')
      const botId = await scene.bot.connect(scene.server)
      const settings = { turnAttempts: 2, turnRetryMs: 100 }
      scene.channel = await scene.server.makeChannel({ botId, settings })
    })
    afterAll(async () => {
      await scene.bot?.close()
      await scene.server?.stop()
    })
    answering(scene)
    if (can.includes('many')) sayingMany(scene)
    if (can.includes('silent')) sayingNothing(scene)
    if (can.includes('fail')) failing(scene)
    if (can.includes('hang')) yielding(scene)
  })
}
