// What a check found, one line each: what works, and what to do about what does not.
import type { ChannelCheck } from '@baton/client'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { classes } from '../../../ui/classes.ts'
import { useSettingsWords } from '../use-settings-words.ts'

const known = [
  'token',
  'number',
  'webhook',
  'app_secret',
  'connect',
  'url',
  'smtp',
  'imap',
  'secret',
  'signing_secret',
  'account',
] as const

export function Checks({ checks }: { readonly checks: readonly ChannelCheck[] }) {
  const { t } = useSettingsWords()
  return (
    <ul aria-label={t('channels.checks')} className="flex flex-col gap-2">
      {checks.map(({ code, ok, detail }) => {
        const name = known.find(each => each === code)
        const Icon = ok ? CircleCheck : CircleAlert
        return (
          <li
            key={code}
            className={classes(
              'flex items-start gap-2.5 rounded-s border px-3 py-2',
              ok ? 'border-line' : 'border-failure-line bg-failure-soft',
            )}
          >
            <Icon
              size={16}
              aria-hidden="true"
              className={classes('mt-0.5 shrink-0', ok ? 'text-person-ink' : 'text-failure-ink')}
            />
            <div className="min-w-0 flex-1">
              <p className="font-medium">
                {name ? t(`channels.check.${name}`) : code}
                <span className="sr-only">: {t(ok ? 'channels.works' : 'channels.fails')}</span>
              </p>
              {ok ? null : (
                <p className="text-ink-2">{name ? t(`channels.advice.${name}`) : (detail ?? '')}</p>
              )}
              {detail && (ok || name) ? <p className="break-words text-ink-3">{detail}</p> : null}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
