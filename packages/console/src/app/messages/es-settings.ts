// Every sentence of the settings, in Spanish.
import type { enSettings } from './en-settings.ts'
import { esSettingsCompletion } from './es-settings-completion.ts'
import { esSettingsReplies } from './es-settings-replies.ts'
import { esSettingsStatuses } from './es-settings-statuses.ts'
import { esSettingsTeam } from './es-settings-team.ts'

export const esSettings: Readonly<Record<keyof typeof enSettings, string>> = {
  ...esSettingsCompletion,
  ...esSettingsReplies,
  ...esSettingsStatuses,
  ...esSettingsTeam,

  'set.title': 'Ajustes',
  'set.sections': 'Partes de los ajustes',
  'set.team': 'Personas y equipos',
  'set.routing': 'Reparto',
  'set.completion': 'Cierre',
  'set.statuses': 'Estados',
  'set.replies': 'Respuestas guardadas',
}
