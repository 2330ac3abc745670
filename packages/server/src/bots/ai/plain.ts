// A model's words are markdown that nobody vouches for: customers get them as text, with no markup of ours or
// theirs, no picture and no hidden address.

const rules: readonly (readonly [RegExp, string | ((...match: string[]) => string)])[] = [
  [/```[^\n]*\n?/g, ''],
  // A picture would be loaded from a stranger's house.
  [/!\[([^\]]*)\]\([^)]*\)/g, '$1'],
  [
    /\[([^\]]+)\]\(\s*(\S+?)\s*(?:"[^"]*")?\s*\)/g,
    (_all, label = '', address = '') =>
      /^https?:\/\//i.test(address) && address !== label ? `${label} (${address})` : label,
  ],
  [/<(https?:\/\/[^\s>]+)>/gi, '$1'],
  [/<!--[\s\S]*?-->/g, ''],
  [/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, ''],
  [/<\/?[a-z][^<>]*>/gi, ''],
  [/^\s{0,3}#{1,6}\s+/gm, ''],
  [/^(\s*)[-*+]\s+/gm, '$1• '],
  [/^\s{0,3}>\s?/gm, ''],
  [/^\s*(?:[-*_]\s*){3,}$/gm, ''],
  [/(\*\*|__)(?=\S)([\s\S]*?\S)\1/g, '$2'],
  [/(^|[\s(])[*_](?=\S)([^*_\n]*?\S)[*_](?=$|[\s).,:;!?])/gm, '$1$2'],
  [/`([^`\n]+)`/g, '$1'],
  [/\n{3,}/g, '\n\n'],
]

export function plainOf(markdown: string): string {
  return rules
    .reduce(
      (text, [pattern, by]) =>
        typeof by === 'string'
          ? text.replace(pattern, by)
          : text.replace(pattern, (...match) => by(...(match as string[]))),
      markdown,
    )
    .trim()
}

/** Markup that may still be open at the end of what has come so far. */
const openings = ['[', '<', '`', '*', '_', '!', '#']

/**
 * How much of an unfinished text can be shown without taking anything back: whole words, before the first markup of
 * the last line that has not come to its end.
 */
export function shownSoFar(markdown: string): string {
  const end = Math.max(markdown.lastIndexOf(' '), markdown.lastIndexOf('\n'))
  if (end <= 0) return ''
  const line = markdown.lastIndexOf('\n', end - 1) + 1
  const last = markdown.slice(line, end)
  const first = openings.map(mark => last.indexOf(mark)).filter(at => at >= 0)
  // A mark at the beginning of a line means something else once words follow.
  const bare = /^\s*[-+>=]*$/.test(last)
  const until = bare ? line : first.length > 0 ? line + Math.min(...first) : end
  // Inside a fence everything is held back until it is closed.
  const fences = markdown.slice(0, until).split('```').length - 1
  return fences % 2 === 1
    ? plainOf(markdown.slice(0, markdown.lastIndexOf('```', until)))
    : plainOf(markdown.slice(0, until))
}
