// How wide a box is, also when it comes later and after the page changed around it.
import { useCallback, useState } from 'react'

/** `width` in pixels; 0 until it is laid out. */
export function useWidth() {
  const [width, setWidth] = useState(0)
  const box = useCallback((node: HTMLDivElement) => {
    setWidth(node.clientWidth)
    const observer = new ResizeObserver(() => setWidth(node.clientWidth))
    observer.observe(node)
    return () => observer.disconnect()
  }, [])
  return { box, width }
}
