// The only names that a store of files ever gets to see.
const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function isMediaId(text: string): boolean {
  return form.test(text)
}
