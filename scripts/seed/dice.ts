// Chance that can be had again: the same seed draws the same.
export class Dice {
  private left: number

  constructor(seed: number) {
    this.left = seed >>> 0
  }

  /** From 0 up to, not including, 1. */
  draw(): number {
    this.left = (this.left + 0x9e3779b9) >>> 0
    let mixed = Math.imul(this.left ^ (this.left >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000
  }

  below(sides: number): number {
    return Math.floor(this.draw() * sides)
  }

  of<T>(list: readonly T[]): T {
    const one = list[this.below(list.length)]
    if (one === undefined) throw new Error('nothing to draw from')
    return one
  }

  /** True in `share` of all cases. */
  in(share: number): boolean {
    return this.draw() < share
  }
}
