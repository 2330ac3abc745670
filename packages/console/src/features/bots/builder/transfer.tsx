// A flow as a file: out as it is checked, in only when the core's own checker finds nothing wrong.
import { Download, Upload } from 'lucide-react'
import { useRef } from 'react'
import { MenuItem } from '../../../ui/menu.tsx'
import { arranged } from '../flow/arranged.ts'
import type { Draft } from '../flow/edits.ts'
import type { Finding } from '../flow/faults.ts'
import { readFlow } from '../flow/shape.ts'
import { checkFlow, writtenFlow } from '../flow/written-flow.ts'
import { useBotWords } from '../use-bot-words.ts'

export function exportFlow(draft: Draft): void {
  const json = JSON.stringify(writtenFlow(draft.flow), null, 2)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([json], { type: 'application/json' }))
  link.download = `${draft.flow.name.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase() || 'flow'}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000)
}

export type Imported =
  | { readonly ok: true; readonly draft: Draft }
  /** No findings: it is no JSON at all. */
  | { readonly ok: false; readonly findings: readonly Finding[] }

/** A file may hold a flow, or a bot's whole settings around it. */
export function importFlow(text: string): Imported {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { ok: false, findings: [] }
  }
  const inner = typeof json === 'object' && json !== null && 'flow' in json ? json.flow : json
  const parsed = checkFlow(inner)
  if (!parsed.ok) return { ok: false, findings: parsed.faults.map(fault => ({ grade: 'fault', ...fault })) }
  const flow = readFlow(inner, parsed.flow.name)
  return { ok: true, draft: { flow, layout: arranged(flow) } }
}

interface TransferItemsProps {
  readonly draft: Draft
  readonly onFile: (text: string) => void
}

export function useTransferItems({ draft, onFile }: TransferItemsProps) {
  const { t } = useBotWords()
  const input = useRef<HTMLInputElement>(null)
  const chooser = (
    <input
      ref={input}
      type="file"
      accept="application/json,.json"
      aria-label={t('transfer.import')}
      hidden
      onChange={event => {
        const [file] = event.target.files ?? []
        event.target.value = ''
        if (file) void file.text().then(onFile)
      }}
    />
  )
  const items = (
    <>
      <MenuItem icon={<Download size={16} />} onSelect={() => exportFlow(draft)}>
        {t('transfer.export')}
      </MenuItem>
      <MenuItem icon={<Upload size={16} />} onSelect={() => input.current?.click()}>
        {t('transfer.import')}
      </MenuItem>
    </>
  )
  return { items, chooser }
}
