// One channel as a form, kept until it is saved; what the server finds wrong stands at its place.
import type { ChannelRow } from '@baton/client'
import { isApiError } from '@baton/client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { listIn, sayFailure } from '../../../app/refusal.ts'
import { channelsKey } from '../../../app/use-channels.ts'
import { useSettingsWords } from '../use-settings-words.ts'
import type { Settings } from './draft.ts'
import { sendable, wrongIn } from './draft.ts'
import type { KindName } from './fields.ts'

export interface ChannelDraft {
  readonly name: string
  readonly botId: string | null
  readonly whileRequesting: ChannelRow['whileRequesting']
  readonly settings: Settings
}

const isText = (item: unknown): item is string => typeof item === 'string'
const isError = (item: unknown): item is never =>
  typeof item === 'object' && item !== null && 'path' in item && typeof item.path === 'string'

/** The paths that the server names, without the body's own name for the settings. */
function pathsIn(fault: unknown): readonly string[] {
  const errors: readonly { readonly path: string }[] = listIn(fault, 'errors', isError)
  return [...errors.map(error => error.path), ...listIn(fault, 'fields', isText)].map(path =>
    path.replace(/^settings\./, ''),
  )
}

export interface ChannelForm {
  readonly draft: ChannelDraft
  readonly dirty: boolean
  readonly busy: boolean
  readonly fault: string | null
  /** By path, in words. */
  readonly wrong: ReadonlyMap<string, string>
  readonly change: (change: Partial<ChannelDraft>) => void
  readonly reset: () => void
  /** What `call` answers; null: it was refused, and the form says why. */
  readonly save: <Answer>(call: (draft: ChannelDraft) => Promise<Answer>) => Promise<Answer | null>
}

const none: ReadonlyMap<string, string> = new Map()

export function useChannelForm(kind: KindName, saved: ChannelDraft): ChannelForm {
  const { t } = useSettingsWords()
  const queries = useQueryClient()
  const [changed, setChanged] = useState<ChannelDraft | null>(null)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const [wrong, setWrong] = useState(none)
  const draft = changed ?? saved

  function unsound(): boolean {
    const found = wrongIn(kind, draft.settings)
    const words = new Map([...found].map(([path, why]) => [path, t(`channels.wrong.${why}`)]))
    if (draft.name.trim() === '') words.set('name', t('channels.wrong.missing'))
    setWrong(words)
    if (words.size > 0) setFault(t('channels.wrong.some'))
    return words.size > 0
  }
  function refused(error: unknown): void {
    const paths = pathsIn(error)
    const moved = isApiError(error) && error.code === 'secret_elsewhere'
    const word = t(moved ? 'channels.wrong.moved' : 'channels.wrong.form')
    setWrong(new Map(paths.map(path => [path, word])))
    const { title, text } = sayFailure(error, t)
    setFault(
      paths.length > 0 ? t(moved ? 'channels.wrong.movedText' : 'channels.wrong.some') : (text ?? title),
    )
  }
  return {
    draft,
    dirty: changed !== null && JSON.stringify(changed) !== JSON.stringify(saved),
    busy,
    fault,
    wrong,
    change(change) {
      setFault(null)
      setWrong(none)
      setChanged({ ...draft, ...change })
    },
    reset() {
      setFault(null)
      setWrong(none)
      setChanged(null)
    },
    async save(call) {
      if (unsound()) return null
      setBusy(true)
      try {
        const answer = await call({
          ...draft,
          name: draft.name.trim(),
          settings: sendable(kind, draft.settings),
        })
        await queries.invalidateQueries({ queryKey: channelsKey })
        setChanged(null)
        setFault(null)
        return answer
      } catch (error) {
        refused(error)
        return null
      } finally {
        setBusy(false)
      }
    },
  }
}
