// A run of the lab: begun, asked how far it is, cancelled. Its id is kept with the tab, so that leaving and coming back
// finds it.
import type { AnswerOf, BodyOf } from '@baton/client'
import { isApiError } from '@baton/client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../app/link.ts'
import { sayFailure } from '../../../app/refusal.ts'
import { useRuleWords } from '../use-rule-words.ts'

export type LabRun = AnswerOf<'GET /rules/lab/{id}'>
export type LabSide = LabRun['sides'][number]
export type LabHit = LabSide['hits'][number]
export type LabMiss = LabSide['misses'][number]
type Asked = BodyOf<'POST /rules/lab'>

const storedAs = 'baton.lab'
const askEveryMs = 400

/** What a run was asked for, to read its answer by. */
export interface KeptRun {
  readonly id: string
  readonly versions: Asked['versions']
}

function keptRun(): KeptRun | null {
  try {
    return JSON.parse(sessionStorage.getItem(storedAs) ?? 'null') as KeptRun | null
  } catch {
    return null
  }
}

function keepRun(run: KeptRun | null): void {
  try {
    if (run) sessionStorage.setItem(storedAs, JSON.stringify(run))
    else sessionStorage.removeItem(storedAs)
  } catch {
    // A private window keeps nothing; the run goes on all the same.
  }
}

export interface Lab {
  readonly kept: KeptRun | null
  readonly run: LabRun | null
  readonly starting: boolean
  /** Why it could not begin, or is not there any more. */
  readonly fault: string | null
  readonly begin: (asked: Asked) => Promise<void>
  readonly cancel: () => Promise<void>
}

export function useLab(): Lab {
  const { t } = useRuleWords()
  const [kept, setKept] = useState(keptRun)
  const [starting, setStarting] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const id = kept?.id ?? ''
  const asked = useQuery({
    queryKey: ['rule-lab', id],
    queryFn: () => api.call('GET /rules/lab/{id}', { params: { id } }),
    enabled: kept !== null,
    retry: (count, failure) => count < 3 && !(isApiError(failure) && failure.status === 404),
    refetchInterval: query => (query.state.data?.state === 'running' ? askEveryMs : false),
  })
  const say = (failure: unknown) => {
    const { title, text } = sayFailure(failure, t)
    setFault(text ? `${title}. ${text}` : title)
  }
  return {
    kept,
    run: asked.data ?? null,
    starting,
    fault: fault ?? (asked.isError && !asked.data ? t('lab.gone') : null),
    async begin(body) {
      setStarting(true)
      setFault(null)
      try {
        const { id: begun } = await api.call('POST /rules/lab', { body })
        const run = { id: begun, versions: body.versions }
        keepRun(run)
        setKept(run)
      } catch (failure) {
        say(failure)
      } finally {
        setStarting(false)
      }
    },
    async cancel() {
      try {
        await api.call('POST /rules/lab/{id}/cancel', { params: { id } })
      } catch (failure) {
        // It was over in the meantime: what came of it is read below.
        if (!(isApiError(failure) && failure.status === 404)) say(failure)
      }
      await asked.refetch()
    },
  }
}
