// A dialog whose code comes after the first paint: fetched while the page is idle, so that it opens at once.
import type { ComponentType } from 'react'
import { lazy, Suspense } from 'react'

const whenIdle: (work: () => void) => void =
  typeof requestIdleCallback === 'function' ? requestIdleCallback : work => setTimeout(work, 1_500)

/** The component that `load` gives; shows `shape`, or nothing, until it came. */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Shape?: ComponentType<Props>,
): ComponentType<Props> {
  const fetched = () => load().then(component => ({ default: component }))
  const Late = lazy<ComponentType<Props>>(fetched)
  whenIdle(() => void load().catch(() => undefined))
  return props => (
    <Suspense fallback={Shape ? <Shape {...props} /> : null}>
      <Late {...props} />
    </Suspense>
  )
}
