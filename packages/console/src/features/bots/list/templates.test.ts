import { warningsOf } from '@baton/core'
import { expect, test } from 'vitest'
import { enBots } from '../../../app/messages/en-bots.ts'
import { esBots } from '../../../app/messages/es-bots.ts'
import { sayingIn } from '../../../app/words.ts'
import { checkFlow } from '../flow/written-flow.ts'
import type { BotWords } from '../use-bot-words.ts'
import { templateFlow, templateNames } from './templates.ts'

test('every flow to begin with can be published as it is, and nothing in it needs a look', () => {
  for (const [language, table] of [['en', enBots] as const, ['es', esBots] as const]) {
    const { t } = sayingIn(table, language)
    for (const name of templateNames) {
      const parsed = checkFlow(templateFlow(name, 'Shop', t as BotWords['t']))
      expect({ name, faults: parsed.ok ? warningsOf(parsed.flow) : parsed.faults }).toEqual({
        name,
        faults: [],
      })
    }
  }
})
