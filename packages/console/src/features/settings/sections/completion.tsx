export function CompletionSection() {
  return null
}
