// Every sentence of the settings, in Spanish.
import type { enSettings } from './en-settings.ts'
import { esSettingsChannels } from './es-settings-channels.ts'
import { esSettingsCompletion } from './es-settings-completion.ts'
import { esSettingsOutreach } from './es-settings-outreach.ts'
import { esSettingsReplies } from './es-settings-replies.ts'
import { esSettingsStatuses } from './es-settings-statuses.ts'
import { esSettingsTeam } from './es-settings-team.ts'
import { esSettingsWebhooks } from './es-settings-webhooks.ts'

export const esSettings: Readonly<Record<keyof typeof enSettings, string>> = {
  ...esSettingsChannels,
  ...esSettingsCompletion,
  ...esSettingsOutreach,
  ...esSettingsReplies,
  ...esSettingsStatuses,
  ...esSettingsTeam,
  ...esSettingsWebhooks,

  'set.title': 'Ajustes',
  'set.sections': 'Partes de los ajustes',
  'set.team': 'Personas y equipos',
  'set.routing': 'Reparto',
  'set.completion': 'Cierre',
  'set.statuses': 'Estados',
  'set.replies': 'Respuestas guardadas',
  'set.readOnly': 'Solo un administrador puede cambiar esto. Pídeselo.',
  'set.unsaved': 'Sin guardar',
  'set.save': 'Guardar',
  'set.saved': 'Guardado',
  'set.discard': 'Descartar',
  'set.leave': '¿Salir sin guardar?',
  'set.leaveText': 'Se pierde lo que has cambiado aquí.',
  'set.leaveDo': 'Salir',
  'set.stay': 'Quedarse',
  'set.add': 'Añadir',
  'set.rename': 'Cambiar el nombre de {name}',
  'set.remove': 'Quitar {name}',
  'set.up': 'Subir {name}',
  'set.down': 'Bajar {name}',
  'set.twice': 'Ya está en la lista.',
}
