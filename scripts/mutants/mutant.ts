// One seeded fault, and the rule whose own test must fail of it.
export interface Mutant {
  /** The rule whose own test must fail. */
  readonly rule: string
  readonly fault: string
  /** `core` unless it says otherwise. */
  readonly part?: 'core' | 'server'
  /** Below that package's src. */
  readonly file: string
  readonly find: string
  readonly replace: string
}
