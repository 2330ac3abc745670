// Packs a picture as small as its 8-bit RGB(A) rows allow, without losing a pixel: the browser packs for speed.
import { constants, crc32, deflateSync, inflateSync } from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

interface Picture {
  readonly width: number
  readonly height: number
  /** Bytes a pixel: 3 or 4. */
  readonly depth: number
  readonly rows: readonly Buffer[]
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [l, u, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return l <= u && l <= c ? left : u <= c ? up : corner
}

function predicted(filter: number, row: Buffer, above: Buffer, at: number, depth: number): number {
  const left = at >= depth ? (row[at - depth] ?? 0) : 0
  const up = above[at] ?? 0
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  return filter === 4 ? paeth(left, up, at >= depth ? (above[at - depth] ?? 0) : 0) : 0
}

function decode(png: Buffer): Picture {
  const packed: Buffer[] = []
  let [width, height, depth] = [0, 0, 0]
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const name = png.toString('latin1', at + 4, at + 8)
    const body = png.subarray(at + 8, at + 8 + length)
    if (name === 'IHDR') {
      ;[width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)]
      if (body[8] !== 8 || (body[9] !== 2 && body[9] !== 6)) throw new Error('not an 8-bit RGB picture')
      depth = body[9] === 6 ? 4 : 3
    } else if (name === 'IDAT') packed.push(body)
    at += 12 + length
  }
  const raw = inflateSync(Buffer.concat(packed))
  const span = width * depth
  const rows: Buffer[] = []
  let above = Buffer.alloc(span)
  for (let y = 0; y < height; y++) {
    const row = Buffer.from(raw.subarray(y * (span + 1) + 1, (y + 1) * (span + 1)))
    const filter = raw[y * (span + 1)] ?? 0
    for (let x = 0; x < span; x++) row[x] = (row[x] ?? 0) + predicted(filter, row, above, x, depth)
    rows.push(row)
    above = row
  }
  return { width, height, depth, rows }
}

/** Colours by number where there are at most 256 of them; null where there are more. */
function palette({ rows, depth }: Picture): ReadonlyMap<number, number> | null {
  const numbers = new Map<number, number>()
  for (const row of rows) {
    for (let x = 0; x < row.length; x += depth) {
      const colour = row.readUIntBE(x, 3)
      if (!numbers.has(colour)) numbers.set(colour, numbers.size)
      if (numbers.size > 256) return null
    }
  }
  return numbers
}

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

function encode(
  width: number,
  height: number,
  colourType: 2 | 3,
  more: readonly Buffer[],
  raw: Buffer,
): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 8
  head[9] = colourType
  const packed = [constants.Z_DEFAULT_STRATEGY, constants.Z_FILTERED]
    .map(strategy => deflateSync(raw, { level: 9, memLevel: 9, strategy }))
    .reduce((least, other) => (other.length < least.length ? other : least))
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    ...more,
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Takes away what a picture of a page never has: a see-through pixel. */
function opaque(picture: Picture): Picture {
  if (picture.depth === 3) return picture
  const rows = picture.rows.map(row => Buffer.from(row.filter((_, at) => at % 4 !== 3)))
  return { ...picture, depth: 3, rows }
}

/** The rows behind one filter, or each behind the one that leaves the least. */
function filtered({ rows, depth, width }: Picture, filters: readonly number[]): Buffer {
  let above: Buffer = Buffer.alloc(width * depth)
  const out = rows.map(row => {
    const tried = filters.map(filter => {
      const line = Buffer.alloc(row.length + 1)
      line[0] = filter
      let weight = 0
      for (let x = 0; x < row.length; x++) {
        const byte = ((row[x] ?? 0) - predicted(filter, row, above, x, depth)) & 255
        line[x + 1] = byte
        weight += byte < 128 ? byte : 256 - byte
      }
      return { line, weight }
    })
    above = row
    return tried.reduce((least, other) => (other.weight < least.weight ? other : least)).line
  })
  return Buffer.concat(out)
}

/** The same picture in fewer bytes; the given one where there is nothing to gain. */
export function shrinkPng(png: Buffer): Buffer {
  const picture = opaque(decode(png))
  const { width, height, depth, rows } = picture
  const candidates = [[0], [0, 2], [0, 1, 2, 3, 4]].map(filters =>
    encode(width, height, 2, [], filtered(picture, filters)),
  )
  const numbers = palette(picture)
  if (numbers) {
    const colours = Buffer.alloc(numbers.size * 3)
    for (const [colour, number] of numbers) colours.writeUIntBE(colour, number * 3, 3)
    const lines = rows.map(row =>
      Buffer.from([
        0,
        ...Array.from({ length: width }, (_, x) => numbers.get(row.readUIntBE(x * depth, 3)) ?? 0),
      ]),
    )
    candidates.push(encode(width, height, 3, [chunk('PLTE', colours)], Buffer.concat(lines)))
  }
  return candidates.reduce((least, other) => (other.length < least.length ? other : least), png)
}
