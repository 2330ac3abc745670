// Statuses, priorities, and conversations of other days. Spanish.
import type { enMarks } from './en-marks.ts'

export const esMarks: Readonly<Record<keyof typeof enMarks, string>> = {
  'past.label': 'Conversación anterior con {name}',
  'past.readOnly': 'solo lectura',
  'past.open': 'Abrir',
  'key.status': 'Poner el estado',
  'key.priority': 'Poner la prioridad',
  'line.noStatus': '{who} quitó el estado',
  'mark.status': 'Estado: {status}. Cambiar',
  'mark.priority': 'Prioridad: {priority}. Cambiar',
  'mark.none': 'Ninguno',
  'mark.gone': 'Ya no está en la lista',
  'mark.clear': 'Sin estado',
  'mark.anyPlace': 'Escribe un estado',
  'mark.nothing': 'No hay un estado con ese nombre. La lista se edita en los ajustes.',
  'mark.statusSet': 'Estado: {status}',
  'mark.noStatusSet': 'Estado quitado',
  'mark.prioritySet': 'Prioridad: {priority}',
  'failed.statusGone': 'Ese estado ya no está en la lista',
  'failed.statusGoneText': 'Elige uno de: {options}.',
}
