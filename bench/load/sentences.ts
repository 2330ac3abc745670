/**
 * What visitors write: about as long as what people write, and hardly ever the same again. Somebody who repeats
 * themselves is heard as frustrated, which is an event of its own and another thing to measure.
 */
export function sentenceOf(turn: number): string {
  const pick = (words: readonly string[]) => words[turn % words.length] ?? ''
  return pick([
    pick(short),
    `${pick(wishes)} ${pick(things)} ${pick(details)}.`,
    `${pick(details)}, ${pick(wishes).toLowerCase()} ${pick(things)}.`,
  ])
}

// Lists of lengths without a common factor: a whole sentence comes again after some thousands.
const short = [
  'Hi there',
  'ok',
  'yes',
  'Thanks, that works',
  'one moment',
  'hello',
  'sure',
  'no',
  'great',
  'got it',
  'fine',
]
const wishes = [
  'I would like to exchange',
  'Please send me a picture of',
  'Do you gift-wrap',
  'I am looking for',
  'My neighbour showed me',
  'We measured',
  'Tell me the weight of',
  'I read about',
  'Put aside',
  'Can I collect',
  'It says online that you stock',
  'My sister bought',
  'I wonder whether you engrave',
]
const things = [
  'the oak shelf',
  'two linen cushions',
  'a pair of walking boots',
  'the blue teapot',
  'a spare lid',
  'that reading lamp',
  'the garden hose',
  'six dinner plates',
  'a wool blanket',
  'the folding chair',
  'some candle holders',
  'the kitchen scale',
  'a bread knife',
  'the picture frame',
  'three storage boxes',
  'an umbrella stand',
  'the hallway mirror',
]
const details = [
  'before the weekend',
  'for a birthday in June',
  'in the smaller size',
  'with the matching tray',
  'from the shop on Mill Street',
  'like the one in your window',
  'for my new flat',
  'to go with a green sofa',
  'on Thursday afternoon',
  'at the market price',
  'without the packaging',
  'in cherry wood',
  'for the office upstairs',
  'next to the station',
  'as a present for my aunt',
  'by the end of the month',
  'with a longer cable',
  'under forty euros',
  'near the harbour',
]
