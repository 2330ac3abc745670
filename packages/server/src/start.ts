// Wires everything and starts it; the only file that knows everyone. Nothing of the process is touched here, so that
// two of them can run side by side.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { hostname } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { WorkspaceId } from '@baton/core'
import { presenceSettings } from '@baton/protocol'
import type { Logger } from 'pino'
import pino from 'pino'
import { createAlertKinds } from './alerts/kinds.ts'
import { createAlertLinks } from './app/alert-links.ts'
import type { App } from './app/app.ts'
import type { OpenSecret } from './app/bot-secrets.ts'
import { createOpenSecret } from './app/bot-secrets.ts'
import { createApp } from './app/create-app.ts'
import type { Egress } from './app/egress.ts'
import { createFirstStart } from './app/first-start.ts'
import { createFlowSecrets } from './app/flow-secrets.ts'
import type { Knowledge } from './app/knowledge.ts'
import { createKnowledge } from './app/knowledge.ts'
import { createMedia } from './app/media.ts'
import { createMediaLinks } from './app/media-links.ts'
import { newId } from './app/new-id.ts'
import type { SettingsStore } from './app/ports.ts'
import { workspaceFrom } from './app/read-workspace.ts'
import { createSeals } from './app/seals.ts'
import { keyFor, secretIn } from './app/secrets.ts'
import { createTurnTokens } from './app/turn-tokens.ts'
import { createVisitorTokens } from './app/visitor-tokens.ts'
import { createAiBot } from './bots/ai/ai-bot.ts'
import { createBriefModel } from './bots/ai/brief-model.ts'
import { embedderFor } from './bots/ai/embed.ts'
import { createFlowModel } from './bots/ai/flow-model.ts'
import { createPromptModel } from './bots/ai/prompt-model.ts'
import { textOfHtml } from './bots/ai/text-of-html.ts'
import { createFlowBot } from './bots/flow/flow-bot.ts'
import { createFlowCalls } from './bots/flow/flow-calls.ts'
import { createHttpBot } from './bots/http/http-bot.ts'
import { createRasaBot } from './bots/rasa/rasa-bot.ts'
import { createPostgresBus } from './bus/postgres-bus.ts'
import { createChannelKinds } from './channels/kinds.ts'
import type { Config } from './config.ts'
import type { Database } from './database.ts'
import { openDatabase } from './database.ts'
import { createAddressOf, createEgress } from './egress/egress.ts'
import { demoFile, greeting } from './greeting.ts'
import { isOriginOf } from './http/cors.ts'
import { problemOf, rejectionProblem } from './http/problem.ts'
import { notTheirsProblem } from './http/routes/media-refusals.ts'
import { createHttpServer } from './http/server.ts'
import { openMediaStore } from './media/open-media-store.ts'
import { sniff } from './media/sniff.ts'
import { createSignIn } from './sign-in/sign-in.ts'
import { createDraftStore } from './store/agent-drafts.ts'
import { createAlertStore } from './store/alerts.ts'
import { createBriefStore } from './store/briefs.ts'
import { createCannedReplyStore } from './store/canned-replies.ts'
import { createChannelStore } from './store/channels.ts'
import { createContactStore } from './store/contacts.ts'
import { createConversationStore } from './store/conversations.ts'
import { createFindingStore } from './store/finding.ts'
import { createKnowledgeStore } from './store/knowledge.ts'
import { createMediaRows } from './store/media.ts'
import { createMentionStore } from './store/mentions.ts'
import { createOutbox } from './store/outbox.ts'
import { createOutreachStore } from './store/outreach.ts'
import { createPastStore } from './store/past.ts'
import { createRoutingStore } from './store/routing.ts'
import { createLabStore } from './store/rule-lab.ts'
import { createRuleStore } from './store/rules.ts'
import { createSettingsStore } from './store/settings.ts'
import { createTeamStore } from './store/team.ts'
import { createVectorStore } from './store/vectors.ts'
import { createWebhookStore } from './store/webhook-deliveries.ts'
import { createWebhookCaller } from './webhooks/call-endpoint.ts'
import { startChores } from './worker/chores.ts'
import { startMediaSweep } from './worker/media-sweep.ts'
import type { Worker } from './worker/worker.ts'
import { startWorker } from './worker/worker.ts'
import { createLive } from './ws/live.ts'
import type { ProblemTable } from './ws/problem-table.ts'

const projectDir = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')

const socketProblems: ProblemTable = {
  rejection: rejectionProblem,
  notFound: () => problemOf(404, 'not_found', 'There is no such conversation here. Check its id.'),
  onlyFor: kind =>
    problemOf(403, 'not_allowed', `Only ${kind === 'agent' ? 'an agent' : 'a visitor'} can do this.`),
  notTheirs: notTheirsProblem,
  unavailable: () =>
    problemOf(
      503,
      'unavailable',
      'The database does not answer as it should. Nothing was stored; try again shortly.',
    ),
  alreadySignedIn: () =>
    problemOf(
      409,
      'already_signed_in',
      'This socket is signed in. Open another one to sign in as somebody else.',
    ),
  malformed: detail => problemOf(400, 'invalid_request', `The message cannot be used. ${detail}`),
}

export interface Running {
  /** Where it listens, with the port that it got. */
  readonly address: string
  /** What to tell the person who started it. */
  readonly greeting: string
  /** Finishes what is under way, then stops; the database last. */
  stop(): Promise<void>
}

/** Throws as listening would: before anything is made that a failed start would leave behind. */
function tryPort({ host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen({ host, port }, () => probe.close(() => resolve()))
  })
}

/** Found by words, and by meaning where the database has vectors. */
async function knowledgeOn(
  { pool }: Database,
  settings: SettingsStore,
  egress: Egress,
  openSecret: OpenSecret,
): Promise<Knowledge> {
  const vectors = await createVectorStore(pool)
  const embedderOf = async (workspaceId: string, botId: string) => {
    const record = await settings.readWorkspace(workspaceId as WorkspaceId)
    const bot = record ? workspaceFrom(record).bots.get(botId) : undefined
    return embedderFor(bot, { egress, openSecret })
  }
  const meaning = vectors && { vectors, embedderOf }
  return createKnowledge({ store: createKnowledgeStore(pool), egress, meaning, textOfHtml })
}

/** The driven side: what the application asks of the world, on this database. */
async function driven(config: Config, database: Database, nodeId: string, log: Logger) {
  const secret = config.secret ?? (await secretIn(config.dataDir))
  const egress = createEgress({ allowPrivate: config.allowPrivate })
  const seals = createSeals(keyFor(secret, 'settings'))
  const settings = createSettingsStore(database.pool)
  return {
    knowledge: await knowledgeOn(database, settings, egress, createOpenSecret(seals)),
    store: createConversationStore(database.pool, nodeId, database.flightPool),
    finding: createFindingStore(database.pool),
    addressOf: createAddressOf({ allowPrivate: config.allowPrivate }),
    channels: createChannelStore(database.pool),
    alertStore: createAlertStore(database.pool, nodeId),
    alertLinks: createAlertLinks(keyFor(secret, 'alert')),
    alertKinds: createAlertKinds({
      egress,
      addressOf: createAddressOf({ allowPrivate: config.allowPrivate }),
    }),
    outreach: createOutreachStore(database.pool),
    contacts: createContactStore(database.pool),
    briefStore: createBriefStore(database.pool),
    lab: { runs: createLabStore(database.pool), past: createPastStore(database.pool) },
    ruleStore: createRuleStore(database.pool),
    outbox: createOutbox(database.pool, nodeId, `${hostname()}:${config.port}`),
    settings,
    writing: {
      replies: createCannedReplyStore(database.pool),
      drafts: createDraftStore(database.pool),
      mentions: createMentionStore(database.pool),
    },
    team: createTeamStore(database.pool, nodeId, presenceSettings.parse({}).ownerGoneMs),
    routing: createRoutingStore(database.pool),
    signIn: createSignIn({
      pool: database.signInPool,
      secret: Buffer.from(keyFor(secret, 'sign-in')).toString('hex'),
      publicUrl: config.publicUrl,
    }),
    visitorTokens: createVisitorTokens(keyFor(secret, 'visitor')),
    turnTokens: createTurnTokens(keyFor(secret, 'turn')),
    media: createMedia({
      store: await openMediaStore(config, fault =>
        log.warn({ err: fault }, 'the S3 server does not answer; files cannot be given or fetched for now'),
      ),
      rows: createMediaRows(database.pool),
      sniff,
      links: createMediaLinks(keyFor(secret, 'media')),
      maxBytes: config.mediaMaxBytes,
    }),
    webhookPorts: { store: createWebhookStore(database.pool, nodeId), caller: createWebhookCaller(egress) },
    seals,
    egress,
  }
}

/** Every kind of bot, and what flows have done for them. */
function botsOf(world: Awaited<ReturnType<typeof driven>>, publicUrl: () => string, log: Logger) {
  const { egress, seals, turnTokens, settings, knowledge, media } = world
  const openSecret = createOpenSecret(seals)
  const secrets = createFlowSecrets(seals)
  const model = createFlowModel({ egress, openSecret, knowledge })
  const flowCalls = createFlowCalls({ egress, secrets, bots: settings, model })
  const botKinds = [
    createFlowBot({
      calls: flowCalls,
      versions: settings,
      onTrouble: ({ key, bot }, block, problem) =>
        log.warn({ conversationId: key.conversationId, botId: bot.id, block, problem }, 'a flow met trouble'),
    }),
    createHttpBot({ egress, openSecret, turnTokens, publicUrl, addresses: media.addresses(publicUrl) }),
    createRasaBot({ egress, openSecret }),
    createAiBot({ egress, openSecret, knowledge }),
  ]
  return {
    botKinds,
    flowCalls,
    briefModel: createBriefModel({ egress, openSecret }),
    promptModel: createPromptModel({ egress, openSecret }),
  }
}

/** Starts Baton. Throws when it cannot, with what to do; then nothing is left running. */
export async function start(config: Config): Promise<Running> {
  const log = pino({ level: config.logLevel, redact: ['req.headers.authorization', 'req.headers.cookie'] })
  await tryPort(config)
  const database = await openDatabase(config, log)
  try {
    return await startOn(database, config, log)
  } catch (error) {
    await database.stop()
    throw error
  }
}

/** What channels said and nobody could show, and what waits for a message that never came. */
const rawKeptMs = 30 * 24 * 60 * 60_000

/** What is done again and again, for as long as the server runs; the answer ends it. */
function startRounds(app: App, worker: Worker, onFault: (fault: unknown) => void): () => Promise<void> {
  const chores = startChores(
    [
      { everyMs: 5_000, run: () => app.presence.keep() },
      { everyMs: 2_000, run: () => app.lists.lookWhoIsHere() },
      { everyMs: 2_000, run: () => app.goneOwners.sweep() },
      { everyMs: 3_000, run: () => app.router.sweep() },
      { everyMs: 2_000, run: () => app.finding.tidy() },
      { everyMs: 1_000, run: () => app.outreaches.sweep() },
      { everyMs: 1_000, run: () => app.webhookPump.sweep() },
      { everyMs: 60 * 60_000, run: () => app.webhooks.tidy() },
      { everyMs: 1_000, run: () => app.pulls.sweep() },
      { everyMs: 3_600_000, run: () => app.ruleLab.tidy() },
      { everyMs: 2_000, run: () => app.rules.keepCount() },
      { everyMs: 1_000, run: () => app.alertPump.sweep() },
      { everyMs: 3_600_000, run: () => app.alerts.tidy() },
      { everyMs: 3_600_000, run: () => app.channels.tidy(new Date(Date.now() - rawKeptMs)) },
    ],
    onFault,
  )
  const endSweep = startMediaSweep(app.media, onFault)
  return async () => {
    app.presence.close()
    await app.ruleLab.close()
    app.deepHearing.close()
    app.prompts.close()
    await chores.stop()
    await app.rules.keepCount().catch(onFault)
    await app.router.close()
    await app.alertPump.close()
    await app.webhookPump.close()
    await worker.stop()
    await endSweep()
  }
}

/** The first web channel of the first workspace. */
async function demoChannelOf(app: App, settings: SettingsStore): Promise<string | null> {
  const workspaceId = await settings.anyWorkspace()
  const channels = workspaceId ? [...(await app.directory.of(workspaceId)).channels.values()] : []
  return channels.find(channel => channel.kind === 'web')?.id ?? null
}

async function answers({ pool }: Database): Promise<boolean> {
  try {
    await pool.query('select 1')
    return true
  } catch {
    return false
  }
}

async function startOn(database: Database, config: Config, log: Logger): Promise<Running> {
  const nodeId = newId()
  const world = await driven(config, database, nodeId, log)
  const { outbox, settings, signIn } = world
  const first = await createFirstStart({
    settings,
    rules: world.ruleStore,
    signIn,
    admin: config.admin,
    demo: config.demo,
    exampleFlow: async () =>
      JSON.parse(await readFile(join(projectDir, 'examples', 'shop-bot.json'), 'utf8')),
  })()
  await demoFile(config, first)

  // A port of the system's choice is known when it listens.
  let publicUrl = config.publicUrl
  const bots = botsOf(world, () => publicUrl, log)
  const { egress, addressOf } = world
  const { mediaMaxBytes, mailEveryMs } = config
  const channelKinds = createChannelKinds({ egress, addressOf, mediaMaxBytes, mailEveryMs })
  const {
    app,
    carrier,
    listener,
    join: joinBus,
  } = createApp({
    ...world,
    ...bots,
    channelKinds,
    publicUrl: () => publicUrl,
    log,
  })
  const onFault = (fault: unknown) => log.error({ err: fault }, 'something failed behind the scenes')
  await outbox.heartbeat()
  // The lock on the folder is ours, so whoever is still named there was killed.
  if (config.databaseUrl === null) await outbox.aloneNow()
  const bus = await createPostgresBus({ connection: database.connection, nodeId, listener, onFault })
  joinBus(bus)

  const demoChannel = () => demoChannelOf(app, settings)
  const server = await createHttpServer({
    app,
    log,
    publicUrl: config.publicUrl,
    hookUrl: () => publicUrl,
    rateLimits: config.rateLimits,
    pagesDir: join(projectDir, 'packages'),
    isReady: () => answers(database),
    demoChannel,
  })
  const live = createLive({
    app,
    server: server.server,
    problems: socketProblems,
    publicUrl: config.publicUrl,
    isOriginOf,
    onFault,
  })
  await carrier.poll()
  const endRounds = startRounds(app, startWorker(outbox, carrier, onFault), onFault)
  try {
    await server.listen({ host: config.host, port: config.port })
  } catch (error) {
    await endRounds()
    live.close()
    await bus.close()
    throw error
  }
  const bound = server.server.address()
  const port = typeof bound === 'object' && bound ? bound.port : config.port
  if (config.port === 0) publicUrl = `http://${config.host}:${port}`
  const stop = async () => {
    live.close()
    await server.close()
    await endRounds()
    await carrier.close()
    app.company.close()
    await app.flights.settled()
    await outbox.leave().catch(onFault)
    await bus.close()
    await database.stop()
  }
  return {
    address: `http://${config.host}:${port}`,
    greeting: greeting(config, config.publicUrl, first, (await demoChannel()) !== null),
    stop,
  }
}
