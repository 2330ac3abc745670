// Traps and wishes that the list of fixtures does not make plain enough.
import { expect, test } from 'vitest'
import { readingOf } from './marks.ts'
import { requestIn } from './requests.ts'

const scoreOf = (text: string) => requestIn(readingOf(text))?.score ?? 0

test.each([
  'Can I talk to a real person?',
  'put me through to your manager',
  "I don't want to talk to a bot",
  'I do not want you, I want a person',
  'no bots, give me a human',
  'kisi insaan se baat karni hai',
  'मुझे एजेंट से बात करनी है, बॉट से नहीं',
  '转人工',
  'ist da jemand?',
  "je voudrais parler à quelqu'un",
])('"%s" asks for a person', text => {
  expect(scoreOf(text)).toBeGreaterThanOrEqual(0.7)
})

test.each([
  'I am a human',
  'are you a real person?',
  'the human resources department',
  'no need for an agent, thanks',
  'I spoke with your agent yesterday',
  'my insurance agent sent the form',
  'a table for two people',
  'किसी से बात करने की जरूरत नहीं',
  'agent se baat ho gayi',
  '不用转人工',
  'Ich brauche keinen Mitarbeiter',
  'je suis un humain',
])('"%s" does not', text => {
  expect(scoreOf(text)).toBeLessThan(0.6)
})
