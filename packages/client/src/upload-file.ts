// Gives a file to the server. Not by `fetch`, which cannot say how far an upload has come.
import type { MediaGiven } from '@baton/protocol'
import { errorOfResponse, ownError } from './api-error.ts'

export interface UploadOptions {
  /** The server's origin; '' is the page's own. */
  readonly url: string
  readonly path: '/media' | '/web/media'
  readonly token?: string
  /** From 0 to 1. */
  readonly onProgress?: (share: number) => void
  readonly signal?: AbortSignal
}

/** @throws ApiError, `unreachable` when the line broke; the signal's reason when it was aborted. */
export function uploadFile(file: File, options: UploadOptions): Promise<MediaGiven> {
  const { url, path, token, onProgress, signal } = options
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    // Half characters cannot be put in an address.
    const name = encodeURIComponent(file.name.replace(/\p{Surrogate}/gu, ''))
    request.open('POST', `${url}/api/v1${path}?name=${name}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    if (token) request.setRequestHeader('authorization', `Bearer ${token}`)
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0)
    request.onload = () => {
      const answer = new Response(request.responseText, { status: request.status })
      if (answer.ok) resolve(answer.json())
      else errorOfResponse(answer).then(reject, reject)
    }
    request.onerror = () => reject(ownError('unreachable', 'The upload broke off. Check the connection.'))
    request.onabort = () => reject(signal?.reason)
    signal?.addEventListener('abort', () => request.abort())
    if (signal?.aborted) reject(signal.reason)
    else request.send(file)
  })
}
