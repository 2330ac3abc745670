// Away by itself: without a key or a move of the pointer for as long as the workspace says. The server counts an
// agent as there while any of their pages is in use, so that each page needs to know only of itself.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
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
  // Counted from here, not from when the settings came or changed.
  const lastMs = useRef(0)
  useEffect(() => {
    lastMs.current = Date.now()
  }, [])
  useEffect(() => {
    if (awayAfterMs === null) return
    let timer: ReturnType<typeof setTimeout>
    const wait = (ms: number) => {
      clearTimeout(timer)
      timer = setTimeout(() => desk.idle(true), ms)
    }
    const touched = () => {
      const nowMs = Date.now()
      if (Math.abs(nowMs - lastMs.current) < gatherMs) return
      lastMs.current = nowMs
      desk.idle(false)
      wait(awayAfterMs)
    }
    wait(lastMs.current + awayAfterMs - Date.now())
    for (const sign of signs) window.addEventListener(sign, touched, { capture: true, passive: true })
    return () => {
      clearTimeout(timer)
      for (const sign of signs) window.removeEventListener(sign, touched, { capture: true })
    }
  }, [desk, awayAfterMs])
}
