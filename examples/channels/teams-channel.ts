// Microsoft Teams as a channel. In your Baton: `npm install -w packages/server @chat-adapter/teams`, import
// `createTeamsAdapter` from it instead of taking it as an argument, and add the kind to channels/kinds.ts.
import type { AdapterChannelOptions } from '../../packages/server/src/channels/chat-sdk/adapter-channel.ts'
import { createAdapterChannel } from '../../packages/server/src/channels/chat-sdk/adapter-channel.ts'

type Adapter = ReturnType<AdapterChannelOptions['adapterOf']>
type CreateTeamsAdapter = (config: { readonly appId: string; readonly appPassword: string }) => Adapter

export function createTeamsChannel(createTeamsAdapter: CreateTeamsAdapter) {
  return createAdapterChannel({
    kind: 'teams',
    adapterOf: line =>
      createTeamsAdapter({
        appId: String(line.settings.appId),
        appPassword: line.secret('secret') ?? '',
      }),
    limits: { textChars: 20_000 },
  })
}
