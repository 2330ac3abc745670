// What was answered to which id, so that the same request, delivered again, gets the same answer and does nothing
// twice. The oldest are forgotten first.

export class Remembered<Value> {
  readonly #values = new Map<string, Value>()
  readonly #max: number

  constructor(max: number) {
    this.#max = max
  }

  get(id: string): Value | undefined {
    return this.#values.get(id)
  }

  set(id: string, value: Value): void {
    this.#values.set(id, value)
    if (this.#values.size <= this.#max) return
    const [oldest] = this.#values.keys()
    if (oldest !== undefined) this.#values.delete(oldest)
  }

  /** Only while it is still this one: another try may have taken its place. */
  forget(id: string, value: Value): void {
    if (this.#values.get(id) === value) this.#values.delete(id)
  }
}
