export function RepliesSection() {
  return null
}
