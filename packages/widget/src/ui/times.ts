// Times as the visitor's language writes them, by this device's clock.
export function timeOf(at: string, language: string): string {
  return new Date(at).toLocaleTimeString(language, { hour: 'numeric', minute: '2-digit' })
}

export function dayOf(at: string, language: string): string {
  return new Date(at).toLocaleDateString(language, { weekday: 'short', day: 'numeric', month: 'short' })
}
