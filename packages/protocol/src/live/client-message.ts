// From a reader to the server, over /api/v1/live. One JSON object a frame.
import { z } from 'zod'
import { blank, clientId, conversationId, saysSomething, seq, spoken } from '../primitives.ts'

const ref = z.string().min(1).max(40)

/** The first frame of a bearer; a cookie needs none. */
const hello = z.object({ type: z.literal('hello'), token: z.string().max(4_096) })
/** Events of one conversation after a cursor. A visitor has only its own, and may leave the id out. */
const follow = z.object({
  type: z.literal('follow'),
  conversationId: conversationId.optional(),
  after: seq,
})
const unfollow = z.object({ type: z.literal('unfollow'), conversationId })
/** Rows of the workspace: a snapshot of who waits and who is held, then every row that changes. */
const followList = z.object({ type: z.literal('follow_list') })
/** A visitor says something; answered by `accepted` or `refused` with the same ref. */
const send = z.object({ type: z.literal('send'), ref, clientId, ...spoken }).refine(saysSomething, blank)
/** Somebody writes; told to the other side and to other agents, on whatever server, never stored. */
const typing = z.object({ type: z.literal('typing'), conversationId: conversationId.optional() })
/** A visitor has seen everything up to `seq`. */
const read = z.object({ type: z.literal('read'), seq })
/** Whether anybody sits before this console: nobody has touched it for a while, or somebody has again. */
const idle = z.object({ type: z.literal('idle'), idle: z.boolean() })
const ping = z.object({ type: z.literal('ping') })

export const clientMessage = z.discriminatedUnion('type', [
  hello,
  follow,
  unfollow,
  followList,
  send,
  typing,
  read,
  idle,
  ping,
])
export type ClientMessage = z.output<typeof clientMessage>
