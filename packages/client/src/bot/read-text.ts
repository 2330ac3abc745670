// A request's body as text, and no more of it than a turn can need.

/** 50 long messages and 16 kB of variables are well below it. */
const bodyMaxBytes = 4 * 1_024 * 1_024

/** Null when there is too much of it. */
export async function readText(request: Request, maxBytes = bodyMaxBytes): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return null
  const reader = request.body?.getReader()
  if (!reader) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > maxBytes) {
      await reader.cancel()
      return null
    }
    text += decoder.decode(value, { stream: true })
  }
}
