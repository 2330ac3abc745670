// Rules: kept, ordered, checked. What is wrong with one is told with its place.
import type { HeardSignal, RuleDraft } from '@baton/core'
import { evaluateCondition, listenerOf, parseRule } from '@baton/core'
import { nothingHeard, signalsOf } from '@baton/detection'
import type { RuleRow } from '@baton/protocol'
import type { App } from '../../app/app.ts'
import type { ReadyRule } from '../../app/ready-rules.ts'
import { brokenIn } from '../../app/ready-rules.ts'
import { sampleFacts } from '../../app/rule-facts.ts'
import type { RuleFigures } from '../../app/rule-store.ts'
import type { Workspace } from '../../app/workspace.ts'
import type { Implementations } from '../call.ts'
import { notFound, refuse } from '../problem.ts'

type RuleKey =
  | 'GET /rules'
  | 'POST /rules'
  | 'PUT /rules/{id}'
  | 'DELETE /rules/{id}'
  | 'PUT /rules/order'
  | 'PUT /rules/prompts'
  | 'POST /rules/check'

function rowOf(
  { rule, written, version, updatedAt, broken }: ReadyRule,
  of: RuleFigures | undefined,
): RuleRow {
  const { name, on, stop, when, actions } = written
  return {
    id: rule.id,
    name,
    on,
    stop,
    when,
    actions: [...actions],
    version,
    broken: broken.map(part => ({ ...part })),
    fired: of?.fired ?? 0,
    prompts: {
      asked: of?.asked ?? 0,
      failed: of?.failed ?? 0,
      skipped: of?.skipped ?? 0,
      lastProblem: of?.lastProblem ?? null,
    },
    updatedAt,
  }
}

function draftIn(json: unknown, workspace: Workspace): RuleDraft {
  const parsed = parseRule(json)
  if (!parsed.ok) {
    const { faults } = parsed
    const lines = faults
      .slice(0, 5)
      .map(({ path, message }) => `${path === '' ? 'the rule' : path} ${message}`)
    return refuse(422, 'invalid_rule', `The rule cannot be used: ${lines.join('; ')}.`, { faults })
  }
  // A model can be set later; a team or channel that is not there was never meant.
  const [gone] = brokenIn(parsed.rule, workspace).filter(({ what }) => what !== 'model')
  if (gone && parsed.rule.on) {
    const faults = [{ path: gone.path, message: `names a ${gone.what} that is not there: choose another` }]
    const detail = `${gone.path} names a ${gone.what} that is not there. Choose another, or switch the rule off.`
    return refuse(422, 'invalid_rule', `The rule cannot be used: ${detail}`, { faults })
  }
  return parsed.rule
}

export function ruleRoutes(app: App): Implementations<RuleKey> {
  const { rules } = app

  async function changed(workspaceId: Workspace['id'], id: string): Promise<RuleRow> {
    app.settingsChanged(workspaceId)
    const workspace = await app.directory.of(workspaceId)
    const ready = workspace.rules.all.find(({ rule }) => rule.id === id)
    if (!ready) return notFound('rule')
    if (ready.waits.length > 0) await rules.lookAgain(workspaceId)
    const figures = await rules.figures(workspaceId)
    return rowOf(
      ready,
      figures.find(one => one.ruleId === id),
    )
  }

  return {
    'GET /rules': async ({ caller: { workspaceId } }) => {
      const workspace = await app.directory.of(workspaceId)
      const [figures, today] = await Promise.all([
        rules.figures(workspaceId),
        rules.promptsToday(workspaceId),
      ])
      const by = new Map(figures.map(one => [one.ruleId, one]))
      return {
        items: workspace.rules.all.map(ready => rowOf(ready, by.get(ready.rule.id))),
        prompts: { today: today.used, perDay: today.perDay, model: workspace.briefBotId !== null },
      }
    },
    'POST /rules': async ({ body, caller: { workspaceId } }) => {
      const draft = draftIn(body.rule, await app.directory.of(workspaceId))
      const record = await rules.add(workspaceId, draft)
      if (!record)
        return refuse(422, 'too_many', 'There are 100 rules already. Remove one that is not needed.')
      return changed(workspaceId, record.id)
    },
    'PUT /rules/{id}': async ({ params, body, caller: { workspaceId } }) => {
      const draft = draftIn(body.rule, await app.directory.of(workspaceId))
      const record = await rules.change(workspaceId, params.id, body.version, draft)
      if (record === null) return notFound('rule')
      if (record === 'changed')
        return refuse(409, 'changed', 'Somebody changed this rule meanwhile. Read it again, then change it.')
      return changed(workspaceId, record.id)
    },
    'DELETE /rules/{id}': async ({ params, caller: { workspaceId } }) => {
      if (!(await rules.remove(workspaceId, params.id))) notFound('rule')
      app.settingsChanged(workspaceId)
      return {}
    },
    'PUT /rules/order': async ({ body, caller: { workspaceId } }) => {
      await rules.order(workspaceId, body.ids)
      app.settingsChanged(workspaceId)
      return {}
    },
    'PUT /rules/prompts': async ({ body, caller: { workspaceId } }) => {
      await rules.setPromptsPerDay(workspaceId, body.perDay)
      return {}
    },
    'POST /rules/check': async ({ body, caller: { workspaceId } }) => {
      const workspace = await app.directory.of(workspaceId)
      const parsed = parseRule(body.rule)
      if (!parsed.ok) return { faults: [...parsed.faults], broken: [], result: null }
      const broken = brokenIn(parsed.rule, workspace).map(part => ({ ...part }))
      if (body.sample === undefined) return { faults: [], broken, result: null }
      const by = body.by ?? 'contact'
      const signals: readonly HeardSignal[] = by === 'contact' ? signalsOf(body.sample, nothingHeard) : []
      const facts = sampleFacts(workspace, app.store.now(), { seq: 1, by, text: body.sample }, signals)
      const { truth, because } = evaluateCondition(parsed.rule.when, listenerOf(facts))
      const copies = because.map(one => ({ ...one, words: [...one.words], messages: [...one.messages] }))
      const heard = signals.map(({ kind, score, why }) => ({
        kind,
        score,
        why: { code: why.code, words: [...why.words], messages: [...why.messages] },
      }))
      return { faults: [], broken, result: { truth, because: copies, signals: heard } }
    },
  }
}
