// An alert as Slack shows it: who, why, and two buttons while it is open; who took it when it is over.
import type { SlackAlertSettings } from '@baton/protocol'
import type { AlertNote } from '../../app/alert-port.ts'

/** The three signs that Slack reads as markup; the rest of what a customer wrote stays text. */
const plain = (text: string, max: number) =>
  (text.length > max ? `${text.slice(0, max - 1)}…` : text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
/** As plain, and neither bold nor code. */
const word = (text: string) => plain(text.replaceAll(/[*_~`|\n]/g, ' '), 150)

export const interveneAction = 'intervene'

const ends: Readonly<Record<string, (note: AlertNote) => string>> = {
  taken: ({ by }) => `:white_check_mark: ${word(by ?? 'A colleague')} took over`,
  acknowledged: ({ by }) => `:eyes: ${word(by ?? 'A colleague')} saw it`,
  dismissed: ({ by }) => (by ? `Dismissed by ${word(by)}` : 'Back with the bot'),
  resolved: ({ by }) => (by ? `Resolved by ${word(by)}` : 'Resolved'),
  superseded: () => 'A person was asked for since',
  withdrawn: () => 'Not needed any more',
}

/** One line, for notifications and screen readers. */
export function textOf(note: AlertNote): string {
  if (note.state === 'test') return 'A test: alerts from Baton reach this channel.'
  const end = ends[note.state]
  return end
    ? `${plain(note.contactName, 150)}: ${end(note)}`
    : `${plain(note.contactName, 150)} needs a person`
}

function peopleIn(note: AlertNote, members: SlackAlertSettings['members']): string {
  const named = note.people.slice(0, 10).map(({ id, name }) => {
    const member = members.find(({ agentId }) => agentId === id)
    return member ? `<@${member.slackId}>` : word(name)
  })
  return named.length > 0 ? ` · for ${named.join(', ')}` : ''
}

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
const context = (text: string) => ({ type: 'context', elements: [{ type: 'mrkdwn', text }] })

function buttons(note: AlertNote, canIntervene: boolean) {
  const open = {
    type: 'button',
    action_id: 'open',
    text: { type: 'plain_text', text: 'Open' },
    url: note.openUrl,
  }
  const intervene = {
    type: 'button',
    action_id: interveneAction,
    style: 'primary',
    // Says which alert, and no more: who may is looked up at the click.
    value: note.alertId,
    text: { type: 'plain_text', text: 'Intervene' },
  }
  return { type: 'actions', elements: canIntervene ? [intervene, open] : [open] }
}

export function blocksOf(
  note: AlertNote,
  members: SlackAlertSettings['members'],
  canIntervene: boolean,
): readonly object[] {
  if (note.state === 'test') return [section(textOf(note)), context(word(note.reason))]
  const where = [note.channelName, note.teamName].filter(name => name !== null).map(name => word(name ?? ''))
  const end = ends[note.state]
  const head = end
    ? `*${word(note.contactName)}* · ${end(note)}`
    : `*${word(note.contactName)}* needs a person`
  const about = `${where.join(' · ')}${end ? '' : peopleIn(note, members)}`
  const why = note.reason === '' ? [] : [plain(note.reason, 500)]
  return [
    section([head, ...(end ? [] : why)].join('\n')),
    context(about),
    ...(end && note.state !== 'acknowledged' ? [] : [buttons(note, canIntervene)]),
  ]
}
