// The rule lab: begins a run, says how far it is, stops it.
import type { RouteKey } from '@baton/protocol'
import type { App } from '../../app/app.ts'
import type { LabRefusal } from '../../app/lab/rule-lab.ts'
import type { Implementations } from '../call.ts'
import { notFound, refuse } from '../problem.ts'

type LabKey = Extract<RouteKey, `${string} /rules/lab${string}`>

function refused(refusal: LabRefusal): never {
  switch (refusal.code) {
    case 'busy':
      return refuse(409, 'lab_busy', 'A run is under way. Wait for it, or cancel it.')
    case 'no_channel':
      return notFound('channel')
    case 'faulty_rule':
      return refuse(422, 'faulty_rule', `A rule cannot be used: ${refusal.path} ${refusal.message}.`, {
        path: refusal.path,
      })
    case 'faulty_file':
      return refuse(422, 'faulty_file', `Line ${refusal.line} cannot be used: ${refusal.message}.`, {
        line: refusal.line,
      })
  }
}

export function ruleLabRoutes({ ruleLab }: App): Implementations<LabKey> {
  return {
    'POST /rules/lab': async ({ body, caller }) => {
      const begun = await ruleLab.begin(caller.workspaceId, body)
      return 'id' in begun ? begun : refused(begun)
    },
    'GET /rules/lab/{id}': async ({ params, caller }) =>
      (await ruleLab.read(caller.workspaceId, params.id)) ?? notFound('run of the lab'),
    'POST /rules/lab/{id}/cancel': async ({ params, caller }) => {
      if (!(await ruleLab.cancel(caller.workspaceId, params.id))) notFound('run of the lab under way')
      return {}
    },
  }
}
