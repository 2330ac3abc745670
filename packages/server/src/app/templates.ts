// Messages that a channel has approved beforehand: read from it, picked by name, filled so that what the customer reads is
// in the log. A wrong number of variables is found here, not at the channel.
import type { ChannelId, TemplatePart, WorkspaceId } from '@baton/core'
import type { Template } from './channel-port.ts'
import { SendFault } from './channel-port.ts'
import type { ChannelStore } from './channel-store.ts'
import type { Lines, OpenLine } from './lines.ts'
import { lineKey } from './lines.ts'

export interface TemplateWish {
  readonly name: string
  readonly locale: string
  readonly variables: readonly string[]
}

export type Unfit =
  /** The channel has no templates, or there is no such channel. */
  | { readonly why: 'no_templates' }
  | { readonly why: 'unknown'; readonly known: readonly string[] }
  | { readonly why: 'not_approved'; readonly status: Template['status']; readonly reason: string | null }
  /** `missing`: the first variable without a value, from 1; null: there are too many. */
  | {
      readonly why: 'variables'
      readonly wanted: number
      readonly missing: number | null
      readonly example: string | null
    }

export type Filled = { readonly ok: true; readonly part: TemplatePart } | ({ readonly ok: false } & Unfit)

type Listed = Awaited<ReturnType<ChannelStore['templates']>>

export interface Templates {
  /** Null: no such channel, or one without templates. */
  list(workspaceId: WorkspaceId, channelId: ChannelId): Promise<Listed | null>
  /** Asks the channel. Null as with `list`. @throws SendFault */
  sync(workspaceId: WorkspaceId, channelId: ChannelId): Promise<Listed | null>
  fill(workspaceId: WorkspaceId, channelId: ChannelId, wish: TemplateWish): Promise<Filled>
}

const withinMs = 60_000

const isBlank = (value: string | undefined) => value === undefined || value.trim() === ''

function inPlace(text: string | null, variables: readonly string[]): string | null {
  return text?.replace(/\{\{(\d+)\}\}/g, (whole, n: string) => variables[Number(n) - 1] ?? whole) ?? null
}

/** As the customer reads it, buttons aside. */
function shown({ header, body, footer }: Template, variables: readonly string[]): string {
  return [inPlace(header, variables), inPlace(body, variables), footer].filter(Boolean).join('\n')
}

export function fillTemplate(template: Template, { variables }: TemplateWish): Filled {
  const { name, locale, status, reason, places } = template
  if (status !== 'approved') return { ok: false, why: 'not_approved', status, reason }
  const wanted = template.variables
  const missing = Array.from({ length: wanted }, (_, n) => n).find(n => isBlank(variables[n]))
  if (missing !== undefined) {
    const example = template.examples[missing] || null
    return { ok: false, why: 'variables', wanted, missing: missing + 1, example }
  }
  if (variables.length > wanted) return { ok: false, why: 'variables', wanted, missing: null, example: null }
  const text = shown(template, variables)
  const part = { kind: 'template', name, locale, variables, text } as const
  return { ok: true, part: places ? { ...part, places } : part }
}

export function createTemplates(channels: ChannelStore, lines: Lines): Templates {
  async function withTemplates(workspaceId: WorkspaceId, channelId: ChannelId): Promise<OpenLine | null> {
    const line = await lines.open(workspaceId, channelId)
    return line?.kind.templates ? line : null
  }

  return {
    async list(workspaceId, channelId) {
      const line = await withTemplates(workspaceId, channelId)
      return line && channels.templates(lineKey(line))
    },
    async sync(workspaceId, channelId) {
      const line = await withTemplates(workspaceId, channelId)
      if (!line?.kind.templates) return null
      await channels.setTemplates(
        lineKey(line),
        await line.kind.templates(line.line, AbortSignal.timeout(withinMs)).catch(cause => {
          throw cause instanceof SendFault ? cause : new SendFault('unknown', 'no_answer', { cause })
        }),
      )
      return channels.templates(lineKey(line))
    },
    async fill(workspaceId, channelId, wish) {
      const line = await withTemplates(workspaceId, channelId)
      if (!line) return { ok: false, why: 'no_templates' }
      const { items } = await channels.templates(lineKey(line))
      const template = items.find(one => one.name === wish.name && one.locale === wish.locale)
      if (template) return fillTemplate(template, wish)
      const known = items.filter(one => one.status === 'approved').map(one => `${one.name} (${one.locale})`)
      return { ok: false, why: 'unknown', known }
    },
  }
}
