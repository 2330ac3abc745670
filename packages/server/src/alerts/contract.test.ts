import { alertContract } from '../testing/alerts/alert-contract.ts'
import { openEmailStage } from '../testing/alerts/email-stage.ts'
import { openPushStage } from '../testing/alerts/push-stage.ts'
import { openSlackStage } from '../testing/alerts/slack-stage.ts'
import { openWebhookStage } from '../testing/alerts/webhook-stage.ts'

alertContract('Slack', openSlackStage)
alertContract('email', openEmailStage)
alertContract('a webhook', openWebhookStage)
alertContract('push', openPushStage)
