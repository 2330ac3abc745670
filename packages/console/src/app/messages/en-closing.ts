// How a takeover ends: briefs, completion and feedback. English.

export const enClosing = {
  'closing.question': 'Feedback question',
  'closing.scale': 'From 1 to 5',
  'closing.ask': 'Ask how it was',
  'closing.asked': '{name} is asked how it was',
  'closing.gone': 'This is no longer on the list. Choose another one.',
  'closing.missingTags': 'Add at least one tag to complete.',
  'closing.missingNote': 'Write a note to complete.',
  'closing.rated': 'rated {rating} of 5',
} as const
