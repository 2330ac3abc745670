// Chooses files. The key `U` does the same, as do dropping and pasting.
import { Paperclip } from 'lucide-react'
import { useRef } from 'react'
import { useAction } from '../../../app/actions.tsx'
import { useWords } from '../../../app/i18n.tsx'
import { keyMap } from '../../../app/key-map.ts'
import { Button } from '../../../ui/button.tsx'

interface AttachButtonProps {
  readonly denied: string | null
  readonly onFiles: (files: Iterable<File>) => void
}

export function AttachButton({ denied, onFiles }: AttachButtonProps) {
  const { t } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const choose = () => input.current?.click()
  useAction('attach', choose, denied)
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={event => {
          onFiles([...(event.target.files ?? [])])
          // The same file can be chosen again.
          event.target.value = ''
        }}
      />
      <Button
        look="quiet"
        size="m"
        icon={<Paperclip size={16} />}
        aria-label={t('media.attach')}
        aria-keyshortcuts={keyMap.attach.keys}
        tip={t('media.attach')}
        denied={denied}
        onClick={choose}
      />
    </>
  )
}
