// What is wrong with a draft; each line leads to its place.
import { CircleX, TriangleAlert } from 'lucide-react'
import type { Finding } from '../flow/faults.ts'
import { triggerOf } from '../flow/faults.ts'
import { useBotWords } from '../use-bot-words.ts'

interface FindingListProps {
  readonly findings: readonly Finding[]
  readonly onOpen: (finding: Finding) => void
}

export function FindingList({ findings, onOpen }: FindingListProps) {
  const { t } = useBotWords()
  const place = (finding: Finding) => {
    const trigger = triggerOf(finding)
    return finding.block ?? (trigger === null ? t('finding.flow') : t('trigger.nth', { n: trigger + 1 }))
  }
  return (
    <ul aria-label={t('finding.title')} className="-mx-2 flex flex-col">
      {findings.map(finding => (
        <li key={`${finding.grade} ${finding.block} ${finding.path} ${finding.message}`}>
          <button
            type="button"
            onClick={() => onOpen(finding)}
            className="flex w-full items-start gap-2.5 rounded-s px-2 py-1.5 text-left hover:bg-hover touch:min-h-11"
          >
            {finding.grade === 'fault' ? (
              <CircleX
                size={15}
                className="mt-px shrink-0 text-failure-ink"
                aria-label={t('finding.fault')}
              />
            ) : (
              <TriangleAlert
                size={15}
                className="mt-px shrink-0 text-waiting-ink"
                aria-label={t('finding.warning')}
              />
            )}
            <span className="min-w-0 flex-1">
              <span className="font-medium">{place(finding)}</span>
              {finding.path && triggerOf(finding) === null ? (
                <span className="text-ink-3"> · {finding.path}</span>
              ) : null}
              <span className="block text-ink-2">{finding.message}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
