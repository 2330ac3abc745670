// Every sentence of the settings, in English; fetched with them.
import { enSettingsChannels } from './en-settings-channels.ts'
import { enSettingsCompletion } from './en-settings-completion.ts'
import { enSettingsOutreach } from './en-settings-outreach.ts'
import { enSettingsReplies } from './en-settings-replies.ts'
import { enSettingsStatuses } from './en-settings-statuses.ts'
import { enSettingsTeam } from './en-settings-team.ts'
import { enSettingsWebhooks } from './en-settings-webhooks.ts'

export const enSettings = {
  ...enSettingsChannels,
  ...enSettingsCompletion,
  ...enSettingsOutreach,
  ...enSettingsReplies,
  ...enSettingsStatuses,
  ...enSettingsTeam,
  ...enSettingsWebhooks,

  'set.title': 'Settings',
  'set.sections': 'Parts of the settings',
  'set.team': 'People and teams',
  'set.routing': 'Routing',
  'set.completion': 'Completion',
  'set.statuses': 'Statuses',
  'set.replies': 'Canned replies',
  'set.readOnly': 'Only an admin can change this. Ask one of yours.',
  'set.unsaved': 'Not saved yet',
  'set.save': 'Save',
  'set.saved': 'Saved',
  'set.discard': 'Discard',
  'set.leave': 'Leave without saving?',
  'set.leaveText': 'What you changed here is lost.',
  'set.leaveDo': 'Leave',
  'set.stay': 'Stay',
  'set.add': 'Add',
  'set.rename': 'Rename {name}',
  'set.remove': 'Remove {name}',
  'set.up': 'Move {name} up',
  'set.down': 'Move {name} down',
  'set.twice': 'It is on the list already.',
} as const
