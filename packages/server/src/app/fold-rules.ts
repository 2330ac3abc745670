// Lays on top of a decision what it told and what the rules of the workspace make of it, in the same transaction.
import type { Command, Policy } from '@baton/core'
import { decide } from '@baton/core'
import type { Decided, FoldContext, FreshIds } from './decided.ts'
import { contextOf, decided, joined } from './decided.ts'
import type { PromptWanted } from './hearing.ts'
import type { Occasion } from './rules-in-flight.ts'
import { nextRule, signalsOwed } from './rules-in-flight.ts'
import type { Workspace } from './workspace.ts'

export interface Ruling {
  readonly ids: FreshIds
  readonly policy: Policy
  readonly workspace: Workspace
  readonly fold: FoldContext
  /** Rules that ask for a person are passed over: the bot has asked already. */
  readonly unasked?: boolean
}

function onTop(
  first: Decided,
  command: Command,
  ids: FreshIds,
  { policy, workspace, fold }: Ruling,
): Decided {
  const decision = decide(first.loaded.state, command, contextOf(ids, policy, fold))
  if (!decision.ok || decision.events.length === 0) return first
  return joined(first, decided(first.loaded, decision.events, policy, workspace, fold))
}

/** The signals of a message that has just been stored, where they are worth a line. */
export function signalsAdded(own: Decided, ruling: Ruling): Decided {
  const owed = signalsOwed(own.loaded, own.events)
  return owed ? onTop(own, owed, ruling.ids, ruling) : own
}

/** Every rule once for each occasion, in order, until one that holds says stop. */
export function withRules(first: Decided, occasions: readonly Occasion[], ruling: Ruling): Decided {
  const { workspace, fold, unasked = false } = ruling
  if (workspace.rules.on.length === 0) return first
  const wanted = new Map<string, PromptWanted>()
  let current = first
  let ids = ruling.ids.following
  for (const occasion of occasions) {
    for (let place = 0; ; ) {
      const asked = nextRule(current.loaded, workspace, fold.deck.at, occasion, { from: place, unasked })
      for (const one of asked.wanted) wanted.set(one.ruleId, one)
      if (asked.rule === null) break
      const fired = onTop(current, asked.rule.command, ids, ruling)
      ids = ids.following
      // One whose actions change nothing is as one that does not hold.
      if (fired !== current && asked.rule.stop) {
        current = fired
        break
      }
      current = fired
      place = asked.rule.place + 1
    }
  }
  return wanted.size === 0 ? current : { ...current, wanted: [...current.wanted, ...wanted.values()] }
}
