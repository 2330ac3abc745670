// How much time is left, as a ring that empties around its seconds.
const radius = 16
const length = 2 * Math.PI * radius

interface CountdownProps {
  readonly leftMs: number
  readonly wholeMs: number
  /** What runs out, for screen readers; the seconds are not read out as they pass. */
  readonly label: string
}

export function Countdown({ leftMs, wholeMs, label }: CountdownProps) {
  const share = Math.min(1, Math.max(0, leftMs / wholeMs))
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000))
  const minutes = Math.floor(seconds / 60)
  const shown = minutes > 0 ? `${minutes}:${String(seconds % 60).padStart(2, '0')}` : seconds
  return (
    <span role="timer" aria-label={label} aria-live="off" className="relative inline-flex size-10 shrink-0">
      <svg viewBox="0 0 40 40" className="size-10 -rotate-90" aria-hidden="true">
        <circle cx="20" cy="20" r={radius} fill="none" strokeWidth="3" stroke="var(--waiting-line)" />
        <circle
          cx="20"
          cy="20"
          r={radius}
          fill="none"
          strokeWidth="3"
          strokeLinecap="round"
          stroke="var(--waiting)"
          strokeDasharray={length}
          strokeDashoffset={length * (1 - share)}
          className="transition-[stroke-dashoffset] duration-1000 ease-linear"
        />
      </svg>
      <span className="absolute inset-0 flex items-center justify-center text-13 font-semibold tabular-nums">
        {shown}
      </span>
    </span>
  )
}
