// Where files are, by the settings: the data folder, or a bucket. A bucket that cannot be used stops the start.
import { join } from 'node:path'
import type { MediaStore } from '../app/media-store.ts'
import { PortFault } from '../app/ports.ts'
import { createMediaFolder } from './media-folder.ts'
import type { S3Settings } from './media-s3.ts'
import { createMediaS3 } from './media-s3.ts'

export interface MediaPlace {
  readonly dataDir: string
  readonly s3: S3Settings | null
}

/** @throws when the S3 server refuses these settings. One that is away is told to `onAway`; it may come back. */
export async function openMediaStore(
  { dataDir, s3 }: MediaPlace,
  onAway: (fault: PortFault) => void,
): Promise<MediaStore> {
  if (s3 === null) return createMediaFolder(join(dataDir, 'media'))
  const store = createMediaS3(s3)
  try {
    await store.check()
  } catch (fault) {
    if (!(fault instanceof PortFault)) throw fault
    if (!fault.retryable) {
      throw new Error(
        `${fault.message}. Check BATON_S3_ENDPOINT, BATON_S3_BUCKET (${s3.bucket}), the region and the keys; they need the rights to list the bucket and to read, write and delete in it.`,
        { cause: fault },
      )
    }
    onAway(fault)
  }
  return store
}
