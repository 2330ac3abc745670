// The sheet of keys. Made from the same table that the keys act by.
import { useWords } from '../../app/i18n.tsx'
import { actionIds, keyMap } from '../../app/key-map.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'

interface ShortcutsProps {
  readonly open: boolean
  readonly onClose: () => void
}

const groups = ['move', 'talk', 'all'] as const

export function Shortcuts({ open, onClose }: ShortcutsProps) {
  const { t } = useWords()
  const writing = [
    { keys: 'mod+enter', label: t('key.send') },
    { keys: 'shift+enter', label: t('key.newline') },
    { keys: '/', label: t('key.canned') },
    { keys: ':', label: t('key.emoji') },
    { keys: '@', label: t('key.mention') },
    { keys: 'tab', label: t('key.gap') },
    { keys: 'mod+b', label: t('key.bold') },
    { keys: 'mod+i', label: t('key.italic') },
    { keys: 'mod+k', label: t('key.link') },
    { keys: 'escape', label: t('key.leave') },
  ]
  const sections = [
    ...groups.map(group => ({
      title: t(`keys.${group}`),
      entries: actionIds
        .filter(id => keyMap[id].group === group)
        .map(id => ({ keys: keyMap[id].keys, label: t(keyMap[id].label) })),
    })),
    { title: t('keys.write'), entries: writing },
  ]
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('keys.title')}
      closeLabel={t('app.close')}
      width="wide"
      readOnly
    >
      <div className="columns-2 gap-8 pb-2 max-pane:columns-1">
        {sections.map(({ title, entries }) => (
          <section key={title} className="mb-5 break-inside-avoid">
            <h3 className="mb-1 text-ink-3">{title}</h3>
            <dl>
              {entries.map(({ keys, label }) => (
                <div
                  key={keys}
                  className="flex items-center justify-between border-b border-line py-1.5 last:border-0"
                >
                  <dt>{label}</dt>
                  <dd>
                    <Kbd keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
