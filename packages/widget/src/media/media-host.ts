// What the pieces of the second script ask of the widget.
import type { AnswerOf } from '@baton/client'

export interface MediaHost {
  readonly origin: string
  /** Null: it is not known; the server then says. */
  maxBytes(): number | null
  /** Of the conversation, which begins with it if there is none. @throws ApiError */
  token(): Promise<string>
  /** @throws ApiError */
  link(id: string): Promise<AnswerOf<'GET /web/media/{id}'>>
  /** The visitor takes it back; what stays after all is swept. */
  drop(id: string): void
  redraw(): void
}
