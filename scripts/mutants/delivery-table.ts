// Seeded faults of how messages get to a channel.
import type { Mutant } from './mutant.ts'

const delivery = 'conversation/decide/delivery.ts'

export const deliveryMutants: readonly Mutant[] = [
  {
    rule: 'BT1',
    fault: 'a bot answers what a machine wrote',
    file: 'conversation/decide/messages.ts',
    find: 'rating === null && !command.automatic ?',
    replace: 'rating === null ?',
  },
  {
    rule: 'DL3',
    fault: 'a second claim sends what may have been sent',
    file: delivery,
    find: "if (deliveryStatusOf(state, messageSeq) !== 'queued') return nothing",
    replace: "if (deliveryStatusOf(state, messageSeq) === 'sent') return nothing",
  },
  {
    rule: 'DL3',
    fault: 'what went after all is put back into the queue',
    file: delivery,
    find: "if (deliveryStatusOf(state, messageSeq) !== 'sending') return nothing",
    replace: '',
  },
  {
    rule: 'DL3',
    fault: 'what is under way can be sent again',
    file: delivery,
    find: "if ((status !== 'failed' && status !== 'unknown') || overtaken)",
    replace: 'if (overtaken)',
  },
  {
    rule: 'TK3',
    fault: 'a bot’s message that failed is sent again after a takeover',
    file: delivery,
    find: "if ((status !== 'failed' && status !== 'unknown') || overtaken)",
    replace: "if (status !== 'failed' && status !== 'unknown')",
  },
  {
    rule: 'DL5',
    fault: 'free text goes after the window',
    file: delivery,
    find: 'if (Date.parse(at) < closesAt) return null',
    replace: 'return null',
  },
  {
    rule: 'DL5',
    fault: 'a template is stopped by the window',
    file: delivery,
    find: "if (policy.replyWindowMs === null || parts.some(part => part.kind === 'template')) return null",
    replace: 'if (policy.replyWindowMs === null) return null',
  },
  {
    rule: 'DL5',
    fault: 'the window is not looked at when a message goes',
    file: delivery,
    find: "return !template && windowClosed(state, [], context) ? 'window_closed' : null",
    replace: 'return null',
  },
  {
    rule: 'DL6',
    fault: 'a message goes while somebody else holds the line',
    file: delivery,
    find: "if (state.lineHolder !== null) return 'held_by_other'",
    replace: '',
  },
  {
    rule: 'DL6',
    fault: 'a bot’s turn opens while somebody else holds the line',
    file: 'conversation/decide/outcome.ts',
    find: 'if (state.botId === null || state.lineHolder !== null) return false',
    replace: 'if (state.botId === null) return false',
  },
  {
    rule: 'OB1',
    fault: 'who reaches out to many writes over a colleague',
    file: 'conversation/decide/messages.ts',
    find: "if (control.state === 'intervened' && control.owner.id !== actor.id)",
    replace: "if (control.state === 'requesting' && actor.id === '')",
  },
  {
    rule: 'DL6',
    fault: 'a line that somebody else held is never ours again by a message',
    file: 'conversation/decide/messages.ts',
    find: 'if (command.ours && state.lineHolder !== null) {',
    replace: 'if (command.ours && state.lineHolder === undefined) {',
  },
  {
    rule: 'RQ1',
    fault: 'the same reaction happens twice',
    file: delivery,
    find: 'return before ? { ok: true, events: [], acceptedAt: before.seq } : null',
    replace: 'return null',
  },
]
