// One request as a route's implementation sees it: parsed, signed in, typed by the contract.
import type { AnswerOf, Contract, RouteKey } from '@baton/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { AgentCaller, TurnCaller, VisitorCaller } from '../app/access.ts'

type Parsed<Key extends RouteKey, Name extends 'params' | 'query' | 'body'> = Contract[Key] extends {
  readonly [N in Name]: infer Schema extends z.ZodType
}
  ? z.output<Schema>
  : undefined

type CallerOf<Key extends RouteKey> = Contract[Key]['auth'] extends 'visitor'
  ? VisitorCaller
  : Contract[Key]['auth'] extends 'turn'
    ? TurnCaller
    : Contract[Key]['auth'] extends 'none'
      ? null
      : AgentCaller

export interface Call<Key extends RouteKey> {
  readonly params: Parsed<Key, 'params'>
  readonly query: Parsed<Key, 'query'>
  readonly body: Parsed<Key, 'body'>
  readonly caller: CallerOf<Key>
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

export type Implementation<Key extends RouteKey> = (call: Call<Key>) => Promise<AnswerOf<Key>>
export type Implementations<Key extends RouteKey = RouteKey> = { readonly [K in Key]: Implementation<K> }
