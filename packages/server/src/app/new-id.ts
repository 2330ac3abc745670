// UUIDv7 with random bits drawn by the page: asking the system for each id costs more than the rest of making it.
import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const page = new Uint8Array(16 * 256)
let at = page.length

function drawn(): Uint8Array {
  if (at === page.length) {
    randomFillSync(page)
    at = 0
  }
  at += 16
  return page.subarray(at - 16, at)
}

/** A fresh id; the caller brands it. Sorts by the millisecond it was made in. */
export function newId(): string {
  return v7({ rng: drawn })
}
