// Every string a visitor can read, in each language. English is the table that the others are held against.

const en = {
  chat: 'Chat',
  openChat: 'Open the chat',
  openChatUnread: (count: number) => `Open the chat, ${count} unread`,
  closeChat: 'Close the chat',
  messages: 'Messages',
  bot: 'Bot',
  person: 'A person',
  you: 'You',
  botWaiting: 'Bot · a person will join',
  team: 'We answer here',
  welcome: 'How can we help?',
  write: 'Write a message',
  send: 'Send',
  talkToPerson: 'Talk to a person',
  asking: 'Asking…',
  botAnswers: 'The bot is answering',
  noBot: 'Somebody will answer here',
  willJoin: 'A person will join here. You can keep writing.',
  waitingSince: (time: string) => `Waiting since ${time}`,
  askFailed: 'That did not get through. Try again.',
  nowTalkingTo: (name: string) => `You are now talking to ${name}`,
  botAgain: 'You are talking to the bot again',
  personLeft: 'This conversation is over for now. Write any time to go on.',
  personAsked: 'A person has been asked to join',
  backInQueue: 'Another person will join you',
  sending: 'Sending…',
  notSent: 'Not sent',
  retry: 'Retry',
  edit: 'Edit',
  interrupted: 'interrupted',
  typing: (name: string) => `${name} is typing`,
  newMessages: 'New messages',
  offline: 'You are offline. What you write is kept and sent when you are back.',
  unavailable: 'The chat cannot be reached right now.',
  begunAnew: 'Your earlier conversation has expired. This is a new one.',
}

export type Words = typeof en

const es: Words = {
  chat: 'Chat',
  openChat: 'Abrir el chat',
  openChatUnread: count => `Abrir el chat, ${count} sin leer`,
  closeChat: 'Cerrar el chat',
  messages: 'Mensajes',
  bot: 'Bot',
  person: 'Una persona',
  you: 'Tú',
  botWaiting: 'Bot · se unirá una persona',
  team: 'Respondemos aquí',
  welcome: '¿En qué podemos ayudarte?',
  write: 'Escribe un mensaje',
  send: 'Enviar',
  talkToPerson: 'Hablar con una persona',
  asking: 'Avisando…',
  botAnswers: 'Responde el bot',
  noBot: 'Alguien te responderá aquí',
  willJoin: 'Se unirá una persona. Puedes seguir escribiendo.',
  waitingSince: time => `Esperando desde las ${time}`,
  askFailed: 'No hemos podido avisar. Inténtalo de nuevo.',
  nowTalkingTo: name => `Ahora hablas con ${name}`,
  botAgain: 'Vuelves a hablar con el bot',
  personLeft: 'La conversación termina por ahora. Escribe cuando quieras para seguir.',
  personAsked: 'Hemos avisado a una persona',
  backInQueue: 'Se unirá otra persona',
  sending: 'Enviando…',
  notSent: 'No enviado',
  retry: 'Reintentar',
  edit: 'Editar',
  interrupted: 'interrumpido',
  typing: name => `${name} está escribiendo`,
  newMessages: 'Mensajes nuevos',
  offline: 'Sin conexión. Lo que escribas se guarda y se envía cuando vuelvas.',
  unavailable: 'Ahora mismo no se puede acceder al chat.',
  begunAnew: 'Tu conversación anterior ha caducado. Esta es nueva.',
}

export const tables: Readonly<Record<string, Words>> = { en, es }

/** The language of the page, or else of the browser, as far as there is a table for it. */
export function languageOf(wishes: readonly (string | undefined)[]): string {
  const known = wishes.map(wish => (wish ?? '').slice(0, 2).toLowerCase()).find(wish => wish in tables)
  return known ?? 'en'
}

export function wordsFor(language: string): Words {
  return tables[language] ?? en
}
