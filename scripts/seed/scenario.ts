// A kind of conversation that a shop has: what each side may say. `{slots}` are filled in later.
export interface Scenario {
  readonly topic: string
  readonly tag: string
  readonly opening: readonly string[]
  readonly bot: readonly string[]
  readonly more: readonly string[]
  readonly human: readonly string[]
  readonly thanks: readonly string[]
  readonly note: string
}
