// The one big button while the bot holds the baton, with its rarer, final form behind it (TK6).
import { ChevronUp, Hand, OctagonX } from 'lucide-react'
import { useWords } from '../../app/i18n.tsx'
import { keyMap } from '../../app/key-map.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Menu, MenuItem } from '../../ui/menu.tsx'

interface InterveneButtonProps {
  readonly denied: string | null
  readonly hasBot: boolean
  readonly onIntervene: () => void
  readonly onCancelBot: () => void
}

export function InterveneButton({ denied, hasBot, onIntervene, onCancelBot }: InterveneButtonProps) {
  const { t } = useWords()
  return (
    <div className="flex max-pane:flex-1">
      <Button
        look="filled"
        size="l"
        denied={denied}
        tip={hasBot ? t('foot.interveneHint') : undefined}
        keys={keyMap.intervene.keys}
        aria-keyshortcuts={keyMap.intervene.keys}
        icon={<Hand size={16} />}
        onClick={onIntervene}
        className={classes('max-pane:flex-1', hasBot && 'rounded-r-none')}
      >
        {t('foot.intervene')}
      </Button>
      {hasBot ? (
        <Menu
          side="top"
          trigger={
            <Button
              look="filled"
              size="l"
              denied={denied}
              aria-label={t('foot.interveneMore')}
              icon={<ChevronUp size={16} />}
              className="!w-9 rounded-l-none border-l-on-person/25"
            />
          }
        >
          <MenuItem icon={<Hand size={16} />} keys="i" hint={t('foot.interveneHint')} onSelect={onIntervene}>
            {t('foot.intervene')}
          </MenuItem>
          <MenuItem
            icon={<OctagonX size={16} />}
            tone="danger"
            hint={t('foot.interveneCancelHint')}
            onSelect={onCancelBot}
          >
            {t('foot.interveneCancel')}
          </MenuItem>
        </Menu>
      ) : null}
    </div>
  )
}
