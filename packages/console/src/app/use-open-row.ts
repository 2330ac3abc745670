// The row of the conversation that is open: the live one, or asked for once when no list has it.
import type { ConversationRow } from '@baton/client'
import { useQuery } from '@tanstack/react-query'
import { api } from './link.ts'
import { useDesk, useRow } from './use-desk.tsx'

export function useOpenRow(id: string): { row: ConversationRow | null; failed: boolean; retry: () => void } {
  const desk = useDesk()
  const row = useRow(id)
  const asked = useQuery({
    queryKey: ['conversation', id],
    enabled: row === null,
    retry: false,
    queryFn: async ({ signal }) => {
      const found = await api.call('GET /conversations/{id}', { params: { id } }, { signal })
      desk.learn([found])
      return found.id
    },
  })
  return { row, failed: asked.isError, retry: () => void asked.refetch() }
}
