// The next page of a list that is read in pages; nothing when there is none.
import { Button } from './button.tsx'

interface MoreButtonProps {
  readonly list: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly fetchNextPage: () => Promise<unknown>
  }
  readonly label: string
  readonly quiet?: boolean
  readonly className?: string
}

export function MoreButton({ list, label, quiet = false, className = 'self-start' }: MoreButtonProps) {
  if (!list.hasNextPage) return null
  return (
    <Button
      {...(quiet ? ({ look: 'quiet', size: 's' } as const) : {})}
      className={className}
      busy={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
    >
      {label}
    </Button>
  )
}
