// The rules as they are kept, and their changes: shown at once, taken back when the server refuses.

import type { AnswerOf } from '@baton/client'
import type { RuleDraft } from '@baton/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../app/link.ts'
import { sayFailure } from '../../app/refusal.ts'
import { notify } from '../../ui/toast.tsx'
import type { RuleRow } from './sentence/rule-of.ts'
import { draftBody, ruleOf } from './sentence/rule-of.ts'
import { useRuleWords } from './use-rule-words.ts'

type Answer = AnswerOf<'GET /rules'>
const rulesKey = ['rules']

export function useRules(): UseQueryResult<Answer> {
  return useQuery({ queryKey: rulesKey, queryFn: () => api.call('GET /rules'), refetchOnMount: 'always' })
}

export interface RuleChanges {
  /** False: it was not done, and that was said. */
  readonly reorder: (items: readonly RuleRow[]) => Promise<boolean>
  readonly turn: (row: RuleRow, on: boolean) => Promise<boolean>
  /** With an undo, which makes it anew where it stood. */
  readonly remove: (row: RuleRow) => Promise<void>
  /** @throws ApiError */
  readonly create: (rule: RuleDraft) => Promise<RuleRow>
  /** @throws ApiError */
  readonly change: (row: RuleRow, rule: RuleDraft) => Promise<RuleRow>
}

export function useRuleChanges(): RuleChanges {
  const { t } = useRuleWords()
  const client = useQueryClient()
  return useMemo(() => {
    const read = () => client.getQueryData<Answer>(rulesKey)
    const put = (items: readonly RuleRow[]) =>
      client.setQueryData<Answer>(rulesKey, before => before && { ...before, items: [...items] })
    const replace = (row: RuleRow) => put(read()?.items.map(each => (each.id === row.id ? row : each)) ?? [])
    const fresh = () => client.invalidateQueries({ queryKey: rulesKey })
    async function attempt(work: () => Promise<unknown>, before: Answer | undefined): Promise<boolean> {
      try {
        await work()
        return true
      } catch (fault) {
        client.setQueryData(rulesKey, before)
        notify(sayFailure(fault, t))
        void fresh()
        return false
      }
    }
    const order = (items: readonly RuleRow[]) =>
      api.call('PUT /rules/order', { body: { ids: items.map(({ id }) => id) } })
    const create: RuleChanges['create'] = async rule => {
      const row = await api.call('POST /rules', { body: { rule: draftBody(rule) } })
      await fresh()
      return row
    }
    const change: RuleChanges['change'] = async ({ id, version }, rule) => {
      const row = await api.call('PUT /rules/{id}', {
        params: { id },
        body: { rule: draftBody(rule), version },
      })
      replace(row)
      return row
    }
    async function restore(row: RuleRow, at: number) {
      const made = await create(ruleOf(row))
      const items = (read()?.items ?? []).filter(({ id }) => id !== made.id)
      const next = [...items.slice(0, at), made, ...items.slice(at)]
      put(next)
      await order(next)
    }
    return {
      create,
      change,
      reorder(items) {
        const before = read()
        put(items)
        return attempt(() => order(items), before)
      },
      turn(row, on) {
        const before = read()
        replace({ ...row, on })
        return attempt(() => change(row, { ...ruleOf(row), on }), before)
      },
      async remove(row) {
        const before = read()
        const at = before?.items.findIndex(({ id }) => id === row.id) ?? 0
        put(before?.items.filter(({ id }) => id !== row.id) ?? [])
        const done = await attempt(() => api.call('DELETE /rules/{id}', { params: { id: row.id } }), before)
        if (!done) return
        notify({
          title: t('rules.deleted', { name: row.name }),
          action: {
            label: t('app.undo'),
            run: () => void attempt(() => restore(row, at), read()),
          },
        })
      },
    }
  }, [client, t])
}
