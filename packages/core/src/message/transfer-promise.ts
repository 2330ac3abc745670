// Whether a bot's words promise a person (BT4): "I'll transfer you", and then nothing happens. Only whole phrases
// in the first person count, so that an offer ("would you like me to …?") or a report is none.

const phrases = [
  "(?:i(?:'| a)?m|i'll|i will|let me|we'll|we will|i am going to|i'm going to)(?: \\w+){0,2} (?:transfer|transferring|connect|connecting|hand|handing|put|putting|pass|passing|forward|forwarding|escalate|escalating)(?: \\w+){0,6} (?:to|with|through to) (?:a|an|one of our|our|my|the)(?: \\w+){0,3} (?:agents?|person|humans?|colleagues?|representatives?|specialists?|advisors?|operators?|team|support|somebody|someone)",
  "(?:i'll|i will|let me|we'll|we will) (?:get|find|bring|fetch) (?:you )?(?:a|an|one of our|my)(?: \\w+){0,2} (?:agents?|person|humans?|colleagues?|representatives?|specialists?|advisors?|operators?)",
  '(?:transferring|connecting|forwarding|escalating) (?:you|this|your \\w+) (?:now )?(?:to|with)',
  '(?:an?|one of our|my|the)(?: \\w+){0,2} (?:agents?|person|humans?|colleagues?|representatives?|specialists?|advisors?|operators?) will (?:be with you|join|contact you|take over|reply|get back|be right)',
  '(?:te|le|lo|la) (?:paso|comunico|conecto|transfiero|derivo|voy a (?:pasar|comunicar|conectar|transferir|derivar))(?: \\w+){0,2} (?:con|a) (?:un|una|uno|nuestro|nuestra|mi)(?: \\w+){0,3}',
  '(?:un|una)(?: \\w+){0,2} (?:agente|persona|compañer[oa]|asesor[a]?|representante|especialista) (?:te|le) (?:atenderá|contactará|responderá|va a atender)',
]

const promise = new RegExp(`(?:^|[^\\p{L}])(?:${phrases.join('|')})`, 'iu')
/** An offer or a condition, in the same sentence and before the promise. */
const offer =
  /(?:would you like|do you want|shall i|should i|if you|can i|could i|quieres que|desea que|si quieres)[^.!\n]*$/iu

/** English and Spanish. */
export function promisesTransfer(text: string): boolean {
  const plain = text.replace(/[\u2018\u2019\u02bc]/gu, "'")
  const found = promise.exec(plain)
  return found !== null && !offer.test(plain.slice(0, found.index + 1))
}
