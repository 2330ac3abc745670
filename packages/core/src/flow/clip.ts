// Text that any store takes: no longer than allowed, no half characters, no NUL.

/** At most `max` UTF-16 units, never half of a pair. */
export function clipped(text: string, max: number): string {
  const sound = text.replace(/\p{Surrogate}|\0/gu, '\ufffd')
  if (sound.length <= max) return sound
  const cut = sound.slice(0, max)
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut
}
