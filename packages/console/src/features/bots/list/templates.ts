// Flows to begin with. Each is sound as it is: it can be published and tried before anything is changed.
import type { BotKey, BotWords } from '../use-bot-words.ts'

export const templateNames = ['blank', 'orders', 'details', 'feedback'] as const
export type TemplateName = (typeof templateNames)[number]

type Say = BotWords['t']
type Blocks = Readonly<Record<string, object>>

function person(t: Say) {
  return {
    kind: 'handoff',
    label: t('template.person'),
    reason: t('template.personReason'),
    text: t('template.personText'),
  }
}

function personTrigger(t: Say) {
  return { phrases: t('template.personPhrases').split(', '), go: 'person' }
}

const blocksOf: Readonly<Record<TemplateName, (t: Say) => Blocks>> = {
  blank: t => ({
    hello: { kind: 'message', text: t('template.hello'), next: 'end' },
    end: { kind: 'end' },
    person: person(t),
  }),
  orders: t => ({
    hello: {
      kind: 'choices',
      text: t('template.help'),
      options: [
        { id: 'order', label: t('template.order'), next: 'number' },
        { id: 'person', label: t('template.person'), next: 'person' },
      ],
    },
    number: {
      kind: 'question',
      text: t('template.number'),
      retryText: t('template.numberRetry'),
      variable: 'order',
      check: { kind: 'pattern', pattern: '#{4,8}' },
      otherwise: 'person',
      next: 'thanks',
    },
    thanks: { kind: 'message', text: t('template.thanks'), next: 'person' },
    person: person(t),
  }),
  details: t => ({
    name: {
      kind: 'question',
      text: t('template.name'),
      retryText: t('template.name'),
      variable: 'name',
      check: { kind: 'text' },
      next: 'email',
    },
    email: {
      kind: 'question',
      text: t('template.email'),
      retryText: t('template.emailRetry'),
      variable: 'email',
      check: { kind: 'email' },
      otherwise: 'person',
      next: 'done',
    },
    done: { kind: 'end', text: t('template.done') },
    person: person(t),
  }),
  feedback: t => ({
    rate: {
      kind: 'feedback',
      text: t('template.rate'),
      commentText: t('template.comment'),
      next: 'bye',
    },
    bye: { kind: 'end', text: t('template.bye') },
    person: person(t),
  }),
}

export const templateWords: Readonly<Record<TemplateName, BotKey>> = {
  blank: 'template.blank',
  orders: 'template.orders',
  details: 'template.details',
  feedback: 'template.feedback',
}

export function templateFlow(name: TemplateName, botName: string, t: Say): object {
  const blocks = blocksOf[name](t)
  const start = Object.keys(blocks)[0] ?? ''
  return {
    name: botName,
    start,
    triggers: [personTrigger(t)],
    variables: {},
    blocks,
  }
}
