// The product's sign: a ring, passed on by a baton.
interface MarkProps {
  /** Pixels. */
  readonly size: number
}

export function Mark({ size }: MarkProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <rect width="32" height="32" rx="9" className="fill-person" />
      <g className="stroke-on-person" strokeLinecap="round">
        <circle
          cx="16"
          cy="16"
          r="8.25"
          strokeWidth="2.75"
          strokeDasharray="41 11"
          transform="rotate(-20 16 16)"
        />
        <path d="M12.6 19.4 22.5 9.5" strokeWidth="3.25" />
      </g>
    </svg>
  )
}
