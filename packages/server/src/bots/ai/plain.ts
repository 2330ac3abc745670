// A model's words are markdown that nobody vouches for: customers get them as text, with no markup of ours or
// theirs, no picture and no hidden address.

const rules: readonly (readonly [RegExp, string | ((...match: string[]) => string)])[] = [
  [/```[^\n]*\n?/g, ''],
  // A picture would be loaded from a stranger's house.
  [/!\[([^\]\n]*)\]\([^)\n]*\)/g, '$1'],
  [
    /\[([^\]\n]+)\]\([ \t]*(\S+?)[ \t]*(?:"[^"\n]*")?[ \t]*\)/g,
    (_all, label = '', address = '') =>
      /^https?:\/\//i.test(address) && address !== label ? `${label} (${address})` : label,
  ],
  [/<(https?:\/\/[^\s>]+)>/gi, '$1'],
  [/(?:<!--[\s\S]*?-->|<(script|style)\b[\s\S]*?<\/\1\s*>|<\/?[a-z][^<>]*>)/gi, ''],
  [/^\s{0,3}#{1,6}\s+/gm, ''],
  [/^(\s*)[-*+]\s+/gm, '$1• '],
  [/^\s{0,3}>\s?/gm, ''],
  [/^\s*(?:[-*_]\s*){3,}$/gm, ''],
  [/(\*\*|__)(?=\S)([^\n]*?\S)\1/g, '$2'],
  [/(^|[\s(])[*_](?=\S)([^*_\n]*?\S)[*_](?=$|[\s).,:;!?])/gm, '$1$2'],
  [/`([^`\n]+)`/g, '$1'],
  [/\n{3,}/g, '\n\n'],
]

/** Tags put into tags would otherwise become tags. */
const tagsMax = 20

function replaced(text: string, pattern: RegExp, by: string): string {
  let now = text
  for (let n = 0; n < tagsMax; n += 1) {
    const before = now
    now = now.replace(pattern, by)
    if (now === before || by !== '') break
  }
  return now
}

export function plainOf(markdown: string): string {
  return rules
    .reduce(
      (text, [pattern, by]) =>
        typeof by === 'string'
          ? replaced(text, pattern, by)
          : text.replace(pattern, (...match) => by(...(match as string[]))),
      markdown,
    )
    .trim()
}

/** Markup that may still be open at the end of what has come so far. */
const openings = ['[', '<', '`', '*', '_', '!', '#']
/** A tag, a comment or a script that has not come to its end, on whatever line. */
const openTag = /<(?:!--(?![\s\S]*-->)|(script|style)\b(?![\s\S]*<\/\1\s*>)|[/!]?(?:[a-z][^<>]*)?$)/i

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
  const inLine = first.length > 0 ? line + Math.min(...first) : end
  const tag = openTag.exec(markdown.slice(0, inLine))?.index ?? inLine
  const until = Math.min(inLine, tag)
  // Inside a fence everything is held back until it is closed.
  const fences = markdown.slice(0, until).split('```').length - 1
  const closed = fences % 2 === 1 ? markdown.lastIndexOf('```', until) : until
  // A mark at the beginning of a line means something else once words follow.
  return plainOf(markdown.slice(0, closed)).replace(/(?:^|\n)[ \t]*[-+>=]+$/, '')
}
