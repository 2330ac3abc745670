// What the widget and its second script know of each other. Most visitors of a page never open the chat: what
// uploads and shows files, marks texts and asks how it was is fetched for those who do.
import type { Api, MediaPart, Part } from '@baton/client'
import type { ComponentChild, ComponentChildren, h } from 'preact'
import type { VisitState } from '../visit/visit-state.ts'

/** What of a visit concerns files. */
export interface MediaVisit {
  readonly state: VisitState
}

/** Begins the conversation if there is none yet. */
export interface MediaDoor {
  /** @throws ApiError */
  enter(): Promise<{ readonly token: string }>
}

export interface MediaKit {
  /** Files that lie ready, came to nothing or are still coming. */
  count(): number
  /** Whether all of them can be sent. */
  ready(): boolean
  /** What a message that is written anew had. */
  put(parts?: readonly MediaPart[]): void
  /** For a message: they leave. */
  take(): readonly MediaPart[]
  /** Chooses files; dropping and pasting do the same. */
  button(): ComponentChild
  /** What lies ready, above the text. */
  tray(): ComponentChild
  /** Links in everybody's words, and the little markdown of a person of the team (`marked`). */
  text(text: string, marked: boolean): ComponentChildren
  /** Null for what the widget draws itself. `unsent`: its message is not in the log yet. */
  part(part: Part, unsent?: object): ComponentChild
}

/** Draws with the widget's own `h`, so that there is one Preact on the page. */
export type CreateMediaKit = (
  draw: typeof h,
  visit: MediaVisit,
  origin: string,
  api: Api,
  door: MediaDoor,
  redraw: () => void,
) => MediaKit
