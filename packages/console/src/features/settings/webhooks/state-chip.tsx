// How a webhook is doing, in a word and a tone.
import { Chip, type Tone } from '../../../ui/chip.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import type { WebhookRow } from './use-webhooks.ts'

const tones: Readonly<Record<WebhookRow['state'], Tone>> = {
  healthy: 'person',
  failing: 'waiting',
  disabled: 'failure',
  off: 'neutral',
}

export function StateChip({ state }: { readonly state: WebhookRow['state'] }) {
  const { t } = useSettingsWords()
  return <Chip tone={tones[state]}>{t(`hook.state.${state}`)}</Chip>
}
