import { test } from 'vitest'
import {
  asks,
  assigns,
  isDeactivated,
  isGone,
  returns,
  says,
  takesOver,
  writes,
} from '../testing/commands.ts'
import { given, pause } from '../testing/given.ts'
import { ana, ben, ref } from '../testing/people.ts'

const limitMs = 60_000
const seenAt = '2026-03-02T08:00:00.000Z'

test('[OW5] an owner who is gone while the customer waits loses it to the queue, never to the bot', () => {
  given(says('hello'), asks(), takesOver(ana), pause(limitMs))
    .when(isGone(ana, seenAt))
    .thenHappens(
      [
        'ReturnedToQueue',
        {
          previousOwner: ref(ana),
          reason: 'owner_gone',
          waitingSince: '2026-03-02T09:00:02.000Z',
          botMay: 'holds',
        },
        { actor: { kind: 'system' } },
      ],
      'MessageSent',
    )
    .withState({ control: { state: 'requesting' } })
})

test('[OW5] not before the limit, counted from when they were last seen and from when they got it', () => {
  const held = given(says('hello'), takesOver(ana), pause(limitMs))
  held.when(isGone(ana, '2026-03-02T09:00:30.000Z')).thenNothing()
  held.given(assigns(ana, ben)).when(isGone(ben, seenAt)).thenNothing()
  held
    .given(assigns(ana, ben), pause(limitMs))
    .when(isGone(ben, seenAt))
    .thenHappens('ReturnedToQueue', 'MessageSent')
})

test('[OW5] what was answered stays, and so does what somebody else holds by now', () => {
  const answered = given(says('hello'), takesOver(ana), writes(ana, 'One moment'), pause(limitMs))
  answered.when(isGone(ana, seenAt)).thenNothing()
  answered.given(says('Yes?')).when(isGone(ana, seenAt)).thenHappens('ReturnedToQueue', 'MessageSent')
  const held = given(says('hello'), takesOver(ana), pause(limitMs))
  held.when(isGone(ben, seenAt)).thenNothing()
  const old = isGone(ana, seenAt)
  const command = typeof old === 'function' ? old(held.state, []) : old
  held.given(returns(ana), takesOver(ana), pause(limitMs)).when(command).thenNothing()
  given(says('hello')).when(isGone(ana, seenAt)).thenNothing()
})

test('[OW5] whoever works here no longer loses everything at once', () => {
  given(says('hello'), takesOver(ana), writes(ana, 'One moment'))
    .when(isDeactivated(ana))
    .thenHappens(['ReturnedToQueue', { reason: 'agent_deactivated', previousOwner: ref(ana) }], 'MessageSent')
})
