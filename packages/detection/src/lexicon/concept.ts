// The ideas that a word can stand for, the same in every language: what is learnt of them in one holds in all.

export const languages = ['en', 'es', 'pt', 'fr', 'de', 'it', 'hi', 'hi-Latn', 'id', 'zh'] as const
/** `hi-Latn` is Hindi as most people type it, in Latin letters. */
export type Language = (typeof languages)[number]

export const concepts = [
  // Who is wanted, from the plainest word to the vaguest.
  'human',
  'staff',
  'desk',
  'support',
  'person',
  'real',
  // How a person is reached.
  'talk',
  'link',
  'reach',
  'give',
  'there',
  'aid',
  'number',
  // Whole wishes, and what only looks like one.
  'plea',
  'trap',
  'spoke',
  'bot',
  'want',
  'ask',
  'not',
  'decline',
  'you',
  'me',
  // What a contact wants to end.
  'cancel',
  'remove',
  'contract',
  'keep',
  // What went wrong.
  'complain',
  'wrong',
  'twice',
  'charged',
  'disown',
  'missing',
  'broken',
  'unhappy',
  'refund',
  // What it costs.
  'price',
  'fee',
  'discount',
  'buy',
  'bulk',
  // How it is felt.
  'anger',
  'insult',
  'bad',
  'boring',
  'fired',
  'swear',
  'sad',
  'good',
  'service',
  'very',
  // What is at stake.
  'legal',
  'fraud',
  'safety',
  // How it goes.
  'told',
  'no_help',
  'fallback',
  'why',
  'how',
  // Words that only tell the language.
  'common',
] as const
export type Concept = (typeof concepts)[number]

/**
 * Forms of one language by concept, parted by `|`. Within a form: `a/b` either word, `word?` may be missing, `wor*` any
 * ending, `_` any one word. Written without accents and apostrophes.
 */
export type Lexicon = { readonly [concept in Concept]?: string }
