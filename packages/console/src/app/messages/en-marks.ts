// Statuses, priorities, and conversations of other days. English.

export const enMarks = {
  'past.label': 'Earlier conversation with {name}',
  'past.readOnly': 'only to be read',
  'past.open': 'Open',
  'key.status': 'Set the status',
  'key.priority': 'Set the priority',
  'line.noStatus': '{who} took the status away',
  'mark.status': 'Status: {status}. Change',
  'mark.priority': 'Priority: {priority}. Change',
  'mark.none': 'None',
  'mark.gone': 'No longer on the list',
  'mark.clear': 'No status',
  'mark.anyPlace': 'Write a status',
  'mark.nothing': 'No status by that name. Admins set the list in the settings.',
  'mark.statusSet': 'Status: {status}',
  'mark.noStatusSet': 'Status taken away',
  'mark.prioritySet': 'Priority: {priority}',
  'failed.statusGone': 'That status is no longer on the list',
  'failed.statusGoneText': 'Choose one of: {options}.',
} as const
