// What a message can hold. A union from the first migration on, so that a picture or a template never
// needs a new kind of message; whoever cannot show a part shows its plain rendering.

export interface TextPart {
  readonly kind: 'text'
  readonly text: string
  /** Of a button or list row that the customer tapped instead of writing. */
  readonly choiceId?: string
}
export interface ChoicesPart {
  readonly kind: 'choices'
  /** Shown above the buttons; may be empty. */
  readonly text: string
  readonly options: readonly { readonly id: string; readonly label: string }[]
}
export interface MediaPart {
  readonly kind: 'media'
  readonly mediaId: string
  readonly mimeType: string
  readonly name: string
  readonly sizeBytes: number
  /** Pixels, of a picture whose size is known: its box is there before the picture is. */
  readonly width?: number
  readonly height?: number
  readonly caption?: string
  /** Where the channel has it while its bytes are being fetched; `MediaSettled` says what came of it. */
  readonly pending?: string
  /** How it was sent, where that says more than the type: a voice message plays, a sticker has no frame. */
  readonly shape?: 'voice' | 'sticker'
}
export interface LocationPart {
  readonly kind: 'location'
  readonly latitude: number
  readonly longitude: number
  readonly name?: string
  readonly address?: string
}
/** People whose cards were sent. */
export interface CardsPart {
  readonly kind: 'cards'
  readonly cards: readonly {
    readonly name: string
    readonly phones: readonly string[]
    readonly emails: readonly string[]
  }[]
}
/** A basket that the customer sent from a catalogue. */
export interface OrderPart {
  readonly kind: 'order'
  readonly text: string
  readonly items: readonly {
    readonly product: string
    readonly quantity: number
    readonly price: number
    readonly currency: string
  }[]
}
export interface TemplatePart {
  readonly kind: 'template'
  readonly name: string
  readonly locale: string
  readonly variables: readonly string[]
  /** The template's body with its variables filled in. */
  readonly text: string
  /** Where each variable goes, in the channel's own words; left out: all into the body. */
  readonly places?: readonly string[]
}
/** How it was, from 1 to 5 (HB5). */
export interface FeedbackPart {
  readonly kind: 'feedback'
  readonly text: string
  /** Whether a comment is asked for, too. */
  readonly comment: boolean
  /** The episode that it is about. */
  readonly episodeSeq: number
}
/** Something a channel sent that we cannot show; the raw payload stays with the channel. */
export interface UnknownPart {
  readonly kind: 'unknown'
  readonly label: string
}
export type Part =
  | TextPart
  | ChoicesPart
  | MediaPart
  | LocationPart
  | CardsPart
  | OrderPart
  | TemplatePart
  | FeedbackPart
  | UnknownPart
export type Parts = readonly Part[]

function plainPart(part: Part): string {
  switch (part.kind) {
    case 'text':
    case 'template':
      return part.text
    case 'choices':
      return [part.text, ...part.options.map(option => `• ${option.label}`)].filter(Boolean).join('\n')
    case 'feedback':
      return `${part.text} (1–5)`
    case 'media':
      return part.caption ? `[${part.name}] ${part.caption}` : `[${part.name}]`
    case 'location':
      return `[${part.name ?? `${part.latitude}, ${part.longitude}`}]`
    case 'cards':
      return part.cards.map(card => `[${[card.name, ...card.phones, ...card.emails].join(', ')}]`).join('\n')
    case 'order':
      return [part.text, ...part.items.map(item => `${item.quantity} × ${item.product}`)]
        .filter(Boolean)
        .join('\n')
    case 'unknown':
      return `[${part.label}]`
  }
}

/** The message as plain text: what lists, search, bots without rich content and screen readers get. */
export function plainText(parts: Parts): string {
  return parts.map(plainPart).join('\n')
}

/**
 * What tells one message from another under the same `clientId` (DL3): two files of one name are two messages.
 * NUL cannot be in a text, so no text passes for a file.
 */
export function contentKey(parts: Parts): string {
  return parts
    .map(part => {
      if (part.kind === 'media') return `\u0000${part.mediaId} ${part.caption ?? ''}`
      if (part.kind === 'location') return `\u0000${part.latitude} ${part.longitude} ${part.name ?? ''}`
      return plainPart(part)
    })
    .join('\n')
}

export function textParts(text: string): Parts {
  return [{ kind: 'text', text }]
}
