// What every block has.

export type BlockId = string

export interface Named {
  /** The name that agents see: a labelled block is one at which a bot may go on. */
  readonly label?: string
}
