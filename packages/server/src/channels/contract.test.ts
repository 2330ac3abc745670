import { channelContract } from '../testing/channel-contract.ts'
import { openApiStage } from '../testing/stages/api-stage.ts'

channelContract('api', openApiStage)
