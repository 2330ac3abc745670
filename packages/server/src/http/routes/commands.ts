// The commands on a conversation.
import type { RouteKey } from '@baton/protocol'
import type { App } from '../../app/app.ts'
import { closingChoices, isEntry } from '../../app/closing-blocks.ts'
import { uploaderOf } from '../../app/media.ts'
import type { ConversationKey } from '../../app/ports.ts'
import type { Implementations } from '../call.ts'
import { heldAnswer, keyOf, loadedFor, perform, seqOf } from '../outcomes.ts'
import { notFound, refuse } from '../problem.ts'
import { mayBuild } from './bot-rules.ts'
import { notTheirs } from './media-refusals.ts'
import { templatePart } from './templates.ts'
import { mentionedBy } from './writing.ts'

type CommandKey = Exclude<
  Extract<RouteKey, `POST /conversations/{id}/${string}`>,
  `POST /conversations/{id}/${'decline' | 'brief' | 'status' | 'priority' | 'messages/{seq}/retry'}`
>

function handOver(
  app: App,
): Pick<Implementations, 'POST /conversations/{id}/assign' | 'POST /conversations/{id}/bot'> {
  return {
    'POST /conversations/{id}/assign': async ({ params, body, caller }) => {
      const workspace = await app.directory.of(caller.workspaceId)
      const key = keyOf(caller, params.id)
      if (body.teamId !== undefined) {
        if (!workspace.teams.has(body.teamId)) notFound('team')
        const to = { teamId: body.teamId }
        return heldAnswer(await perform(app, key, { type: 'Assign', actor: caller.agent, to }))
      }
      const agent = workspace.agents.get(body.agentId ?? '') ?? notFound('agent')
      if (!agent.active)
        refuse(422, 'agent_inactive', `${agent.name} no longer works here. Choose somebody else.`)
      const to = { agent: { id: agent.id, name: agent.name } }
      return heldAnswer(await perform(app, key, { type: 'Assign', actor: caller.agent, to }))
    },
    'POST /conversations/{id}/bot': async ({ params, body, caller }) => {
      const { botId } = body
      const bot = botId === null ? null : (await mayBuild(app, caller, botId, 'use')).bot
      const block = body.block ?? null
      if (block !== null && (!bot?.flow || !Object.hasOwn(bot.flow.blocks, block))) {
        refuse(
          422,
          'unknown_block',
          `The bot has no block called ${block}. Leave it out to start at the beginning.`,
        )
      }
      const actor = caller.agent
      return heldAnswer(
        await perform(app, keyOf(caller, params.id), { type: 'ChangeBot', actor, botId, block }),
      )
    },
  }
}

function completion(app: App): Pick<Implementations, 'POST /conversations/{id}/resolve'> {
  return {
    'POST /conversations/{id}/resolve': async ({ params, body, caller }) => {
      const key = keyOf(caller, params.id)
      const workspace = await app.directory.of(caller.workspaceId)
      const { closingBlock, botResume = workspace.completion.botResume, askFeedback = null } = body
      // Only what names a block needs to know the conversation beforehand.
      const state = closingBlock || typeof botResume === 'object' ? (await loadedFor(app, key)).state : null
      const closing =
        state && closingBlock
          ? closingChoices(workspace, state).find(choice => choice.block === closingBlock)
          : null
      if (closingBlock && !closing) {
        refuse(422, 'unknown_block', `There is no closing block called ${closingBlock} here.`, {
          fields: ['closingBlock'],
        })
      }
      if (state && typeof botResume === 'object' && !isEntry(workspace, state, botResume.at)) {
        refuse(422, 'unknown_block', `The bot cannot go on at ${botResume.at}.`, { fields: ['botResume'] })
      }
      const { topic = null, outcome = null, tags, note = null, guidance = null } = body
      const command = {
        type: 'Resolve',
        actor: caller.agent,
        topic,
        outcome,
        tags,
        note,
        guidance,
        closing: closing ?? null,
        botResume,
        askFeedback,
      } as const
      return heldAnswer(await perform(app, key, command))
    },
  }
}

/** TK3: what of the bot's was handed to the channel before, and cannot be called back. */
async function inFlight(app: App, key: ConversationKey, channelId: string) {
  const { channels } = await app.directory.of(key.workspaceId)
  // Whoever reads the log itself has nothing under way.
  return channels.get(channelId)?.kind === 'web' ? [] : app.channels.inFlight(key)
}

type WrittenKey = `POST /conversations/{id}/${'messages' | 'notes' | 'guidance'}`

/** What an agent wrote, whose draft is over once it is accepted. */
function written(app: App): Pick<Implementations, WrittenKey> {
  return {
    'POST /conversations/{id}/messages': async ({ params, body, caller }) => {
      const { clientId = null, seenSeq = null, replyTo, template } = body
      const key = keyOf(caller, params.id)
      const loaded = body.media || template ? await loadedFor(app, key) : null
      const parts =
        template && loaded
          ? [await templatePart(app, caller, loaded.channelId, template)]
          : ((await app.media.partsOf(uploaderOf(caller), params.id, body)) ?? notTheirs())
      const command = {
        type: 'SendMessage',
        actor: caller.agent,
        clientId,
        parts,
        seenSeq,
        via: caller.via,
        ...(replyTo === undefined ? {} : { replyTo }),
      } as const
      const done = await perform(app, key, command)
      app.agentDrafts.accepted(caller, key, 'reply', body.text)
      return { seq: seqOf(done, 'MessageSent') }
    },
    'POST /conversations/{id}/notes': async ({ params, body, caller }) => {
      const { text, teamMentions } = body
      const workspace = await app.directory.of(caller.workspaceId)
      const mentions = mentionedBy(caller, workspace, body.mentions, teamMentions)
      const key = keyOf(caller, params.id)
      const done = await perform(app, key, { type: 'AddNote', actor: caller.agent, text, mentions })
      app.agentDrafts.accepted(caller, key, 'note', text)
      return { seq: seqOf(done, 'NoteAdded') }
    },
    'POST /conversations/{id}/guidance': async ({ params, body, caller }) => {
      const key = keyOf(caller, params.id)
      const { text } = body
      const done = await perform(app, key, { type: 'GiveGuidance', actor: caller.agent, text })
      app.agentDrafts.accepted(caller, key, 'guide', text)
      return { seq: seqOf(done, 'GuidanceGiven') }
    },
  }
}

export function commandRoutes(app: App): Implementations<CommandKey> {
  return {
    ...handOver(app),
    ...completion(app),
    ...written(app),
    'POST /conversations/{id}/request': async ({ params, body, caller }) => {
      const { reason: text, priority, teamId = null } = body
      const workspace = await app.directory.of(caller.workspaceId)
      if (teamId && !workspace.teams.has(teamId)) notFound('team')
      const command = {
        type: 'RequestHuman',
        actor: caller.agent,
        cause: 'agent_asked',
        text,
        priority,
        summary: null,
        teamId,
      } as const
      return heldAnswer(await perform(app, keyOf(caller, params.id), command))
    },
    'POST /conversations/{id}/dismiss': async ({ params, body, caller }) =>
      heldAnswer(
        await perform(app, keyOf(caller, params.id), {
          type: 'DismissRequest',
          actor: caller.agent,
          reason: body.reason,
        }),
      ),
    'POST /conversations/{id}/intervene': async ({ params, body, caller }) => {
      const cancelBot = body.cancelBot ?? null
      const done = await perform(app, keyOf(caller, params.id), {
        type: 'TakeOver',
        actor: caller.agent,
        cancelBot,
        via: caller.via,
      })
      return {
        ...heldAnswer(done),
        inFlight: [...(await inFlight(app, keyOf(caller, params.id), done.state.channelId))],
      }
    },
    'POST /conversations/{id}/answer': async ({ params, body, caller }) => {
      const { questionId, text } = body
      const command = { type: 'AnswerQuestion', actor: caller.agent, questionId, text } as const
      return { seq: seqOf(await perform(app, keyOf(caller, params.id), command), 'QuestionAnswered') }
    },
    'POST /conversations/{id}/return': async ({ params, body, caller }) =>
      heldAnswer(
        await perform(app, keyOf(caller, params.id), {
          type: 'ReturnToQueue',
          actor: caller.agent,
          reason: body.reason,
        }),
      ),
    'POST /conversations/{id}/cancel': async ({ params, caller }) =>
      heldAnswer(
        await perform(app, keyOf(caller, params.id), { type: 'CancelTakeover', actor: caller.agent }),
      ),
    'POST /conversations/{id}/tags': async ({ params, body, caller }) => {
      const { add, remove } = body
      const { state } = await perform(app, keyOf(caller, params.id), {
        type: 'ChangeTags',
        actor: caller.agent,
        add,
        remove,
      })
      return { tags: [...state.tags] }
    },
  }
}
