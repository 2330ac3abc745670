// Briefs written by a model: made when somebody asks for one, kept until the conversation goes on. Each line names the
// messages it is taken from; one that names none is dropped, for nobody could check it.
import type { ConversationEvent } from '@baton/core'
import type { Directory } from './directory.ts'
import { historyOf } from './history.ts'
import type { ConversationKey, ConversationStore } from './ports.ts'
import type { BotEntry } from './workspace.ts'

export interface WrittenLine {
  readonly text: string
  /** Of the messages it is taken from; at least one, rising. */
  readonly seqs: readonly number[]
}

export interface WrittenBrief {
  readonly lines: readonly WrittenLine[]
  /** The last message that it knows of. */
  readonly seq: number
  /** ISO 8601. */
  readonly madeAt: string
}

/** One line of the transcript as the model reads it. */
export interface TranscriptLine {
  readonly seq: number
  readonly who: string
  readonly text: string
}

export interface BriefModel {
  /** Lines as the model gave them; nothing is checked yet. @throws BotFault with what can be done about it. */
  write(asked: {
    readonly bot: BotEntry
    readonly transcript: readonly TranscriptLine[]
    /** A BCP 47 tag: the agent's. */
    readonly language: string
  }): Promise<readonly WrittenLine[]>
}

export interface BriefStore {
  readBrief(key: ConversationKey, language: string): Promise<WrittenBrief | null>
  keepBrief(key: ConversationKey, language: string, brief: WrittenBrief): Promise<void>
}

export interface Briefs {
  /** Null: no model is set for it, or nothing was said yet. @throws BotFault, PortFault */
  of(key: ConversationKey, language: string): Promise<WrittenBrief | null>
}

export interface BriefsOptions {
  readonly store: ConversationStore
  readonly briefs: BriefStore
  readonly directory: Directory
  readonly model: BriefModel
}

const eventsRead = 1_000
const linesTold = 60
const lineMax = 500
const linesKept = 6
const keptLineMax = 240

/** What was said, the latest last; a long one from its end. */
export function transcriptOf(events: readonly ConversationEvent[]): readonly TranscriptLine[] {
  const lines = historyOf(events).flatMap((item): TranscriptLine[] => {
    if (item.kind !== 'said') return []
    const { seq, role, author, text } = item
    const who = role === 'contact' ? 'Customer' : role === 'bot' ? 'Bot' : (author ?? 'Team')
    return [{ seq, who, text: text.slice(0, lineMax) }]
  })
  return lines.slice(-linesTold)
}

/** What can be checked: that each line stands on messages that it was given. */
function checked(
  lines: readonly WrittenLine[],
  transcript: readonly TranscriptLine[],
): readonly WrittenLine[] {
  const known = new Set(transcript.map(({ seq }) => seq))
  return lines
    .flatMap(({ text, seqs }): WrittenLine[] => {
      const there = [...new Set(seqs)].filter(seq => known.has(seq)).sort((a, b) => a - b)
      const words = text.replace(/\s+/g, ' ').trim()
      return there.length > 0 && words !== '' ? [{ text: words.slice(0, keptLineMax), seqs: there }] : []
    })
    .slice(0, linesKept)
}

export function createBriefs({ store, briefs, directory, model }: BriefsOptions): Briefs {
  const making = new Map<string, Promise<WrittenBrief | null>>()

  async function make(key: ConversationKey, language: string): Promise<WrittenBrief | null> {
    const { briefBotId, bots } = await directory.of(key.workspaceId)
    const bot = briefBotId ? bots.get(briefBotId) : undefined
    if (!bot) return null
    const loaded = await store.read(key)
    if (!loaded) return null
    const after = Math.max(0, loaded.state.seq - eventsRead)
    const events = (await store.events(key, after, eventsRead)).map(({ event }) => event)
    const transcript = transcriptOf(events)
    const last = transcript.at(-1)
    if (!last) return null
    const kept = await briefs.readBrief(key, language)
    if (kept && kept.seq >= last.seq) return kept
    const lines = checked(await model.write({ bot, transcript, language }), transcript)
    const brief = { lines, seq: last.seq, madeAt: store.now() }
    await briefs.keepBrief(key, language, brief)
    return brief
  }

  return {
    of(key, language) {
      // Several who look at once wait for one answer.
      const name = `${key.conversationId} ${language}`
      const running = making.get(name)
      if (running) return running
      const made = make(key, language).finally(() => making.delete(name))
      making.set(name, made)
      return made
    },
  }
}
