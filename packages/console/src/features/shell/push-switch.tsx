// Whether this browser is told by push, also when no page of Baton is open.
import { useEffect, useState } from 'react'
import { useWords } from '../../app/i18n.tsx'
import type { PushState } from '../../app/push.ts'
import { pushOff, pushOn, pushState } from '../../app/push.ts'
import { sayFailure } from '../../app/refusal.ts'
import { MenuSwitch } from '../../ui/menu.tsx'
import { notify } from '../../ui/toast.tsx'

export function PushSwitch() {
  const { t } = useWords()
  const [state, setState] = useState<PushState>('off')
  useEffect(() => {
    pushState().then(setState, () => setState('missing'))
  }, [])
  async function turn(on: boolean) {
    try {
      setState(await (on ? pushOn() : pushOff()))
    } catch (fault) {
      notify(sayFailure(fault, t))
    }
  }
  return (
    <MenuSwitch
      label={t('notify.push')}
      hint={state === 'denied' || state === 'missing' ? t(`notify.${state}`) : t('notify.pushHint')}
      on={state === 'on'}
      onChange={on => void turn(on)}
    />
  )
}
