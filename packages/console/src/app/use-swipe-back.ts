// On a phone, a swipe from the left edge goes back to the list.
import type { TouchEvent } from 'react'
import { useRef } from 'react'

const edgePx = 28
const farPx = 72

export function useSwipeBack(onBack: (() => void) | null) {
  const start = useRef<{ x: number; y: number } | null>(null)
  if (!onBack) return {}
  return {
    onTouchStart: (event: TouchEvent) => {
      const touch = event.touches[0]
      start.current = touch && touch.clientX < edgePx ? { x: touch.clientX, y: touch.clientY } : null
    },
    onTouchEnd: (event: TouchEvent) => {
      const touch = event.changedTouches[0]
      const from = start.current
      start.current = null
      if (!touch || !from) return
      if (touch.clientX - from.x > farPx && Math.abs(touch.clientY - from.y) < farPx) onBack()
    },
  }
}
