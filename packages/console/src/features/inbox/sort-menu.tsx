// In which order the active ones stand: the latest first, or those first that need a look.
import { ArrowDownWideNarrow } from 'lucide-react'
import { useState } from 'react'
import { useAction } from '../../app/actions.tsx'
import { useWords } from '../../app/i18n.tsx'
import { keyMap } from '../../app/key-map.ts'
import type { ListSort } from '../../app/list-sort.ts'
import { setListSort, useListSort } from '../../app/list-sort.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuChoice } from '../../ui/menu.tsx'

export function SortMenu() {
  const { t } = useWords()
  const sort = useListSort()
  const [open, setOpen] = useState(false)
  useAction('sort', () => setOpen(true))
  return (
    <Menu
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button
          look={sort === 'heat' ? 'outline' : 'quiet'}
          icon={<ArrowDownWideNarrow size={16} />}
          aria-label={t('sort.now', { by: t(`sort.${sort}`) })}
          aria-keyshortcuts={keyMap.sort.keys}
          tip={t('sort.now', { by: t(`sort.${sort}`) })}
        />
      }
    >
      <MenuChoice<ListSort>
        label={t('sort.label')}
        value={sort}
        onChange={setListSort}
        options={[
          { value: 'default', label: t('sort.default') },
          { value: 'heat', label: t('sort.heat'), hint: t('sort.heatHint') },
        ]}
      />
    </Menu>
  )
}
