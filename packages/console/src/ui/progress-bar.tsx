// How far something long has come.
interface ProgressBarProps {
  readonly label: string
  readonly done: number
  /** 0 while nobody knows. */
  readonly of: number
}

export function ProgressBar({ label, done, of }: ProgressBarProps) {
  const share = of > 0 ? Math.min(1, done / of) : 0
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={of > 0 ? Math.round(share * 100) : undefined}
      className="h-1.5 w-full overflow-hidden rounded-full bg-sunken"
    >
      <span
        className="block h-full rounded-full bg-person transition-[width] duration-160"
        style={{ width: `${share * 100}%` }}
      />
    </div>
  )
}
