// How a takeover ends: briefs, completion and feedback. Spanish.
import type { enClosing } from './en-closing.ts'

export const esClosing: Readonly<Record<keyof typeof enClosing, string>> = {
  'closing.question': 'Pregunta de valoración',
  'closing.scale': 'De 1 a 5',
  'closing.ask': 'Preguntar qué tal fue',
  'closing.asked': 'Se pregunta a {name} qué tal fue',
  'closing.gone': 'Ya no está en la lista. Elige otra opción.',
  'closing.missingTags': 'Añade al menos una etiqueta para completar.',
  'closing.missingNote': 'Escribe una nota para completar.',
  'closing.rated': 'valorado con {rating} de 5',
}
