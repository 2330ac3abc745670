import { expect, test } from 'vitest'
import { answers, asks, fires, hears, says, takesOver } from '../testing/commands.ts'
import { given, under } from '../testing/given.ts'
import { ana, platform, sales } from '../testing/people.ts'
import type { HeardSignal } from './signal.ts'

const angry: HeardSignal = {
  kind: 'frustration',
  score: 0.8,
  why: { code: 'repeats', words: [{ from: 0, to: 4 }], messages: [1] },
}
const request = { do: 'request', priority: 'high', teamId: sales } as const

test('[RU1] signals of the last message are kept, and those of an earlier one are not', () => {
  given(says('Again'))
    .when(hears(1, angry))
    .thenHappens(['SignalsHeard', { messageSeq: 1, signals: [angry] }])
    .withState({ control: { state: 'active' } })
  given(says('Again'), says('And again')).when(hears(1, angry)).thenNothing()
  given(says('Again')).when(hears(1)).thenNothing()
})

test('[RU2] [RQ2] a rule asks for a person, under its name and with its reason', () => {
  given(says('Told you twice'))
    .when(fires(request))
    .thenHappens(
      [
        'RuleFired',
        { ruleId: 'angry', did: [request] },
        { actor: { kind: 'system', name: 'Angry customer' } },
      ],
      [
        'HumanRequested',
        {
          reason: { cause: 'rule', text: 'Angry customer: “told you twice”' },
          priority: 'high',
          teamId: sales,
        },
      ],
    )
    .withState({ teamId: sales, control: { state: 'requesting' } })
})

test('[RU2] marks come first, and each of them only where it changes something', () => {
  const done = given(says('Told you twice')).when(
    fires(request, { do: 'tag', tags: ['angry'] }, { do: 'priority', priority: 'high' }),
  )
  done.thenHappens('RuleFired', 'TagsChanged', 'PriorityChanged', 'HumanRequested')
  done.when(fires({ do: 'tag', tags: ['angry'] })).thenNothing()
})

test('[RU2] [RQ4] what somebody waits for does not become less urgent by a rule', () => {
  given(asks('now', 'urgent'))
    .when(fires({ do: 'priority', priority: 'normal' }))
    .thenNothing()
  given(says('Hello'))
    .when(fires({ do: 'priority', priority: 'high' }))
    .thenHappens('RuleFired', 'PriorityChanged')
})

test('[RU2] while a person holds it, a rule marks and alerts, and neither asks, moves nor speaks', () => {
  given(says('Hello'), takesOver(ana))
    .when(
      fires(
        request,
        { do: 'team', teamId: sales },
        { do: 'tell', text: 'Hm' },
        { do: 'tag', tags: ['angry'] },
      ),
    )
    .thenHappens(['RuleFired', { did: [{ do: 'tag', tags: ['angry'] }] }], 'TagsChanged')
    .withState({ teamId: null })
  given(says('Hello'), takesOver(ana)).when(fires(request)).thenNothing()
})

test('[RU2] a rule speaks as the platform, and not on a line that somebody else holds', () => {
  const tell = fires({ do: 'tell', text: 'We are on it.' })
  given(says('Hello'))
    .when(tell)
    .thenHappens('RuleFired', ['MessageSent', { from: 'system', text: 'We are on it.' }])
  given(says('Hello'), { type: 'ChangeLineHolder', actor: platform, holder: 'Meta AI' })
    .when(tell)
    .thenNothing()
})

test('[RU2] [AL2] a rule that asks for a person alerts by the request alone', () => {
  given(says('Hello'))
    .when(fires(request, { do: 'alert' }))
    .thenHappens('RuleFired', 'HumanRequested')
  given(says('Hello'))
    .when(fires({ do: 'alert' }))
    .thenHappens('RuleFired', ['AlertRaised', { ruleId: 'angry', why: 'Angry customer: “told you twice”' }])
})

test('[RU2] [RQ3] where the bot is held, it loses its turn to the rule, and its answer is late', () => {
  const after = under({ whileRequesting: 'holds' }).given(says('Told you twice')).when(fires(request))
  after.thenHappens('RuleFired', 'HumanRequested', ['MessageSent', { purpose: 'holding' }])
  after.when(answers(['Sorry?'])).thenRejected({ code: 'turn_superseded' })
})

test('[RU4] looking at the rules decides nothing by itself', () => {
  const before = given(says('Hello'))
  const after = before.when({ type: 'CheckRules', actor: platform, verdict: null })
  after.thenNothing()
  expect(after.state).toEqual(before.state)
})
