// Nothing that was typed is lost by a step aside: another page, another tab of the settings, or the window.
import { useBlocker } from '@tanstack/react-router'
import { Ask } from './ask.tsx'
import { useSettingsWords } from './use-settings-words.ts'

interface DiscardProps {
  readonly open: boolean
  readonly onKeep: () => void
  readonly onDiscard: () => void
}

export function Discard({ open, onKeep, onDiscard }: DiscardProps) {
  const { t } = useSettingsWords()
  return (
    <Ask
      open={open}
      title={t('unsaved.title')}
      text={t('unsaved.text')}
      no={t('unsaved.keep')}
      yes={t('unsaved.discard')}
      onNo={onKeep}
      onYes={onDiscard}
    />
  )
}

/** Asks before the page is left while `dirty`. */
export function UnsavedGuard({ dirty }: { readonly dirty: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: () => dirty,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  })
  const blocked = blocker.status === 'blocked'
  return (
    <Discard
      open={blocked}
      onKeep={() => (blocked ? blocker.reset() : undefined)}
      onDiscard={() => (blocked ? blocker.proceed() : undefined)}
    />
  )
}
