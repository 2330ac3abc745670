// A draft of something saved: what differs, saving it, and asking before it is thrown away.
import { useState } from 'react'
import { sayFailure } from '../../app/refusal.ts'
import { useSettingsWords } from './use-settings-words.ts'

export interface Form<Draft> {
  readonly draft: Draft
  readonly dirty: boolean
  readonly busy: boolean
  /** Why it was not saved; the draft is kept. */
  readonly fault: string | null
  readonly change: (change: Partial<Draft>) => void
  readonly reset: () => void
  /** Whether it was saved. */
  readonly save: (call: (draft: Draft) => Promise<unknown>) => Promise<boolean>
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** `saved` is what is stored now; a draft that was not touched follows it. */
export function useForm<Draft extends object>(saved: Draft): Form<Draft> {
  const { t } = useSettingsWords()
  const [changed, setChanged] = useState<Draft | null>(null)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const draft = changed ?? saved
  return {
    draft,
    dirty: changed !== null && !same(changed, saved),
    busy,
    fault,
    change: change => {
      setFault(null)
      setChanged({ ...draft, ...change })
    },
    reset: () => {
      setFault(null)
      setChanged(null)
    },
    save: async call => {
      setBusy(true)
      setFault(null)
      try {
        await call(draft)
        // What was changed meanwhile is not saved yet.
        setChanged(now => (now === changed ? null : now))
        return true
      } catch (error) {
        const { title, text } = sayFailure(error, t)
        setFault(text ? `${title}. ${text}` : title)
        return false
      } finally {
        setBusy(false)
      }
    },
  }
}
