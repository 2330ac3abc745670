// A mail server that takes alerts.
import { smtpUser, startSmtpStandIn } from '../stages/smtp-stand-in.ts'
import type { AlertStage } from './alert-stage.ts'

export interface EmailAlertStage extends AlertStage {
  /** The links in the last mail. */
  links(): { readonly open: string; readonly act: string | null }
}

export async function openEmailStage(): Promise<EmailAlertStage> {
  const smtp = await startSmtpStandIn()
  const links = (text: string) => ({
    open: /Open it: (\S+)/.exec(text)?.[1] ?? '',
    act: /asks you first\): (\S+)/.exec(text)?.[1] ?? null,
  })
  return {
    kind: 'email',
    settings: {
      from: 'baton@shop.example',
      smtp: { host: '127.0.0.1', port: smtp.port, security: 'none', ...smtpUser },
    },
    updates: false,
    afterLostAnswer: 'repeated_under_one_id',
    told: () =>
      smtp.taken().map(({ mail }) => ({
        id: mail.messageId ?? '',
        text: `${mail.subject}\n${mail.text}`,
        url: links(mail.text ?? '').open,
      })),
    closings: () => [],
    faults: () => smtp.taken().flatMap(({ mail }) => (mail.html?.includes('href=') ? [] : ['no link'])),
    mishap: (mishap, times = 1) => smtp.mishap(mishap === 'hangs' ? 'slow' : mishap, times),
    links: () => links(smtp.taken().at(-1)?.mail.text ?? ''),
    close: smtp.close,
  }
}
