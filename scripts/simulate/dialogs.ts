// Dialogues as they are kept: one JSON object a line. Only what the customer says is played; where somebody
// answered in the dialogue, the customer waits for whoever answers here.
import { readFile } from 'node:fs/promises'

export interface Dialog {
  readonly id: string
  /** What the customer says, in order. */
  readonly lines: readonly string[]
}

/** As the API has it. */
const longestText = 4_096

/** Throws an Error that names the line of the file and what is wrong with it. */
export async function readDialogs(file: string): Promise<Dialog[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`${file} cannot be read: name a file with --dialogs`, { cause })
  })
  const dialogs = text.split('\n').flatMap((line, n) => {
    if (line.trim() === '') return []
    const dialog = parseDialog(line, `${file}, line ${n + 1}`)
    return dialog.lines.length > 0 ? [dialog] : []
  })
  if (dialogs.length === 0) throw new Error(`${file} holds no dialogue in which a customer says something`)
  return dialogs
}

function parseDialog(line: string, where: string): Dialog {
  const wrong = (what: string) => new Error(`${where}: ${what}`)
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    throw wrong('is not JSON')
  }
  if (typeof json !== 'object' || json === null || !('id' in json) || !('turns' in json)) {
    throw wrong('needs "id" and "turns"')
  }
  if (!Array.isArray(json.turns)) throw wrong('"turns" must be a list')
  const turns: readonly unknown[] = json.turns
  const lines = turns.flatMap((turn, n) => {
    const at = `turn ${n + 1}`
    if (typeof turn !== 'object' || turn === null || !('role' in turn) || !('text' in turn)) {
      throw wrong(`${at} needs "role" and "text"`)
    }
    if (typeof turn.text !== 'string') throw wrong(`${at}: "text" must be text`)
    const said = turn.text.trim().slice(0, longestText)
    return turn.role === 'customer' && said !== '' ? [said] : []
  })
  return { id: String(json.id), lines }
}

const wantsPerson =
  /\b(talk|speak|chat|connect\w*|transfer\w*|need|want|get)\b.{0,30}\b(human|person|agent|someone|somebody|representative|supervisor|operator)\b|\b(hablar|comunic\w*|quiero|necesito)\b.{0,30}\b(persona|humano|agente|alguien)\b/i

/** Whether a customer who says this would press "Talk to a person" if the bot did not understand. */
export function asksForPerson(text: string): boolean {
  return wantsPerson.test(text)
}

/** Dialogues in turn; at their end from the first again, or null. */
export function dealer(dialogs: readonly Dialog[], loop: boolean): () => Dialog | null {
  let dealt = 0
  return () => {
    const dialog = dialogs[loop ? dealt % dialogs.length : dealt] ?? null
    dealt += 1
    return dialog
  }
}
