// Every sentence of the settings, in English; fetched with them.
import { enSettingsCompletion } from './en-settings-completion.ts'
import { enSettingsReplies } from './en-settings-replies.ts'
import { enSettingsStatuses } from './en-settings-statuses.ts'
import { enSettingsTeam } from './en-settings-team.ts'

export const enSettings = {
  ...enSettingsCompletion,
  ...enSettingsReplies,
  ...enSettingsStatuses,
  ...enSettingsTeam,

  'set.title': 'Settings',
  'set.sections': 'Parts of the settings',
  'set.team': 'People and teams',
  'set.routing': 'Routing',
  'set.completion': 'Completion',
  'set.statuses': 'Statuses',
  'set.replies': 'Canned replies',
} as const
