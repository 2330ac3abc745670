// The words of who a contact is.
import { enWho } from '../../app/messages/en-who.ts'
import { esWho } from '../../app/messages/es-who.ts'
import { ownWords } from '../../app/own-words.ts'

export const useWhoWords = ownWords({ en: enWho, es: esWho })
