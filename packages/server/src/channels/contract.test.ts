import { channelContract } from '../testing/channel-contract.ts'
import { openApiStage } from '../testing/stages/api-stage.ts'
import { startEmailStage } from '../testing/stages/email-stage.ts'
import { startSlackStage } from '../testing/stages/slack-stage.ts'
import { startSmsStage } from '../testing/stages/sms-stage.ts'
import { startTelegramStage } from '../testing/stages/telegram-stage.ts'
import { openWhatsAppStage } from '../testing/stages/whatsapp-stage.ts'

channelContract('api', openApiStage)
channelContract('whatsapp', openWhatsAppStage)
channelContract('email', startEmailStage)
channelContract('slack', startSlackStage)
channelContract('sms', startSmsStage)
channelContract('telegram', startTelegramStage)
