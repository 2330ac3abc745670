export function RoutingSection() {
  return null
}
