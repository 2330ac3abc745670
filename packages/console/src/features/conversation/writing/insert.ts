// Puts text into a box as if it were typed, so that the browser's own undo takes it out again.
import type { Selection } from './mark.ts'

export function insertInto(box: HTMLTextAreaElement, at: Selection, text: string, select?: Selection): void {
  box.focus()
  box.setSelectionRange(at.from, at.to)
  // There is no other way that keeps the undo of the box.
  const done = text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, text)
  if (!done) {
    box.setRangeText(text, at.from, at.to, 'end')
    box.dispatchEvent(new Event('input', { bubbles: true }))
  }
  if (select) box.setSelectionRange(select.from, select.to)
}
