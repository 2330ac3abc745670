// The list over the composer: what `/`, `:` or `@` would write. The focus stays in the box, which hands on its keys.
import type { KeyboardEvent, RefObject } from 'react'
import { useEffect } from 'react'
import { GapText } from '../../../app/gap-text.tsx'
import { useWords } from '../../../app/i18n.tsx'
import { Markdown } from '../../../app/markdown.tsx'
import { classes } from '../../../ui/classes.ts'
import { Kbd } from '../../../ui/kbd.tsx'
import type { Asking, Suggestion } from './use-suggestions.tsx'
import { useSuggestions } from './use-suggestions.tsx'

const titles = { reply: 'write.replies', emoji: 'write.emoji', mention: 'write.people' } as const

interface OptionProps {
  readonly item: Suggestion
  readonly id: string
  readonly current: boolean
  readonly onHover: () => void
  readonly onChoose: () => void
}

function Option({ item, id, current, onHover, onChoose }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box has the focus and its keys act on the options
    // biome-ignore lint/a11y/useFocusableInteractive: options are reached by aria-activedescendant
    <div
      id={id}
      role="option"
      aria-selected={current}
      ref={node => (current ? node?.scrollIntoView({ block: 'nearest' }) : undefined)}
      onMouseMove={current ? undefined : onHover}
      // Before the box would lose the focus.
      onMouseDown={event => event.preventDefault()}
      onClick={onChoose}
      className={classes(
        'flex min-h-8 items-center gap-2.5 rounded-s px-2 py-1 text-13 select-none touch:min-h-11',
        current && 'bg-hover',
      )}
    >
      {item.icon ? <span className="inline-flex w-6 justify-center text-ink-3">{item.icon}</span> : null}
      <span className="min-w-0 flex-1 truncate">{item.label}</span>
      {item.hint ? <span className="max-w-32 truncate text-ink-3">{item.hint}</span> : null}
    </div>
  )
}

function Preview({ text }: { readonly text: string }) {
  const { t } = useWords()
  return (
    <section
      aria-label={t('write.preview')}
      className="min-w-0 flex-1 overflow-y-auto border-l border-line p-3 text-14 max-pane:hidden"
    >
      <Markdown text={text} say={words => <GapText text={words} />} />
    </section>
  )
}

/** Whether a key was for the list. */
export type OnKey = (event: KeyboardEvent) => boolean

/** The ids of the list and of the option that Enter would take. */
export interface Offered {
  readonly list: string
  readonly option: string
}

interface SuggestionListProps extends Asking {
  readonly keys: RefObject<OnKey | null>
  /** Null: nothing is offered. */
  readonly onOffered: (offered: Offered | null) => void
}

export function SuggestionList({ keys, onOffered, ...asking }: SuggestionListProps) {
  const { t } = useWords()
  const { id, kind, items, at, bare, hover, choose, onKey } = useSuggestions(asking)
  keys.current = onKey
  useEffect(() => {
    onOffered(kind === null ? null : { list: `${id}-list`, option: `${id}-${at}` })
  }, [onOffered, kind, id, at])
  useEffect(
    () => () => {
      keys.current = null
      onOffered(null)
    },
    [keys, onOffered],
  )
  if (kind === null) return null
  const withPreview = kind === 'reply' && items.length > 0
  return (
    <div
      className={classes(
        'absolute bottom-full left-0 z-20 mb-2 flex max-h-72 animate-fade flex-col overflow-hidden rounded-m bg-raised shadow-pop',
        withPreview ? 'w-full' : 'w-80 max-w-full',
      )}
    >
      {bare ? (
        <p className="px-3.5 py-3 text-ink-2">{t('write.noReplies')}</p>
      ) : (
        <>
          <div className="flex min-h-0">
            <div
              id={`${id}-list`}
              role="listbox"
              aria-label={t(titles[kind])}
              className={classes(
                'min-w-0 overflow-y-auto p-1',
                withPreview ? 'w-72 shrink-0 max-pane:w-full' : 'w-full',
              )}
            >
              {items.map((item, index) => (
                <Option
                  key={item.id}
                  item={item}
                  id={`${id}-${index}`}
                  current={index === at}
                  onHover={() => hover(index)}
                  onChoose={() => choose(item)}
                />
              ))}
            </div>
            {withPreview ? <Preview text={items[at]?.text ?? ''} /> : null}
          </div>
          <p className="flex items-center gap-1.5 border-t border-line px-3 py-1.5 text-ink-3 touch:hidden">
            <Kbd keys="enter" />
            {t('write.insert')}
            <span className="ml-auto" />
            <Kbd keys="escape" />
            {t('app.close')}
          </p>
        </>
      )}
    </div>
  )
}
