// How large a file is, as people say it.

/** `1.2 MB`, in the reader's language. */
export function byteSize(bytes: number, language: string): string {
  const [unit, by] =
    bytes < 1_000
      ? (['byte', 1] as const)
      : bytes < 1_000_000
        ? (['kilobyte', 1_024] as const)
        : (['megabyte', 1_048_576] as const)
  const digits = unit === 'megabyte' && bytes < 10 * by ? 1 : 0
  const style = {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: digits,
  } as const
  return new Intl.NumberFormat(language, style).format(bytes / by)
}
