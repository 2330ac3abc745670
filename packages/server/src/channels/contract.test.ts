import { channelContract } from '../testing/channel-contract.ts'
import { openApiStage } from '../testing/stages/api-stage.ts'
import { openWhatsAppStage } from '../testing/stages/whatsapp-stage.ts'

channelContract('api', openApiStage)
channelContract('whatsapp', openWhatsAppStage)
