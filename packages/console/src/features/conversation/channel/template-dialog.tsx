// Sends a template in the place of free text: chosen, filled in, seen as the customer will read it.
import type { ConversationRow } from '@baton/client'
import { useState } from 'react'
import type { SentTemplate } from '../../../app/outbox.ts'
import { filledText, isFilled } from '../../../app/templates/fill-template.ts'
import type { ChosenTemplate } from '../../../app/templates/template-form.tsx'
import { TemplateForm } from '../../../app/templates/template-form.tsx'
import { useChannelWords } from '../../../app/use-channel-words.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'

interface TemplateDialogProps {
  readonly row: ConversationRow
  readonly open: boolean
  readonly onClose: () => void
  /** `text`: as the customer will read it. */
  readonly onSend: (template: SentTemplate, text: string) => void
}

export function TemplateDialog({ row, open, onClose, onSend }: TemplateDialogProps) {
  const { t } = useChannelWords()
  const [chosen, setChosen] = useState<ChosenTemplate | null>(null)
  const takes = row.state !== 'intervened'
  function send() {
    if (!chosen) return
    const { template, variables } = chosen
    const { name, locale } = template
    onClose()
    setChosen(null)
    onSend({ name, locale, variables: variables.map(each => each.trim()) }, filledText(template, variables))
  }
  const missing = chosen && !isFilled(chosen.template, chosen.variables) ? t('template.missing') : null
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('template.title')}
      description={t('template.text')}
      closeLabel={t('app.close')}
      width="wide"
      foot={
        <div className="ml-auto flex gap-2">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button look="filled" idle={!chosen} denied={missing} onClick={send}>
            {t(takes ? 'template.sendTakes' : 'template.send')}
          </Button>
        </div>
      }
    >
      {open ? (
        <TemplateForm
          channelId={row.channelId}
          name={row.contact.name}
          chosen={chosen}
          onChange={setChosen}
        />
      ) : null}
    </Dialog>
  )
}
