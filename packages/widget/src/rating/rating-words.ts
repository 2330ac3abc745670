// What a visitor reads about feedback, in each language. English is the table that the others are held against.

const en = {
  of: (rating: number) => `${rating} of 5`,
  comment: 'Add a comment',
  send: 'Send',
  thanks: 'Thank you.',
  failed: 'That did not get through. Try again.',
}

export type RatingWords = typeof en

const es: RatingWords = {
  of: rating => `${rating} de 5`,
  comment: 'Añade un comentario',
  send: 'Enviar',
  thanks: 'Gracias.',
  failed: 'No se ha podido enviar. Inténtalo de nuevo.',
}

export const ratingTables: Readonly<Record<string, RatingWords>> = { en, es }
