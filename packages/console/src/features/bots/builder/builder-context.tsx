// The builder for what stands far below it: cards, forms, the test chat.
import { createContext, useContext } from 'react'
import { variablesOf } from '../flow/edits.ts'
import type { Builder } from './use-builder.ts'

const BuilderContext = createContext<Builder | null>(null)

const noVariables: readonly string[] = []

export const BuilderProvider = BuilderContext.Provider

export function useBuilderHere(): Builder {
  const builder = useContext(BuilderContext)
  if (!builder) throw new Error('useBuilderHere needs a BuilderProvider above it')
  return builder
}

/** The variables that the flow around it knows; none where there is no flow. */
export function useVariablesHere(): readonly string[] {
  const builder = useContext(BuilderContext)
  return builder ? variablesOf(builder.flow) : noVariables
}
