// Words that carry no wish: greetings, thanks, a bare yes or number, and the call for a person itself. English and Spanish.

const courtesies =
  /(?<!\p{L})(hi|hello|hey|good (morning|afternoon|evening)|thanks?|thank you|ok(ay)?|yes|no|sure|please|hola|buen[oa]s( d[ií]as| tardes| noches)?|gracias|vale|s[ií]|por favor)(?!\p{L})/giu
const callsForPerson =
  /\b(human|person|agent|someone real|representative|humano|humana|persona|agente|operador|operadora)\b/i

/** Letters and digits that a wish has at the least. */
const wishLength = 8
/** Longer than this, a call for a person says more than that. */
const callLength = 60

export function isSmallTalk(text: string): boolean {
  const words = text.trim()
  const rest = words.replace(courtesies, '').replace(/[^\p{L}\p{N}]/gu, '')
  return rest.length < wishLength || (callsForPerson.test(words) && words.length <= callLength)
}
