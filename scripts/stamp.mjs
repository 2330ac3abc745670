// Remembers what was done for which state of the files, so that a second start does nothing twice. Built-ins only.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const passedOver = new Set(['node_modules', 'dist', 'testing', 'data'])

function* filesBelow(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return
  if (!found.isDirectory()) {
    yield path
    return
  }
  for (const name of readdirSync(path).sort()) if (!passedOver.has(name)) yield* filesBelow(join(path, name))
}

/** A digest of the contents below the paths; tests do not count. */
export function digestOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths) {
    for (const file of filesBelow(join(root, path))) {
      if (/\.test\.tsx?$/.test(file)) continue
      hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0')
    }
  }
  return hash.digest('hex')
}

/** Whether the stamp holds this digest. */
export function isStamped(file, digest) {
  try {
    return readFileSync(join(root, file), 'utf8') === digest
  } catch {
    return false
  }
}

export function stamp(file, digest) {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), digest)
}
