// How it was (HB5): five buttons under the question, and a line for words once one of them was chosen.
import type { BodyOf, Part, VisitorItem } from '@baton/client'
import type { h } from 'preact'
import type { VisitState } from '../visit/visit-state.ts'
import { itemsOf } from '../visit/visit-state.ts'
import type { RatingWords } from './rating-words.ts'

type FeedbackPart = Extract<Part, { kind: 'feedback' }>
type Given = Extract<VisitorItem, { type: 'FeedbackGiven' }>
type Feedback = BodyOf<'POST /web/feedback'>

export interface RatingHost {
  state(): VisitState
  /** @throws ApiError */
  give(feedback: Feedback): Promise<unknown>
  redraw(): void
}

interface Chosen {
  /** Shown at once; what the log says later counts. */
  rating: number
  comment: string | null
  failed: boolean
}

export function createRatings(draw: typeof h, host: RatingHost, words: RatingWords) {
  const chosen = new Map<number, Chosen>()
  let before: Promise<unknown> = Promise.resolve()

  function givenIn({ episodeSeq }: FeedbackPart): Given['data'] | null {
    const item = itemsOf(host.state()).findLast(
      (one): one is Given => one.type === 'FeedbackGiven' && one.data.episodeSeq === episodeSeq,
    )
    return item?.data ?? null
  }

  function give({ episodeSeq }: FeedbackPart, rating: number, comment: string | null): void {
    const choice: Chosen = { rating, comment, failed: false }
    chosen.set(episodeSeq, choice)
    host.redraw()
    // One after the other: a rating that overtook its comment would take it away.
    before = before
      .then(() => host.give({ episodeSeq, rating, comment }))
      .then(
        () => chosen.get(episodeSeq) === choice && chosen.delete(episodeSeq),
        () => {
          choice.failed = true
          host.redraw()
        },
      )
  }

  function commentForm(part: FeedbackPart, rating: number) {
    const onSubmit = (event: Event) => {
      event.preventDefault()
      const comment = String(new FormData(event.currentTarget as HTMLFormElement).get('comment')).trim()
      if (comment !== '') give(part, rating, comment)
    }
    const label = words.comment
    return draw(
      'form',
      { class: 'field', onSubmit },
      draw('input', { name: 'comment', maxLength: 2_000, placeholder: label, 'aria-label': label }),
      draw('button', { type: 'submit', class: 'link' }, words.send),
    )
  }

  return (part: FeedbackPart) => {
    const given = givenIn(part)
    const choice = chosen.get(part.episodeSeq)
    const rating = choice?.rating ?? given?.rating ?? 0
    const comment = given?.comment ?? null
    const button = (each: number) =>
      draw(
        'button',
        {
          type: 'button',
          'aria-label': words.of(each),
          'aria-pressed': each === rating,
          onClick: () => give(part, each, choice?.comment ?? comment),
        },
        each,
      )
    const after = rating === 0 ? null : part.comment && comment === null ? commentForm(part, rating) : null
    return draw(
      'div',
      { class: 'rating' },
      draw('p', null, part.text),
      draw('div', { class: 'choices' }, [1, 2, 3, 4, 5].map(button)),
      choice?.failed ? draw('p', { class: 'failure', role: 'alert' }, words.failed) : null,
      after ?? (rating === 0 ? null : draw('p', { role: 'status' }, words.thanks)),
    )
  }
}
