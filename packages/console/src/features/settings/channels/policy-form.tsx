// How a channel behaves around a takeover. Every setting says what holds when it is left as it is.
import { useId } from 'react'
import { useTeams } from '../../../app/session.tsx'
import { Field, TextArea, TextInput } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { SwitchRow } from '../../../ui/switch-row.tsx'
import { Part } from '../part.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import type { Settings } from './draft.ts'
import { at, put } from './draft.ts'
import type { ChannelDraft } from './use-channel-form.ts'

interface PolicyFormProps {
  readonly draft: ChannelDraft
  readonly wrong: ReadonlyMap<string, string>
  readonly change: (change: Partial<ChannelDraft>) => void
}

interface PieceProps {
  readonly settings: Settings
  readonly wrong: ReadonlyMap<string, string>
  readonly set: (path: string, value: unknown) => void
}

const mays = ['answers', 'holds', 'silent'] as const
const minuteMs = 60_000

interface ChoiceProps extends PieceProps {
  readonly path: 'whileReturned' | 'composerWhileBot' | 'withoutBot' | 'promisedTransfer'
  readonly options: readonly string[]
  readonly label: string
  readonly hint?: string
  readonly say: (option: string) => string
}

function Choice({ settings, set, path, options, label, hint, say }: ChoiceProps) {
  const id = useId()
  const value = at(settings, path)
  const [first = ''] = options
  return (
    <Field label={label} htmlFor={id} hint={hint}>
      <Select
        id={id}
        className="max-w-96"
        value={typeof value === 'string' ? value : first}
        options={options.map(option => ({ value: option, label: say(option) }))}
        onChange={chosen => set(path, chosen)}
      />
    </Field>
  )
}

interface TextProps extends PieceProps {
  readonly path: string
  readonly label: string
  readonly hint?: string
  readonly placeholder?: string
  /** What an emptied text becomes. */
  readonly none: null | undefined
}

function LongText({ settings, wrong, set, path, label, hint, placeholder, none }: TextProps) {
  const id = useId()
  const value = at(settings, path)
  return (
    <Field label={label} htmlFor={id} hint={hint} error={wrong.get(path) ?? null}>
      <TextArea
        id={id}
        maxLength={500}
        placeholder={placeholder}
        value={typeof value === 'string' ? value : ''}
        onChange={event => set(path, event.target.value === '' ? none : event.target.value)}
      />
    </Field>
  )
}

interface AmountProps extends PieceProps {
  readonly path: string
  readonly label: string
  readonly hint?: string
  readonly unit: string
  /** What one of the unit is in the setting. */
  readonly one: number
  readonly placeholder: string
}

function Amount({ settings, wrong, set, path, label, hint, unit, one, placeholder }: AmountProps) {
  const id = useId()
  const value = at(settings, path)
  return (
    <Field label={label} htmlFor={id} hint={hint} error={wrong.get(path) ?? null}>
      <div className="flex items-center gap-2">
        <TextInput
          id={id}
          className="!w-24"
          inputMode="numeric"
          maxLength={6}
          placeholder={placeholder}
          value={typeof value === 'number' ? String(value / one) : ''}
          onChange={event => {
            const digits = event.target.value.replace(/\D/g, '')
            set(path, digits === '' ? undefined : Number(digits) * one)
          }}
        />
        <span className="text-ink-2">{unit}</span>
      </div>
    </Field>
  )
}

function WaitLimits(props: PieceProps) {
  const { settings, wrong, set } = props
  const { t } = useSettingsWords()
  const teams = useTeams()
  const id = useId()
  const wait = at(settings, 'maximumWait')
  const idle = at(settings, 'idleReturnMs')
  const teamId = at(settings, 'maximumWait.fallback.teamId')
  const toTeam = at(settings, 'maximumWait.fallback.to') === 'team'
  const minutes = { unit: t('channels.minutes'), one: minuteMs, placeholder: '10' }
  return (
    <>
      <SwitchRow
        label={t('channels.policy.idleReturn')}
        hint={t('channels.policy.idleReturnHint')}
        on={typeof idle === 'number'}
        onChange={on => set('idleReturnMs', on ? 30 * minuteMs : null)}
      />
      {typeof idle === 'number' ? (
        <Amount {...props} {...minutes} path="idleReturnMs" label={t('channels.policy.idleReturnAfter')} />
      ) : null}
      <SwitchRow
        label={t('channels.policy.maximumWait')}
        hint={t('channels.policy.maximumWaitHint')}
        on={typeof wait === 'object' && wait !== null}
        onChange={on =>
          set('maximumWait', on ? { afterMs: 10 * minuteMs, fallback: { to: 'bot', text: '' } } : null)
        }
      />
      {typeof wait === 'object' && wait !== null ? (
        <>
          <Amount
            {...props}
            {...minutes}
            path="maximumWait.afterMs"
            label={t('channels.policy.maximumWaitAfter')}
          />
          <Field
            label={t('channels.policy.fallback')}
            htmlFor={id}
            error={wrong.get('maximumWait.fallback.teamId') ?? null}
          >
            <Select
              id={id}
              className="max-w-96"
              value={toTeam && typeof teamId === 'string' ? teamId : ''}
              options={[
                { value: '', label: t('channels.policy.fallbackBot') },
                ...teams.map(team => ({
                  value: team.id,
                  label: t('channels.policy.fallbackTeam', { name: team.name }),
                })),
              ]}
              onChange={chosen =>
                set(
                  'maximumWait.fallback',
                  chosen === '' ? { to: 'bot', text: '' } : { to: 'team', teamId: chosen },
                )
              }
            />
          </Field>
          {toTeam ? null : (
            <LongText
              {...props}
              none={undefined}
              path="maximumWait.fallback.text"
              label={t('channels.policy.fallbackText')}
            />
          )}
        </>
      ) : null}
    </>
  )
}

export function PolicyForm({ draft, wrong, change }: PolicyFormProps) {
  const { t } = useSettingsWords()
  const id = useId()
  const { settings } = draft
  const set = (path: string, value: unknown) => change({ settings: put(settings, path, value) })
  const piece = { settings, wrong, set }
  const say = (option: string) => t(`channels.policy.${option}` as Parameters<typeof t>[0])
  return (
    <>
      <Part title={t('channels.policy.waiting')} text={t('channels.policy.waitingText')}>
        <Field label={t('channels.policy.whileRequesting')} htmlFor={id}>
          <Select
            id={id}
            className="max-w-96"
            value={draft.whileRequesting}
            options={mays.map(value => ({ value, label: t(`channels.policy.${value}`) }))}
            onChange={whileRequesting => change({ whileRequesting })}
          />
        </Field>
        <Choice
          {...piece}
          path="whileReturned"
          label={t('channels.policy.whileReturned')}
          options={['holds', 'answers', 'silent']}
          say={say}
        />
        <LongText
          {...piece}
          none={undefined}
          path="holdingText"
          label={t('channels.policy.holdingText')}
          placeholder={t('channels.policy.holdingDefault')}
        />
        <WaitLimits {...piece} />
      </Part>
      <Part title={t('channels.policy.takeover')} text={t('channels.policy.takeoverText')}>
        <Choice
          {...piece}
          path="composerWhileBot"
          label={t('channels.policy.composer')}
          options={['takes_over', 'locked']}
          say={say}
        />
        <SwitchRow
          label={t('channels.policy.cancelBot')}
          hint={t('channels.policy.cancelBotHint')}
          on={at(settings, 'cancelBotByDefault') === true}
          onChange={on => set('cancelBotByDefault', on)}
        />
        <LongText
          {...piece}
          none={null}
          path="announceTakeover"
          label={t('channels.policy.announceTakeover')}
          hint={t('channels.policy.announceHint')}
          placeholder={t('channels.policy.announcePlace')}
        />
        <LongText
          {...piece}
          none={null}
          path="announceHandBack"
          label={t('channels.policy.announceHandBack')}
          placeholder={t('channels.policy.announceBackPlace')}
        />
      </Part>
      <Part title={t('channels.policy.bot')} text={t('channels.policy.botText')}>
        <Choice
          {...piece}
          path="withoutBot"
          label={t('channels.policy.withoutBot')}
          options={['lists', 'requests']}
          say={option => t(`channels.policy.withoutBot.${option === 'lists' ? 'lists' : 'requests'}`)}
        />
        <Choice
          {...piece}
          path="promisedTransfer"
          label={t('channels.policy.promised')}
          options={['flags', 'requests']}
          say={option => t(`channels.policy.promised.${option === 'flags' ? 'flags' : 'requests'}`)}
        />
        <Amount
          {...piece}
          path="turnAttempts"
          label={t('channels.policy.attempts')}
          hint={t('channels.policy.attemptsHint')}
          unit={t('channels.policy.attemptsUnit')}
          one={1}
          placeholder="3"
        />
        <Amount
          {...piece}
          path="turnRetryMs"
          label={t('channels.policy.retry')}
          unit={t('channels.policy.retryUnit')}
          one={1_000}
          placeholder="2"
        />
      </Part>
    </>
  )
}
