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
  'brief.wish': '{name} quiere',
  'brief.latest': 'Lo último de {name}',
  'brief.answered': 'El bot respondió',
  'brief.repeated.one': 'El bot respondió',
  'brief.repeated.other': 'El bot respondió {count} veces',
  'brief.failed': 'El bot falló',
  'brief.did': 'El bot hizo',
  'brief.noModel': 'El modelo no respondió. Lo de arriba sale de los propios mensajes.',
  'brief.asked': 'El bot preguntó al equipo',
  'brief.byAi': 'Hecho por IA',
  'brief.anew': 'Escribir de nuevo',
  'brief.nothing': 'El modelo no encontró nada que añadir.',
  'closing.rated': 'valorado con {rating} de 5',
}
