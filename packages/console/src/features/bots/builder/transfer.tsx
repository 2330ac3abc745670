// A flow as a file: the two items of the menu, and the browser's own choosing and keeping of files.
import { Download, Upload } from 'lucide-react'
import { useRef } from 'react'
import { MenuItem } from '../../../ui/menu.tsx'
import type { Draft } from '../flow/edits.ts'
import { writtenFlow } from '../flow/written-flow.ts'
import { useBotWords } from '../use-bot-words.ts'

export function exportFlow(draft: Draft): void {
  const json = JSON.stringify(writtenFlow(draft.flow), null, 2)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([json], { type: 'application/json' }))
  link.download = `${draft.flow.name.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase() || 'flow'}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000)
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
