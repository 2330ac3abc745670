// To a conversation in the inbox, from another place of the console.
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'

export function useOpenConversation(): (conversationId: string) => void {
  const navigate = useNavigate()
  return useCallback(
    conversationId =>
      void navigate({ to: '/inbox/$conversationId', params: { conversationId }, search: { list: 'active' } }),
    [navigate],
  )
}
