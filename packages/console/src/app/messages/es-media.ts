// Attachments: given to Baton, and fetched again by signed links. Spanish.
import type { enMedia } from './en-media.ts'

export const esMedia: Readonly<Record<keyof typeof enMedia, string>> = {
  'key.attach': 'Adjuntar archivos',
  'media.attach': 'Adjuntar archivos',
  'media.list': 'Archivos adjuntos',
  'media.drop': 'Suelta para adjuntar',
  'media.dropHint': 'Hasta {max} cada uno. Nada se envía antes de que lo envíes.',
  'media.remove': 'Quitar {name}',
  'media.retry': 'Volver a intentar {name}',
  'media.progress': 'Subiendo {name}',
  'media.waits': 'Los archivos aún se están subiendo',
  'media.stuck': 'Quita lo que no se pudo subir o vuelve a intentarlo',
  'media.tooLarge': 'Ocupa más de {max}',
  'media.empty': 'Este archivo está vacío',
  'media.kind':
    'No se aceptan archivos de este tipo. Sí imágenes, audio, vídeo, PDF, documentos de oficina, texto y ZIP',
  'media.tooMany': 'Como máximo {count} archivos por mensaje',
  'media.many': 'Son muchos archivos en poco tiempo. Espera unos minutos',
  'media.noRoom': 'El servidor no tiene sitio para archivos. Avisa a quien lo administra',
  'media.broken': 'La subida se interrumpió',
  'media.count.one': '1 archivo',
  'media.count.other': '{count} archivos',
  'media.open': 'Abrir {name}',
  'media.download': 'Descargar {name}',
  'media.gone': 'Este archivo ya no está',
  'media.unreachable': 'No se pudo cargar. Vuelve a intentarlo',
  'media.viewer': 'Imágenes',
  'media.previous': 'Imagen anterior',
  'media.next': 'Imagen siguiente',
  'media.place': '{n} de {count}',
}
