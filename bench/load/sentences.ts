/** What visitors write: about as long as what people write. */
export const sentences: readonly string[] = [
  'Hi there',
  'Where is my order? It should have been here on Tuesday.',
  'The number is 4821, ordered with the same address as last time',
  'ok',
  'I was charged twice for the same pair of shoes, can somebody look at that please',
  'Can I still change the delivery address before it leaves the warehouse?',
  'yes please',
  'The box arrived open and one of the two cups was broken, so I would like a new one or my money back.',
  'How long does a refund take?',
  'Thanks, that works',
]
