// Which kind of block to add, by typing.
import type { BlockKind } from '@baton/core'
import { Dialog } from '../../../ui/dialog.tsx'
import { PickList } from '../../../ui/pick-list.tsx'
import { paletteKinds, shownBlocks } from '../flow/block-kinds.ts'
import { useBotWords } from '../use-bot-words.ts'

interface BlockPaletteProps {
  readonly onClose: () => void
  readonly onPick: (kind: BlockKind) => void
}

export function BlockPalette({ onClose, onPick }: BlockPaletteProps) {
  const { t } = useBotWords()
  const picks = paletteKinds.map(kind => {
    const { icon: Icon, group, name, text } = shownBlocks[kind]
    return {
      id: kind,
      group: t(`group.${group}`),
      label: t(name),
      hint: t(text),
      icon: <Icon size={16} strokeWidth={1.75} />,
      onPick: () => onPick(kind),
    }
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('canvas.add')}
      closeLabel={t('app.close')}
      head={false}
      width="wide"
    >
      <PickList
        picks={picks}
        label={t('canvas.add')}
        placeholder={t('palette.block')}
        nothing={t('palette.noBlock')}
      />
    </Dialog>
  )
}
