// Every string a visitor can read, in English: the table that the other languages are held against.

export const en = {
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

/** English is at hand; every other language is a script of its own, `widget-<language>.js`. */
export const languages: readonly string[] = ['en', 'es']

/** The language of the page, or else of the browser, as far as there are words for it. */
export function languageOf(wishes: readonly (string | undefined)[]): string {
  return (
    wishes.map(wish => (wish ?? '').slice(0, 2).toLowerCase()).find(wish => languages.includes(wish)) ?? 'en'
  )
}
