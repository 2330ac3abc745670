// What the customer wrote, without the conversation that their mail program repeats below it. When in doubt nothing is
// cut: a repeated line does less harm than a lost one. The whole text stays in `raw`.
import { convert } from 'html-to-text'

/** What mail programs put above the history, in the languages that they are mostly set to. */
const introductions: readonly RegExp[] = [
  /^\s*-{2,}\s*(original message|ursprüngliche nachricht|mensaje original|message d'origine|messaggio originale|mensagem original|forwarded message)\s*-{2,}\s*$/i,
  /^\s*(on|le|am|el|il|em|op)\s.{6,200}\s(wrote|a écrit|schrieb.{0,120}|escribió|ha scritto|escreveu|schreef.{0,120})\s*:\s*$/i,
  /^_{20,}\s*$/,
]
const header = /^\s*\*?(from|von|de|da|van)\s*:\*?\s.+/i
const headerBelow =
  /^\s*\*?(sent|gesendet|enviado|envoyé|inviato|verzonden|date|datum|fecha|to|an|para|à|subject|betreff|asunto)\s*:/i

function beginsHistory(lines: readonly string[], n: number): boolean {
  const line = lines[n] ?? ''
  if (introductions.some(form => form.test(line))) return true
  const next = lines[n + 1] ?? ''
  // An introduction that was wrapped after its address.
  const isWrapped = introductions.some(form => form.test(`${line} ${next}`) && !form.test(next))
  if (isWrapped && line.trim() !== '') return true
  return header.test(line) && headerBelow.test(next)
}

const isQuote = (line: string) => line.startsWith('>')

/** Whether nothing but quotes and blank lines follows: what is answered between the lines stays as it is. */
function endsInQuotes(lines: readonly string[], from: number): boolean {
  const rest = lines.slice(from)
  return rest.some(isQuote) && rest.every(line => isQuote(line) || line.trim() === '')
}

export function withoutHistory(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const at = lines.findIndex(
    (line, n) => beginsHistory(lines, n) || (isQuote(line) && endsInQuotes(lines, n)),
  )
  const kept = (at < 0 ? lines : lines.slice(0, at)).join('\n').trim()
  return kept === '' ? text.trim() : kept
}

const historyInHtml = [
  'blockquote',
  '.gmail_quote',
  '.gmail_attr',
  '.moz-cite-prefix',
  '#divRplyFwdMsg',
  '#appendonsend',
  '.yahoo_quoted',
  '.protonmail_quote',
]

function textOf(html: string, skipped: readonly string[]): string {
  return convert(html, {
    wordwrap: false,
    limits: { maxInputLength: 2_000_000 },
    selectors: [
      ...['img', 'style', 'script', 'head', ...skipped].map(selector => ({ selector, format: 'skip' })),
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, linkBrackets: ['(', ')'] } },
    ],
  }).trim()
}

/** Mail that is HTML only, as text. */
export function textOfMailHtml(html: string): { readonly whole: string; readonly own: string } {
  const whole = textOf(html, [])
  return { whole, own: textOf(html, historyInHtml) || whole }
}
