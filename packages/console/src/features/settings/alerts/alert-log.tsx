// What the team was told: each alert with every attempt, the latest first.
import { Link } from '@tanstack/react-router'
import { ChevronDown, TriangleAlert } from 'lucide-react'
import { moment } from '../../../app/time.ts'
import { useNow } from '../../../app/use-now.ts'
import { Button } from '../../../ui/button.tsx'
import type { Tone } from '../../../ui/chip.tsx'
import { Chip } from '../../../ui/chip.tsx'
import { MoreButton } from '../../../ui/more-button.tsx'
import { Part } from '../part.tsx'
import { SectionComing } from '../section-states.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import { KindIcon } from './kind-icon.tsx'
import type { Alert } from './use-alerts.ts'
import { useAlertLog } from './use-alerts.ts'

type Told = Alert['told'][number]

const tones: Partial<Record<Alert['state'], Tone>> = {
  open: 'waiting',
  taken: 'person',
  acknowledged: 'person',
}

const causes = [
  'customer_asked',
  'bot_handed_off',
  'bot_failed',
  'bot_promised',
  'rule',
  'agent_asked',
  'no_bot',
  'returned',
] as const

/** Why it was raised; of a test, where it went. */
function aboutOf({ state, reason, told }: Alert, t: ReturnType<typeof useSettingsWords>['t']): string {
  if (state === 'test') return [...new Set(told.map(({ channelName }) => channelName))].join(', ')
  const cause = causes.find(one => one === reason)
  return cause ? t(`cause.${cause}`) : reason
}

/** Somebody was to be told and was not, so far. */
const isFailing = ({ told }: Alert) =>
  told.some(({ state, attempts }) => state === 'failed' || (state === 'waiting' && attempts.length > 0))

function Attempts({ told }: { readonly told: Told }) {
  const { t, language } = useSettingsWords()
  const now = useNow(30_000)
  return (
    <li className="flex items-start gap-2.5 py-1.5">
      <span className="pt-0.5">
        <KindIcon kind={told.kind} size={14} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">
            {told.to ? t('alerts.logTo', { channel: told.channelName, name: told.to }) : told.channelName}
          </span>
          <span className={told.state === 'failed' ? 'text-failure-ink' : 'text-ink-3'}>
            {told.state === 'waiting' && told.nextAttemptAt && told.attempts.length > 0
              ? t('alerts.logAgain', { time: moment(told.nextAttemptAt, now, language) })
              : t(`alerts.told.${told.state}`)}
            {told.says === 'open' || told.says === 'test'
              ? null
              : ` · ${t(`alerts.state.${told.says as Alert['state']}`)}`}
          </span>
        </p>
        <ol>
          {told.attempts.map(attempt => (
            <li key={attempt.at} className={attempt.problem ? 'text-failure-ink' : 'text-ink-3'}>
              <span className="tabular-nums">{moment(attempt.at, now, language)}</span>
              {` · ${attempt.problem ?? t('alerts.logTaken', { ms: String(attempt.durationMs) })}`}
            </li>
          ))}
        </ol>
      </div>
    </li>
  )
}

function AlertRow({ alert }: { readonly alert: Alert }) {
  const { t, language } = useSettingsWords()
  const now = useNow(30_000)
  const name =
    alert.state === 'test' ? t('alerts.testBy', { name: alert.by ?? '' }) : (alert.contactName ?? '')
  const by = alert.by && alert.state !== 'test' ? ` · ${alert.by}` : ''
  return (
    <li className="border-t border-line first:border-t-0">
      <details className="group">
        <summary className="flex cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-0.5 rounded-s py-2.5 hover:bg-hover">
          <ChevronDown
            size={14}
            className="shrink-0 -rotate-90 text-ink-3 transition-transform group-open:rotate-0"
          />
          <span className="min-w-32 flex-1 truncate">
            <span className="font-medium">{name}</span>
            <span className="ml-2 text-ink-2">{aboutOf(alert, t)}</span>
          </span>
          {isFailing(alert) ? (
            <Chip tone="failure" icon={<TriangleAlert size={12} />}>
              {t('alerts.logFailing')}
            </Chip>
          ) : null}
          <Chip tone={tones[alert.state] ?? 'neutral'}>{`${t(`alerts.state.${alert.state}`)}${by}`}</Chip>
          <time dateTime={alert.raisedAt} className="text-ink-3 tabular-nums">
            {moment(alert.raisedAt, now, language)}
          </time>
        </summary>
        <div className="pb-3 pl-7">
          {alert.told.length === 0 ? <p className="text-ink-3">{t('alerts.logNobody')}</p> : null}
          <ul>
            {alert.told.map(told => (
              <Attempts key={told.id} told={told} />
            ))}
          </ul>
          {alert.conversationId ? (
            <Link
              to="/inbox/$conversationId"
              params={{ conversationId: alert.conversationId }}
              search={{ list: 'active' }}
              className="font-medium text-person-ink underline underline-offset-2"
            >
              {t('alerts.logOpen')}
            </Link>
          ) : null}
        </div>
      </details>
    </li>
  )
}

export function AlertLog() {
  const { t } = useSettingsWords()
  const log = useAlertLog()
  const items = log.data?.pages.flatMap(page => page.items)
  return (
    <Part title={t('alerts.log')} text={t('alerts.logText')}>
      {log.isError && !items ? (
        <p role="alert" className="flex items-center gap-2 text-failure-ink">
          <TriangleAlert size={14} />
          <span className="flex-1">{t('alerts.logFailed')}</span>
          <Button size="s" onClick={() => void log.refetch()}>
            {t('app.retry')}
          </Button>
        </p>
      ) : null}
      {!items && !log.isError ? <SectionComing /> : null}
      {items?.length === 0 ? <p className="text-ink-3">{t('alerts.logEmpty')}</p> : null}
      {items && items.length > 0 ? (
        <ul>
          {items.map(alert => (
            <AlertRow key={alert.id} alert={alert} />
          ))}
        </ul>
      ) : null}
      <MoreButton list={log} label={t('alerts.logMore')} />
    </Part>
  )
}
