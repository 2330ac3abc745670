// Chance that can be had again.

/** Draws small numbers out of one seed; the same seed draws the same. */
export class Dice {
  private left: number

  constructor(seed: number) {
    this.left = seed >>> 0
  }

  /** One of 0 … sides - 1. */
  roll(sides: number): number {
    // A counter, well mixed: dice that are seeded with each other's draws stay strangers.
    this.left = (this.left + 0x9e3779b9) >>> 0
    let mixed = Math.imul(this.left ^ (this.left >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) % sides
  }

  of<T>(first: T, ...rest: readonly T[]): T {
    return [first, ...rest][this.roll(rest.length + 1)] ?? first
  }
}
