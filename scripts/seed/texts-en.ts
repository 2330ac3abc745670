// What English customers, bots and agents say in a seed. `{slots}` are filled in by texts.ts.
import type { Scenario } from './scenario.ts'

export const english: readonly Scenario[] = [
  {
    topic: 'Delivery',
    tag: 'late',
    opening: [
      'Hi, where is my order {order}? It should have come on {day}.',
      'My parcel with the {product} is late. Order {order}.',
    ],
    bot: [
      'I looked up {order}: it left our warehouse in {city} and is on its way.',
      'Order {order} is with the courier. It should reach you on {day}.',
    ],
    more: [
      'That is what you said last week.',
      'The tracking page has shown the same line since {day}.',
      'I have to leave on {day}, can somebody ring the bell before noon?',
    ],
    human: [
      'I called the courier in {city}. The van broke down, and your {product} comes on {day}.',
      'I am sorry about that. I have asked for a new delivery on {day}, free of charge.',
    ],
    thanks: ['Thank you, that helps a lot.', 'Great, then I wait until {day}.'],
    note: 'Courier {city} confirmed by phone; parcel found behind the counter.',
  },
  {
    topic: 'Return',
    tag: 'return',
    opening: [
      'I want to send back the {product} from order {order}.',
      'The {product} does not fit. How do I return it?',
    ],
    bot: [
      'You can return it within 30 days. Shall I send the label to you?',
      'For order {order} a return is open until {day}. Do you want a refund or an exchange?',
    ],
    more: [
      'A refund please, {amount} euros.',
      'I lost the box. Is that a problem?',
      'I would rather have another colour.',
    ],
    human: [
      'No problem without the box. I have sent a label for {order} by email.',
      'The refund of {amount} euros is on its way; banks take three to five days.',
    ],
    thanks: ['Perfect, thanks.', 'You are very kind, thank you.'],
    note: 'Exception granted: no original packaging.',
  },
  {
    topic: 'Payment',
    tag: 'refund',
    opening: [
      'I was charged twice for {order}, {amount} euros each.',
      'There is a payment of {amount} on my card which I do not recognise.',
    ],
    bot: [
      'I can see one payment of {amount} for {order}. Could you send the last four digits of the card?',
      'Refunds take up to five working days. Is yours older than that?',
    ],
    more: [
      'This is the third time I ask. I want to talk to a human.',
      'My bank says that both went through on {day}.',
    ],
    human: [
      'You are right, it was booked twice. I have reversed the second {amount}.',
      'I have opened a case with accounting, and you will hear from me on {day}.',
    ],
    thanks: ['Thanks for being quick.', 'All right, I will check my statement.'],
    note: 'Double booking confirmed by accounting, reference {order}.',
  },
  {
    topic: 'Product',
    tag: 'advice',
    opening: ['Does the {product} come with a guarantee?', 'Is the {product} in stock in {city}?'],
    bot: [
      'The {product} has a guarantee of two years.',
      'In {city} we have a few left. Shall I put one aside?',
    ],
    more: ['Can I use it outdoors in winter as well?', 'What is the difference from the cheaper one?'],
    human: [
      'It is fine down to minus ten degrees; I use mine on the balcony.',
      'The cheaper one has no timer. For your terrace I would take the {product}.',
    ],
    thanks: ['Good to know, I will order it.', 'Thanks, that settles it.'],
    note: 'Interested in a bundle; call back after {day}.',
  },
  {
    topic: 'Order',
    tag: 'change',
    opening: [
      'Can I still change the address of {order}? I have moved to {city}.',
      'Please cancel {order}, I ordered the wrong {product}.',
    ],
    bot: ['Order {order} is being packed. I can try to stop it.', 'Which address should it go to?'],
    more: ['It is urgent, please hurry.', 'My phone is {phone} if the driver has a question.'],
    human: [
      'I caught it in time: {order} goes to {city} now.',
      'It is cancelled, and {amount} euros are on their way back.',
    ],
    thanks: ['Wonderful.', 'You saved my week.'],
    note: 'Stopped at packing table 4.',
  },
  {
    topic: 'Other',
    tag: 'complaint',
    opening: [
      'The {product} broke after two weeks. I am quite disappointed.',
      'Your courier left the {product} in the rain.',
    ],
    bot: [
      'I am sorry to hear that. Could you describe the damage?',
      'That should not happen. Do you have a photo?',
    ],
    more: [
      'The hinge snapped and the lid does not close any more.',
      'I am a customer since 2015 and this never happened.',
    ],
    human: [
      'That is clearly on us. A new {product} leaves {city} today.',
      'I have added a voucher of {amount} euros to your account.',
    ],
    thanks: ['I appreciate that.', 'Fair enough.'],
    note: 'Hinge is a known weakness of the spring batch.',
  },
]
