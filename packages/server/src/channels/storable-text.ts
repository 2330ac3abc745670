// Text from elsewhere, as a log can hold it: no NUL, no half characters, no more than fits.

export function storableText(text: string, max: number): string {
  const clean = (given: string) => given.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\ufffd')
  return text.length <= max ? clean(text) : clean(text.slice(0, max))
}
