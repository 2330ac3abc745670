// A text of a message: at once as it is, and marked as soon as the script that can do so is there.
import { h as make } from 'preact'
import type { TextView } from '../text/text-view.ts'
import type { Visit } from '../visit/visit.ts'

interface Props {
  readonly text: string
  /** Written by a person of the team. */
  readonly marked: boolean
  readonly visit: Visit
}

let asked = false

function fetchView(visit: Visit): void {
  if (asked) return
  asked = true
  const script = document.createElement('script')
  script.src = `${visit.origin}/widget-text.js`
  script.onload = () => visit.redraw()
  // Asked for again with the next thing that is drawn.
  script.onerror = () => {
    asked = false
  }
  document.head.append(script)
}

export function Text({ text, marked, visit }: Props) {
  if (!(marked ? /[*_`[>]|https?:|^ *[-\d•]/m : /https?:/).test(text)) return <p>{text}</p>
  const { BatonText } = globalThis as { BatonText?: TextView }
  if (BatonText) return BatonText(make, text, marked) as preact.VNode
  fetchView(visit)
  return <p>{text}</p>
}
