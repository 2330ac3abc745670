// The site's accent is any colour. Text on it, and text in it, must be readable in both themes (WCAG AA), so
// that ink is chosen and the accent moved only as far as it must be.

type Rgb = readonly [red: number, green: number, blue: number]

export const defaultAccent = '#2f6f5e'
/** The panel's grounds; text in the accent stands on them. */
const grounds = { light: '#ffffff', dark: '#17191e' } as const
const inks = ['#ffffff', '#000000'] as const
const readable = 4.5

export interface AccentColours {
  /** A ground: bubbles, the launcher. */
  readonly fill: string
  /** Text on the fill. */
  readonly ink: string
  /** Text, rings and icons on the panel. */
  readonly onLight: string
  readonly onDark: string
}

/** Anything but `#rrggbb` gives the default. */
export function accentColours(accent: string | null): AccentColours {
  const fill = accent !== null && /^#[\da-f]{6}$/i.test(accent) ? accent.toLowerCase() : defaultAccent
  const ink = contrast(fill, inks[0]) >= readable ? inks[0] : inks[1]
  return { fill, ink, onLight: moved(fill, grounds.light, 0), onDark: moved(fill, grounds.dark, 255) }
}

/** The WCAG ratio of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(parse(one)), luminance(parse(other))].sort((a, b) => b - a)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

/** Towards black (0) or white (255), a tenth at a time, until it can be read on the ground. */
function moved(colour: string, ground: string, towards: 0 | 255): string {
  const from = parse(colour)
  for (let tenths = 0; tenths < 10; tenths += 1) {
    const mixed = format(from.map(part => part + ((towards - part) * tenths) / 10))
    if (contrast(mixed, ground) >= readable) return mixed
  }
  return format([towards, towards, towards])
}

function parse(colour: string): Rgb {
  const part = (at: number) => Number.parseInt(colour.slice(at, at + 2), 16)
  return [part(1), part(3), part(5)]
}

function format(parts: readonly number[]): string {
  return `#${parts.map(part => (part + 256.5).toString(16).slice(1, 3)).join('')}`
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map(part => {
    const share = part / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}
