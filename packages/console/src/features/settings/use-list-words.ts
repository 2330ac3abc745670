// The words of a list that is kept in order.
import { useMemo } from 'react'
import type { ListEditorWords } from '../../ui/list-editor.tsx'
import { useSettingsWords } from './use-settings-words.ts'

export function useListWords(place: string): ListEditorWords {
  const { t } = useSettingsWords()
  return useMemo(
    () => ({
      add: t('set.add'),
      place,
      rename: name => t('set.rename', { name }),
      remove: name => t('set.remove', { name }),
      up: name => t('set.up', { name }),
      down: name => t('set.down', { name }),
      twice: t('set.twice'),
    }),
    [t, place],
  )
}
