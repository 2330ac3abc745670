// What an AI agent may read: a text or a page becomes pieces of some hundred words, each with the headings that it
// stands under, so that a piece can be understood alone.
import type { BotId, WorkspaceId } from '@baton/core'
import type { Egress } from './egress.ts'
import { EgressFault } from './egress.ts'
import type { Hit, Meaning } from './meaning.ts'
import { fused } from './meaning.ts'
import { newId } from './new-id.ts'
import { PortFault } from './ports.ts'

export interface SourceRow {
  readonly id: string
  readonly name: string
  readonly kind: 'text' | 'page'
  readonly url: string | null
  readonly problem: string | null
  readonly characters: number
  readonly readAt: string
}

/** Each call throws a PortFault when the database does not answer. */
export interface KnowledgeStore {
  list(workspaceId: WorkspaceId, botId: BotId): Promise<readonly SourceRow[]>
  /** Writes the source and replaces its pieces. */
  put(
    workspaceId: WorkspaceId,
    botId: BotId,
    source: Omit<SourceRow, 'readAt' | 'characters'>,
    pieces: readonly string[],
  ): Promise<SourceRow>
  /** Keeps the pieces that are there. Null: there is no such source. */
  setProblem(workspaceId: WorkspaceId, botId: BotId, id: string, problem: string): Promise<SourceRow | null>
  remove(workspaceId: WorkspaceId, botId: BotId, id: string): Promise<boolean>
  search(workspaceId: string, botId: string, words: string, limit: number): Promise<readonly Hit[]>
}

export interface Knowledge {
  list: KnowledgeStore['list']
  search: KnowledgeStore['search']
  remove: KnowledgeStore['remove']
  /** Null: the bot has as many sources as it may. */
  addText(
    workspaceId: WorkspaceId,
    botId: BotId,
    given: { readonly name: string; readonly type: string; readonly text: string },
  ): Promise<SourceRow | null>
  /** A page that cannot be read is kept with its problem, so that it can be tried again. Null as for a text. */
  addPage(workspaceId: WorkspaceId, botId: BotId, url: string, name?: string): Promise<SourceRow | null>
  /** Null: there is no such page. */
  refresh(workspaceId: WorkspaceId, botId: BotId, id: string): Promise<SourceRow | null>
}

export interface KnowledgeOptions {
  readonly store: KnowledgeStore
  readonly egress: Egress
  /** Null: the database has no vectors. */
  readonly meaning: Meaning | null
  /** HTML as text, headings in lines of their own that begin with `# `. */
  readonly textOfHtml: (html: string) => string
}

/** Of one bot. */
export const sourcesMax = 200

const pieceLength = 1_200
const piecesMax = 500
const pageMaxBytes = 2 * 1024 * 1_024
const pageTimeoutMs = 10_000
const textMax = 200_000
const headingMax = 200

/** As text/html is read when it does not say how it is written. */
function textIn(body: Uint8Array, contentType: string): string {
  const named = /charset=["']?([\w-]+)/i.exec(contentType)?.[1]
  const head = () => new TextDecoder('latin1').decode(body.subarray(0, 2_048))
  const charset = named ?? /<meta[^>]+charset=["']?([\w-]+)/i.exec(head())?.[1] ?? 'utf-8'
  let decoder = new TextDecoder()
  try {
    decoder = new TextDecoder(charset)
  } catch {
    // Nobody knows that charset; most pages are UTF-8.
  }
  // Postgres refuses NUL.
  return decoder.decode(body).replaceAll('\0', '')
}

/** Paragraphs gathered up to a length, each piece headed by where it stands. */
export function piecesOf(text: string): readonly string[] {
  const pieces: string[] = []
  const headings: string[] = []
  let body = ''
  const flush = () => {
    if (body.trim() !== '')
      pieces.push([headings.filter(Boolean).join(' › '), body.trim()].filter(Boolean).join('\n'))
    body = ''
  }
  for (const paragraph of text.slice(0, textMax).split(/\n\s*\n|\n(?=#{1,6}\s)/)) {
    const [first = '', ...rest] = paragraph.trim().split('\n')
    const heading = /^(#{1,6})\s+(.+)$/.exec(first)
    const said = heading ? rest.join('\n') : paragraph.trim()
    if (heading) {
      flush()
      const depth = heading[1]?.length ?? 1
      headings.length = depth
      headings[depth - 1] = heading[2]?.trim().slice(0, headingMax) ?? ''
    }
    for (let from = 0; from < said.length; from += pieceLength) {
      if (body.length + said.length - from > pieceLength) flush()
      body += `${said.slice(from, from + pieceLength)}\n`
    }
  }
  flush()
  return pieces.slice(0, piecesMax)
}

export function createKnowledge({ store, egress, meaning, textOfHtml }: KnowledgeOptions): Knowledge {
  async function read(url: string): Promise<{ text: string } | { problem: string }> {
    try {
      const limits = { timeoutMs: pageTimeoutMs, maxBytes: pageMaxBytes }
      const response = await egress.fetch(url, { headers: { accept: 'text/html, text/plain' } }, limits)
      if (!response.ok) {
        await response.body?.cancel().catch(() => undefined)
        return { problem: `The page answered ${response.status}.` }
      }
      const type = response.headers.get('content-type') ?? ''
      const body = textIn(new Uint8Array(await response.arrayBuffer()), type)
      if (/^text\/html|xhtml/.test(type)) return { text: textOfHtml(body) }
      if (/^text\//.test(type)) return { text: body }
      return { problem: `The page is ${type || 'of no known type'}; only text and HTML can be read.` }
    } catch (error) {
      if (error instanceof EgressFault) return { problem: error.message }
      throw error
    }
  }

  const isFull = async (workspaceId: WorkspaceId, botId: BotId) =>
    (await store.list(workspaceId, botId)).length >= sourcesMax

  const nothing = 'There is no text in it.'
  const { list, remove } = store

  /** Writes the pieces, and what they mean. Without the latter they are found by their words. */
  async function keep(
    workspaceId: WorkspaceId,
    botId: BotId,
    source: Parameters<KnowledgeStore['put']>[2],
    pieces: readonly string[],
  ): Promise<SourceRow> {
    const row = await store.put(workspaceId, botId, source, pieces)
    const embedder = await meaning?.embedderOf(workspaceId, botId)
    if (!meaning || !embedder || pieces.length === 0) return row
    try {
      const vectors = await embedder.embed(pieces)
      await meaning.vectors.put(workspaceId, botId, row.id, embedder.model, vectors)
      return row
    } catch (error) {
      if (error instanceof PortFault) throw error
      const why = error instanceof Error ? error.message : 'the model failed'
      const problem = `Found by its words only: ${why}.`
      return (await store.setProblem(workspaceId, botId, row.id, problem)) ?? row
    }
  }

  async function near(workspaceId: string, botId: string, words: string, limit: number) {
    const embedder = await meaning?.embedderOf(workspaceId, botId)
    if (!meaning || !embedder) return []
    try {
      const [vector] = await embedder.embed([words])
      return vector ? await meaning.vectors.nearest(workspaceId, botId, embedder.model, vector, limit) : []
    } catch (error) {
      if (error instanceof PortFault) throw error
      // An answer must not wait for it: the words are searched all the same.
      return []
    }
  }

  return {
    list,
    remove,
    async search(workspaceId, botId, words, limit) {
      const [byWords, byMeaning] = await Promise.all([
        store.search(workspaceId, botId, words, limit * 2),
        near(workspaceId, botId, words, limit * 2),
      ])
      return fused([byWords, byMeaning], limit)
    },
    async addText(workspaceId, botId, { name, type, text }) {
      if (await isFull(workspaceId, botId)) return null
      const pieces = piecesOf(type === 'text/html' ? textOfHtml(text) : text)
      const problem = pieces.length === 0 ? nothing : null
      return keep(workspaceId, botId, { id: newId(), name, kind: 'text', url: null, problem }, pieces)
    },
    async addPage(workspaceId, botId, url, name) {
      if (await isFull(workspaceId, botId)) return null
      const found = await read(url)
      const pieces = 'text' in found ? piecesOf(found.text) : []
      const problem = 'problem' in found ? found.problem : pieces.length === 0 ? nothing : null
      const source = { id: newId(), name: name ?? url, kind: 'page', url, problem } as const
      return keep(workspaceId, botId, source, pieces)
    },
    async refresh(workspaceId, botId, id) {
      const source = (await store.list(workspaceId, botId)).find(one => one.id === id)
      if (!source?.url) return null
      const found = await read(source.url)
      if ('problem' in found) return store.setProblem(workspaceId, botId, id, found.problem)
      const pieces = piecesOf(found.text)
      if (pieces.length === 0) return store.setProblem(workspaceId, botId, id, nothing)
      return keep(workspaceId, botId, { ...source, problem: null }, pieces)
    },
  }
}
