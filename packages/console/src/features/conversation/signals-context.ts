// What messages told, while somebody wants to see it; null: nobody does.
import type { HeardSignal } from '@baton/core'
import { createContext, useContext } from 'react'

/** By the `seq` of the message. */
export type SignalsBySeq = ReadonlyMap<number, readonly HeardSignal[]>

export const SignalsContext = createContext<SignalsBySeq | null>(null)

export const useSignalsOf = (seq: number): readonly HeardSignal[] | undefined =>
  useContext(SignalsContext)?.get(seq)
