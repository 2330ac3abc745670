// One line of a brief: a click leads to the message that it is taken from.
import { ArrowUpRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '../../app/i18n.tsx'

interface LineButtonProps {
  readonly icon?: ReactNode
  readonly title?: string
  readonly children?: ReactNode
  /** Null while the log is not read. */
  readonly onJump: (() => void) | null
}

export function LineButton({ icon, title, children, onJump }: LineButtonProps) {
  const { t } = useWords()
  return (
    <li>
      <button
        type="button"
        disabled={onJump === null}
        title={t('side.jump')}
        onClick={() => onJump?.()}
        className="group flex w-full items-start gap-2.5 rounded-s px-2 py-1.5 text-left enabled:hover:bg-hover touch:min-h-10"
      >
        {icon ? <span className="mt-0.75 shrink-0">{icon}</span> : null}
        <span className="min-w-0 flex-1">
          {title ? <span className="block text-ink-3">{title}</span> : null}
          {children ? <span className="block break-words">{children}</span> : null}
        </span>
        <ArrowUpRight
          size={14}
          className="mt-0.5 text-ink-3 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
        />
      </button>
    </li>
  )
}
