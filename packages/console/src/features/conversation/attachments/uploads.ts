// From a chosen file to one that the server has: looked at here first, then sent with its progress.
import type { MediaGiven } from '@baton/client'
import { isApiError, uploadFile } from '@baton/client'
import type { MediaPart } from '@baton/core'
import type { Attached, Tray, Trouble } from './tray.ts'
import { filesMax, previews } from './tray.ts'

const troubles: Readonly<Record<string, Trouble>> = {
  file_too_large: 'tooLarge',
  file_empty: 'empty',
  file_kind: 'kind',
  too_many_files: 'many',
  too_many_requests: 'many',
  no_room: 'noRoom',
}

function partOf({ id: mediaId, name, mimeType, sizeBytes, width, height }: MediaGiven): MediaPart {
  const size = width !== null && height !== null ? { width, height } : {}
  return { kind: 'media', mediaId, name, mimeType, sizeBytes, ...size }
}

/** What can be known without asking. */
function troubleOf(tray: Tray, file: File, maxBytes: number): Trouble | null {
  if (tray.get().filter(({ trouble }) => trouble === null).length >= filesMax) return 'tooMany'
  if (file.size === 0) return 'empty'
  return file.size > maxBytes ? 'tooLarge' : null
}

export async function upload(
  tray: Tray,
  { key, file, preview, upload: { signal } }: Attached,
): Promise<void> {
  if (!file) return
  tray.change(key, { trouble: null, share: 0 })
  try {
    const onProgress = (share: number) => tray.change(key, { share })
    const given = await uploadFile(file, { url: '', path: '/media', signal, onProgress })
    if (preview) previews.set(given.id, preview)
    tray.change(key, { part: partOf(given), name: given.name })
  } catch (fault) {
    if (signal.aborted) return
    tray.change(key, { trouble: (isApiError(fault) ? troubles[fault.code] : undefined) ?? 'broken' })
  }
}

export function addFiles(tray: Tray, files: Iterable<File>, maxBytes: number): void {
  for (const file of files) {
    const { name, size: sizeBytes, type } = file
    const trouble = troubleOf(tray, file, maxBytes)
    const isShown = trouble === null && /^image\/(png|jpeg|gif|webp|avif)$/.test(type)
    const preview = isShown ? URL.createObjectURL(file) : null
    const item = tray.lay({ name, sizeBytes, file, preview, trouble, part: null })
    if (trouble === null) void upload(tray, item)
  }
}
