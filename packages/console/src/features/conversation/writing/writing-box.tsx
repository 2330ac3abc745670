// The box in which an agent writes: grows with its text, marks the gaps in it, and acts on the keys of writing.
import type { KeyboardEvent, RefObject } from 'react'
import { useRef } from 'react'
import { gapsIn, nextGap } from '../../../app/fill-reply.ts'
import { GapText } from '../../../app/gap-text.tsx'
import { insertInto } from './insert.ts'
import { linkOf, markWith } from './mark.ts'
import type { Offered, OnKey } from './suggestions.tsx'

interface WritingBoxProps {
  readonly box: RefObject<HTMLTextAreaElement | null>
  readonly text: string
  readonly placeholder: string
  readonly invalid: boolean
  /** What is offered over the box while somebody writes, and whose keys come first. */
  readonly offered: Offered | null
  readonly keys: RefObject<OnKey | null>
  readonly onText: (text: string) => void
  /** Where the caret stands; null: nowhere, or something is selected. */
  readonly onCaret: (caret: number | null) => void
  readonly onBlur: () => void
  readonly onEnter: (withModifier: boolean) => void
}

const textLook = 'col-start-1 row-start-1 min-h-11 w-full px-3.5 py-1.5 text-14 touch:text-16'

/** Bold, italic, link: whether the key was one of them. */
function marked(box: HTMLTextAreaElement, event: KeyboardEvent): boolean {
  if (!(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return false
  const at = { from: box.selectionStart, to: box.selectionEnd }
  const key = event.key.toLowerCase()
  // The palette's key, but for a text that is to become a link.
  const links = key === 'k' && at.from !== at.to
  const put =
    key === 'b'
      ? markWith('**', box.value, at)
      : key === 'i'
        ? markWith('_', box.value, at)
        : links
          ? linkOf(box.value, at)
          : null
  if (put) insertInto(box, put, put.text, put.select)
  return put !== null
}

/** Tab, while there is a further gap: whether there was. */
function toGap(box: HTMLTextAreaElement, event: KeyboardEvent): boolean {
  if (event.key !== 'Tab' || event.altKey || event.ctrlKey || event.metaKey) return false
  const gap = nextGap(box.value, { from: box.selectionStart, to: box.selectionEnd }, event.shiftKey ? -1 : 1)
  if (gap) box.setSelectionRange(gap.from, gap.to)
  return gap !== null
}

export function WritingBox(props: WritingBoxProps) {
  const { box, text, placeholder, invalid, offered, keys, onText, onCaret, onBlur, onEnter } = props
  const behind = useRef<HTMLDivElement>(null)

  function tellCaret(element: HTMLTextAreaElement) {
    onCaret(element.selectionStart === element.selectionEnd ? element.selectionStart : null)
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing) return
    const element = event.currentTarget
    if (keys.current?.(event) || marked(element, event) || toGap(element, event)) {
      event.preventDefault()
      event.stopPropagation()
      return
    }
    if (event.key === 'Escape') element.blur()
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    onEnter(event.metaKey || event.ctrlKey)
  }

  return (
    <div className="grid">
      {gapsIn(text).length > 0 ? (
        <div
          ref={behind}
          aria-hidden="true"
          className={`${textLook} pointer-events-none max-h-52 overflow-hidden break-words whitespace-pre-wrap text-transparent [&_mark]:text-transparent`}
        >
          <GapText text={text} />
        </div>
      ) : null}
      <textarea
        ref={box}
        value={text}
        rows={1}
        aria-label={placeholder}
        aria-invalid={invalid || undefined}
        aria-autocomplete="list"
        aria-controls={offered?.list}
        aria-activedescendant={offered?.option}
        placeholder={placeholder}
        onChange={event => {
          onText(event.target.value)
          tellCaret(event.target)
        }}
        onSelect={event => tellCaret(event.currentTarget)}
        onFocus={event => tellCaret(event.currentTarget)}
        onBlur={() => {
          onCaret(null)
          onBlur()
        }}
        onScroll={event => behind.current?.scrollTo({ top: event.currentTarget.scrollTop })}
        onKeyDown={onKeyDown}
        className={`${textLook} field-sizing-content relative max-h-52 resize-none bg-transparent outline-none`}
      />
    </div>
  )
}
