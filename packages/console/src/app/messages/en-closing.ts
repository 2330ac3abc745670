// How a takeover ends: briefs, completion and feedback. English.

export const enClosing = {
  'closing.question': 'Feedback question',
  'closing.scale': 'From 1 to 5',
  'closing.ask': 'Ask how it was',
  'closing.asked': '{name} is asked how it was',
  'closing.gone': 'This is no longer on the list. Choose another one.',
  'closing.missingTags': 'Add at least one tag to complete.',
  'closing.missingNote': 'Write a note to complete.',
  'brief.wish': '{name} wants',
  'brief.latest': '{name} said last',
  'brief.answered': 'The bot answered',
  'brief.repeated.one': 'The bot answered',
  'brief.repeated.other': 'The bot answered {count} times',
  'brief.failed': 'The bot failed',
  'brief.did': 'The bot did',
  'brief.noModel': 'The model did not answer. The lines above are from the messages themselves.',
  'brief.asked': 'The bot asked the team',
  'brief.byAi': 'Made by AI',
  'brief.anew': 'Write anew',
  'brief.nothing': 'The model found nothing to add.',
  'closing.rated': 'rated {rating} of 5',
} as const
