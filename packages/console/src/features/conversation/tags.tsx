// Tags of one conversation, changed in one go.
import type { ConversationRow } from '@baton/client'
import type { KeyboardEvent } from 'react'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../app/i18n.tsx'
import type { Commands } from '../../app/use-commands.ts'
import { useKnownTags } from '../../app/use-known-tags.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TagField } from '../../ui/tag-field.tsx'

interface TagsProps {
  readonly row: ConversationRow
  readonly commands: Commands
  readonly open: boolean
  readonly onClose: () => void
}

export function Tags({ row, commands, open, onClose }: TagsProps) {
  const { t } = useWords()
  const known = useKnownTags()
  const [tags, setTags] = useState(row.tags)
  const box = useRef<HTMLInputElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening begins from what is true then
  useEffect(() => {
    if (open) setTags(row.tags)
  }, [open])

  function save() {
    const added = tags.filter(tag => !row.tags.includes(tag))
    const removed = row.tags.filter(tag => !tags.includes(tag))
    onClose()
    if (added.length + removed.length > 0) void commands.tags(added, removed)
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) save()
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('tags.title')}
      description={t('tags.text')}
      closeLabel={t('app.close')}
      initialFocus={box}
      foot={
        <div className="ml-auto flex gap-2">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button look="filled" keys="mod+enter" onClick={save}>
            {t('tags.save')}
          </Button>
        </div>
      }
    >
      <div className="pb-2" onKeyDownCapture={onKeyDown}>
        <label htmlFor="tags-field" className="sr-only">
          {t('tags.title')}
        </label>
        <TagField
          id="tags-field"
          inputRef={box}
          known={known}
          value={tags}
          onChange={next => setTags([...next])}
          placeholder={t('done.tagsPlace')}
          createLabel={tag => t('done.createTag', { tag })}
          removeLabel={tag => t('done.removeTag', { tag })}
        />
      </div>
    </Dialog>
  )
}
