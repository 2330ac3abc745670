// Which addresses belong to nobody outside: private, loopback, link-local, metadata, and every IPv6 form that hides
// one of them.
import ipaddr from 'ipaddr.js'

const ipv6Hiding: readonly (readonly [prefix: string, bits: number, from: number])[] = [
  // NAT64; the IPv4 address is in the last 32 bits.
  ['64:ff9b::', 96, 12],
  // 6to4: right after the prefix.
  ['2002::', 16, 2],
]

/** The IPv4 address that an IPv6 one stands for, if it does. */
function hiddenIpv4(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  if (address.isIPv4MappedAddress()) return address.toIPv4Address()
  const bytes = address.toByteArray()
  for (const [prefix, bits, from] of ipv6Hiding) {
    if (address.match(ipaddr.IPv6.parse(prefix), bits)) return new ipaddr.IPv4(bytes.slice(from, from + 4))
  }
  // IPv4-compatible, long out of use: ::a.b.c.d
  const compatible = bytes.slice(0, 12).every(byte => byte === 0)
  return compatible ? new ipaddr.IPv4(bytes.slice(12)) : null
}

/** Looks public, and is the metadata server of a cloud to machines within it. */
const metadata: ReadonlySet<string> = new Set(['168.63.129.16'])

const isPublicIpv4 = (address: ipaddr.IPv4) =>
  address.range() === 'unicast' && !metadata.has(address.toString())

/** False only for addresses of the public internet. What cannot be read is private. */
export function isPrivateAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return true
  const address = ipaddr.parse(text)
  if (address instanceof ipaddr.IPv6) {
    const hidden = hiddenIpv4(address)
    if (hidden) return !isPublicIpv4(hidden)
    return address.range() !== 'unicast'
  }
  return !isPublicIpv4(address)
}
