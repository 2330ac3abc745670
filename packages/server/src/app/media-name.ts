// A file's name as it is shown and saved: nothing of a path, nothing that cannot be seen, and an ending that fits
// what the file is.

const nameMax = 120

/** `endings`: those that fit; the first is given to a name that has none of them. */
export function mediaName(given: string, endings: readonly string[]): string {
  const last = given.split(/[/\\]/).at(-1) ?? ''
  const clean = last
    .normalize('NFC')
    // Controls, direction overrides (`exe.gpj` read backwards), lone surrogates, line separators.
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  const ending = endingOf(clean)
  const fits = ending !== null && endings.includes(ending.toLowerCase())
  const stem = fits ? clean.slice(0, -(ending.length + 1)) : clean
  const suffix = fits ? ending : endings[0]
  // By characters, so that none is cut in half.
  const short = [...(stem || 'file')].slice(0, nameMax - (suffix?.length ?? 0) - 1).join('')
  return suffix === undefined ? short : `${short}.${suffix}`
}

/** Without the dot; null when there is none. */
export function endingOf(name: string): string | null {
  return /[^.]\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1] ?? null
}
