// What channels keep, in Postgres.
import type pg from 'pg'
import type { ChannelStore } from '../app/channel-store.ts'
import { createDeliveryRows } from './channel-deliveries.ts'
import { createPlaces } from './channel-places.ts'
import { createChannelRows } from './channel-rows.ts'

export function createChannelStore(pool: pg.Pool): ChannelStore {
  return { ...createPlaces(pool), ...createDeliveryRows(pool), ...createChannelRows(pool) }
}
