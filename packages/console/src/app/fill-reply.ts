// Canned replies: filling in their variables, and the gaps that are left. A gap stands in the text as its variable
// does, so that it outlives a reload; filled means that its braces are gone.

export interface ReplyValues {
  readonly contact: { readonly name: string; readonly attributes: Readonly<Record<string, string>> }
  readonly agent: { readonly name: string }
  readonly channel: { readonly name: string }
  readonly workspace: { readonly name: string }
}

export const variableNames = [
  'contact.first_name',
  'contact.name',
  'agent.first_name',
  'agent.name',
  'channel.name',
  'workspace.name',
] as const

export interface Gap {
  readonly from: number
  readonly to: number
  readonly name: string
}

/** What looks like a name, so that braces which somebody means stay theirs. */
const variable = /\{([\p{L}_][\p{L}\p{N}_. -]{0,59})(?:\|([^{}\n]*))?\}/gu

function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? ''
}

/** Empty: unknown, or known to be empty. */
function knownAs(name: string, { contact, agent, channel, workspace }: ReplyValues): string {
  const known: Readonly<Record<string, string>> = {
    'contact.name': contact.name,
    'contact.first_name': firstName(contact.name),
    'agent.name': agent.name,
    'agent.first_name': firstName(agent.name),
    'channel.name': channel.name,
    'workspace.name': workspace.name,
  }
  if (Object.hasOwn(known, name)) return known[name]?.trim() ?? ''
  const attribute = name.startsWith('contact.') ? name.slice('contact.'.length) : ''
  return Object.hasOwn(contact.attributes, attribute) ? (contact.attributes[attribute]?.trim() ?? '') : ''
}

/** Words after `|` stand in for what is empty; without them it stays a gap. */
export function fillReply(text: string, values: ReplyValues): string {
  return text.replace(variable, (whole, name: string, otherwise?: string) => {
    const value = knownAs(name.trim(), values)
    return value === '' ? (otherwise ?? whole) : value
  })
}

export function gapsIn(text: string): readonly Gap[] {
  return [...text.matchAll(variable)].map(match => ({
    from: match.index,
    to: match.index + match[0].length,
    name: match[1]?.trim() ?? '',
  }))
}

/** The next one after a selection, or the one before it; null at the end. */
export function nextGap(text: string, selected: { from: number; to: number }, step: 1 | -1): Gap | null {
  const gaps = gapsIn(text)
  const on = (gap: Gap) => gap.from === selected.from && gap.to === selected.to
  return step === 1
    ? (gaps.find(
        gap => !on(gap) && gap.from >= (selected.from === selected.to ? selected.from : selected.to),
      ) ?? null)
    : (gaps.findLast(gap => !on(gap) && gap.to <= selected.from) ?? null)
}
