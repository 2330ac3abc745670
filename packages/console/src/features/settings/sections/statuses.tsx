export function StatusesSection() {
  return null
}
