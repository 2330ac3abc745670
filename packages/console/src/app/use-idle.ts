// Away by itself: without a key or a move of the pointer for as long as the workspace says. The server counts an
// agent as there while any of their pages is in use, so that each page needs to know only of itself.
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from './link.ts'
import { useDesk } from './use-desk.tsx'

const signs = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart', 'focus'] as const
/** Moves of the pointer within this time are one. */
const gatherMs = 1_000

export const routingKey = ['routing'] as const

export function useRouting() {
  return useQuery({ queryKey: routingKey, queryFn: () => api.call('GET /routing'), staleTime: 60_000 })
}

export function useIdle(): void {
  const desk = useDesk()
  const awayAfterMs = useRouting().data?.presence.awayAfterMs ?? null
  useEffect(() => {
    if (awayAfterMs === null) return
    let timer: ReturnType<typeof setTimeout>
    let lastMs = 0
    const wait = () => {
      clearTimeout(timer)
      timer = setTimeout(() => desk.idle(true), awayAfterMs)
    }
    const touched = () => {
      const nowMs = Date.now()
      if (Math.abs(nowMs - lastMs) < gatherMs) return
      lastMs = nowMs
      desk.idle(false)
      wait()
    }
    wait()
    for (const sign of signs) window.addEventListener(sign, touched, { capture: true, passive: true })
    return () => {
      clearTimeout(timer)
      for (const sign of signs) window.removeEventListener(sign, touched, { capture: true })
    }
  }, [desk, awayAfterMs])
}
