// The third script, fetched by the app when a text has something to mark in it: most visits never need it.
import { textView } from './text/text-view.ts'

Object.assign(globalThis, { BatonText: textView })
