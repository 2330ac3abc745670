// What a visitor reads about files, in each language. English is the table that the others are held against.

const en = {
  attach: 'Attach files',
  files: 'Attached files',
  remove: (name: string) => `Remove ${name}`,
  retry: 'Retry',
  retryOf: (name: string) => `Try ${name} again`,
  open: (name: string) => `Open ${name}`,
  download: (name: string) => `Download ${name}`,
  tooLarge: (limit: string) => `Larger than ${limit}`,
  empty: 'This file is empty',
  kind: 'Files of this kind cannot be sent',
  tooMany: 'At most 10 files at once',
  many: 'Many files at once. Wait a few minutes',
  noRoom: 'Files cannot be sent right now',
  broken: 'Not uploaded',
  gone: 'This file is no longer here',
  unreachable: 'Could not be loaded',
}

export type MediaWords = typeof en

const es: MediaWords = {
  attach: 'Adjuntar archivos',
  files: 'Archivos adjuntos',
  remove: name => `Quitar ${name}`,
  retry: 'Reintentar',
  retryOf: name => `Volver a intentar ${name}`,
  open: name => `Abrir ${name}`,
  download: name => `Descargar ${name}`,
  tooLarge: limit => `Ocupa más de ${limit}`,
  empty: 'Este archivo está vacío',
  kind: 'No se pueden enviar archivos de este tipo',
  tooMany: 'Como máximo 10 archivos a la vez',
  many: 'Son muchos archivos. Espera unos minutos',
  noRoom: 'Ahora mismo no se pueden enviar archivos',
  broken: 'No se ha subido',
  gone: 'Este archivo ya no está',
  unreachable: 'No se ha podido cargar',
}

export const mediaTables: Readonly<Record<string, MediaWords>> = { en, es }
