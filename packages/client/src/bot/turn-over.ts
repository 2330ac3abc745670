// What a bot meets when its turn is no longer its own: a person took over, a newer message came, or time ran out.

/** Nothing more is wanted for this turn: stop, and undo nothing. Thrown out of `onTurn` it is no failure. */
export class TurnOver extends Error {
  override readonly name = 'TurnOver'

  constructor() {
    super('The turn is over: somebody took over, a newer message came, or its time ran out.')
  }
}
