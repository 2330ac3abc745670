// The words of the settings.
import { enSettings } from '../../app/messages/en-settings.ts'
import { esSettings } from '../../app/messages/es-settings.ts'
import { ownWords } from '../../app/own-words.ts'

export const useSettingsWords = ownWords({ en: enSettings, es: esSettings })
