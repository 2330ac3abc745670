// What a file is, by its bytes. What is not on this list is not taken: pages, drawings that can hold scripts,
// programs, and whatever nobody knows.
import { fileTypeFromBuffer } from 'file-type'
import { imageSize } from 'image-size'
import { endingOf } from '../app/media-name.ts'
import type { Sniffed } from '../app/media-store.ts'

/** By type; the endings that fit it. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  'image/png': ['png'],
  'image/apng': ['png', 'apng'],
  'image/jpeg': ['jpg', 'jpeg', 'jfif'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'image/avif': ['avif'],
  'image/heic': ['heic', 'heif'],
  'audio/mpeg': ['mp3'],
  'audio/mp4': ['m4a', 'mp4'],
  'audio/x-m4a': ['m4a'],
  'audio/ogg': ['ogg', 'oga', 'opus'],
  'audio/wav': ['wav'],
  'audio/aac': ['aac'],
  'audio/flac': ['flac'],
  'video/mp4': ['mp4', 'm4v'],
  'video/webm': ['webm'],
  'video/ogg': ['ogv', 'ogg'],
  'video/quicktime': ['mov', 'qt'],
  'video/3gpp': ['3gp'],
  'application/pdf': ['pdf'],
  'application/rtf': ['rtf'],
  'application/zip': ['zip'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
  'application/vnd.oasis.opendocument.text': ['odt'],
  'application/vnd.oasis.opendocument.spreadsheet': ['ods'],
  'application/vnd.oasis.opendocument.presentation': ['odp'],
}

/** Text has no mark in its bytes, so here, and only here, the ending chooses among kinds that are all just text. */
const texts: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  text: 'text/plain',
  log: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
  ics: 'text/calendar',
  vcf: 'text/vcard',
}

/** A picture whose size cannot be read cannot be shown; one beyond this only harms whoever opens it. */
const pixelsMax = 150_000_000

function sizeOf(head: Uint8Array): { width: number; height: number } | null {
  try {
    const { width, height, orientation = 1 } = imageSize(head)
    if (!width || !height || width * height > pixelsMax) return null
    // Turned by a quarter: a camera held upright.
    return orientation >= 5 ? { width: height, height: width } : { width, height }
  } catch {
    return null
  }
}

/** Of whatever encoding: spreadsheets still write lists in Windows' own. */
function isText(head: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(head).replace(/^\u00ef\u00bb\u00bf/, '')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(text)) return false
  // A page, a drawing, a script with its first line.
  return !/^\s*(<[a-z!?/]|#!)/i.test(text)
}

function textKind(head: Uint8Array, name: string): Sniffed | null {
  const ending = endingOf(name)?.toLowerCase() ?? 'txt'
  const mimeType = texts[ending]
  if (mimeType === undefined || !isText(head)) return null
  return { mimeType, endings: [ending], width: null, height: null }
}

/** Null: of a kind that is not taken. */
export async function sniff(head: Uint8Array, name: string): Promise<Sniffed | null> {
  const found = await fileTypeFromBuffer(head).catch(() => undefined)
  if (!found) return textKind(head, name)
  const [mimeType = ''] = found.mime.split(';')
  const endings = kinds[mimeType]
  if (!endings) return null
  if (!mimeType.startsWith('image/')) return { mimeType, endings, width: null, height: null }
  const size = sizeOf(head)
  return size && { mimeType, endings, ...size }
}
