// What happened in the shop in the last hour, so that the pictures show a day as it is. Everybody is made up.

interface At {
  /** Minutes before the pictures are taken. */
  readonly at: number
}

export type Step = At &
  (
    | { readonly says: string /** The bot thinks first. */; readonly slow?: boolean }
    | { readonly asks: true }
    | { readonly takes: string }
    | { readonly writes: string; readonly text: string }
    | { readonly notes: string; readonly text: string }
    | { readonly tags: string; readonly add: readonly string[] }
    | {
        readonly resolves: string
        readonly topic: string
        readonly outcome: string
        readonly tags: readonly string[]
      }
  )

export interface Scene {
  readonly customer: string
  readonly email: string
  readonly steps: readonly Step[]
}

export const agents = ['Ana Torres', 'Ben Okafor', 'Chloé Martin'] as const
const [ana, ben, chloe] = agents

/** The two that the pictures open. */
export const waitingCustomer = 'Maya Lind'
export const heldCustomer = 'Sofia Costa'

const withBot: readonly Scene[] = [
  {
    customer: 'Diego Ramos',
    email: 'diego.ramos@mail.example',
    steps: [
      { at: 52, says: 'hi' },
      { at: 51, says: 'are you open on sunday?' },
    ],
  },
  {
    customer: 'Emma Lindqvist',
    email: 'emma.lindqvist@mail.example',
    steps: [
      { at: 44, says: 'Hello' },
      { at: 43, says: 'Return something' },
      { at: 42, says: 'I changed my mind' },
    ],
  },
  {
    customer: 'Farid Haddad',
    email: 'farid@haddad.example',
    steps: [
      { at: 38, says: 'Hello, where is my order?' },
      { at: 37, says: '51877', slow: true },
      { at: 35, says: 'That is what the page says, too. Can I talk to a person?' },
      { at: 33.5, takes: ben },
      {
        at: 33,
        writes: ben,
        text: 'Hello Farid, I called the depot: it goes out on the van this afternoon.',
      },
      { at: 31, says: 'Wonderful, thank you Ben' },
      { at: 30, resolves: ben, topic: 'Delivery', outcome: 'Resolved', tags: ['depot'] },
    ],
  },
  {
    customer: 'Greta Nielsen',
    email: 'greta.nielsen@mail.example',
    steps: [
      { at: 19, says: 'hello' },
      { at: 18, says: 'Delivery times' },
    ],
  },
  {
    customer: 'Hiro Tanaka',
    email: 'hiro.tanaka@mail.example',
    steps: [
      { at: 9.5, says: 'hey' },
      { at: 9, says: 'Where is my order?' },
      { at: 8.6, says: '60412', slow: true },
    ],
  },
  {
    customer: 'Lucía Vega',
    email: 'lucia.vega@mail.example',
    steps: [{ at: 4.6, says: 'buenos días, ¿a qué hora cerráis hoy?' }],
  },
  {
    customer: 'Noor Aziz',
    email: 'noor@aziz.example',
    steps: [
      { at: 1.8, says: 'Hi' },
      { at: 1.2, says: 'Where is my order?' },
    ],
  },
]

const waiting: readonly Scene[] = [
  {
    customer: waitingCustomer,
    email: 'maya.lind@mail.example',
    steps: [
      { at: 9.2, says: 'Hello' },
      { at: 8.8, says: 'Where is my order?' },
      { at: 8.2, says: '21987', slow: true },
      { at: 7.4, says: 'No, it’s not here' },
    ],
  },
  {
    customer: 'Tomasz Wójcik',
    email: 'tomasz@wojcik.example',
    steps: [
      { at: 4.4, says: 'I was charged twice for the same order' },
      { at: 3.9, asks: true },
    ],
  },
  {
    customer: 'Priya Shah',
    email: 'priya.shah@mail.example',
    steps: [{ at: 1.7, says: 'Hi, can I talk to a person please?' }],
  },
  {
    customer: 'Owen Clarke',
    email: 'owen@clarke.example',
    steps: [
      { at: 0.9, says: 'cancel my order please' },
      { at: 0.4, asks: true },
    ],
  },
]

const held: readonly Scene[] = [
  {
    customer: 'Amélie Fournier',
    email: 'amelie@fournier.example',
    steps: [
      { at: 26, says: 'Could I have an invoice with our VAT number on it?' },
      { at: 25.5, asks: true },
      { at: 24, takes: ben },
      { at: 23, writes: ben, text: 'Good morning Amélie, of course. Which order is it for?' },
      { at: 21, says: 'It is for order 80233.' },
      { at: 20.5, tags: ben, add: ['invoice'] },
    ],
  },
  {
    customer: 'Jonas Weber',
    email: 'jonas.weber@mail.example',
    steps: [
      { at: 17, says: 'i need to change the address on my order, i moved last week' },
      { at: 16.5, asks: true },
      { at: 15.8, takes: ana },
      { at: 15.5, writes: ana, text: 'Hello Jonas, it has not left yet. What is the new address?' },
      { at: 12.5, says: '14 Orchard Row, the rest stays' },
      { at: 12, writes: ana, text: 'Changed. You will get a new confirmation in a minute.' },
    ],
  },
  {
    customer: heldCustomer,
    email: 'sofia.costa@mail.example',
    steps: [
      { at: 14.2, says: 'Return something' },
      { at: 13.8, says: 'It arrived damaged' },
      { at: 13.4, says: 'Send me a new one' },
      { at: 11.8, takes: ana },
      {
        at: 11.4,
        writes: ana,
        text: 'Hello Sofia, Ana here. I have read everything above, you need not repeat it. Which piece is it?',
      },
      { at: 10.4, says: 'The winter pot, 24 cm. It came in three pieces, though the box looked fine.' },
      { at: 9.6, notes: ana, text: 'Third winter pot this week. Ask the workshop how they pack them.' },
      { at: 8.3, writes: ana, text: 'That should not happen. A new one leaves today, in a double box.' },
      { at: 8, tags: ana, add: ['damaged', 'winter pot'] },
      { at: 5.6, says: 'Thank you Ana! Do I have to send the pieces back?' },
    ],
  },
  {
    customer: 'Ruth Abebe',
    email: 'ruth@abebe.example',
    steps: [
      { at: 7.2, says: 'the can leaks at the spout' },
      { at: 7, asks: true },
      { at: 6.2, takes: chloe },
      { at: 5.9, writes: chloe, text: 'Hello Ruth, could you send me a photo of the spout?' },
    ],
  },
]

export const scenes: readonly Scene[] = [...withBot, ...waiting, ...held]
/** What Ana is about to send. */
export const draft = 'No need: put them below the soil of the new one, they drain it well.'
