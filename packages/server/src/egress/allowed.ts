// The operator's exceptions: destinations on private addresses that may be called all the same.
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** A name or address with or without its port, or a range such as 10.1.0.0/16. */
export interface Allowed {
  /** Whether this destination was named, by its host, its host and port, or the address that it has. */
  covers(host: string, port: number, address: string): boolean
}

export function isAllowedEntry(entry: string): boolean {
  if (entry.includes('/')) {
    try {
      ipaddr.parseCIDR(entry)
      return true
    } catch {
      return false
    }
  }
  return /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+|[0-9a-f:]+)(:\d{1,5})?$/i.test(entry)
}

function inRange(address: string, range: string): boolean {
  try {
    const [net, bits] = ipaddr.parseCIDR(range)
    const parsed = ipaddr.process(address)
    return parsed.kind() === net.kind() && parsed.match(net, bits)
  } catch {
    return false
  }
}

export function parseAllowed(entries: readonly string[]): Allowed {
  const wanted = entries.map(entry => entry.trim().toLowerCase()).filter(entry => entry !== '')
  return {
    covers(host, port, address) {
      const name = host.toLowerCase().replace(/^\[|\]$/g, '')
      const withPort = isIP(name) === 6 ? `[${name}]:${port}` : `${name}:${port}`
      return wanted.some(entry => {
        if (entry.includes('/')) return inRange(address, entry)
        const plain = entry.replace(/^\[|\]$/g, '')
        return plain === name || plain === address || entry === withPort || entry === `${address}:${port}`
      })
    },
  }
}
