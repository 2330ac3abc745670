// An S3 server in the test's own process, with a bucket in a folder. s3rver keeps files and parts; what it leaves out
// is added here: it takes any signature, and has no answer to "which uploads are not whole" and "drop this one".
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import type { S3Settings } from '../media/media-s3.ts'
import { isSignedV4 } from './signature-v4.ts'

export interface S3Server {
  readonly settings: S3Settings
  /** Files and uploads that are not whole. */
  count(): Promise<number>
  /** From now on this is answered to all but deletes, until null. */
  refuse(answer: { readonly status: number; readonly code: string } | null): void
  close(): Promise<void>
}

const bucket = 'files'
/** With the key of the same name, the pair that s3rver knows. */
const secretAccessKey = 'S3RVER'
const notThere = new Set(['MethodNotAllowed', 'NotImplemented'])
const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')

export async function startS3Server(prefix = 'baton/'): Promise<S3Server> {
  const directory = await mkdtemp(join(tmpdir(), 'baton-s3-'))
  const uploads = join(directory, bucket, '._S3rver_uploads')
  const begun = () => readdir(uploads).catch(() => [])
  let instead: { readonly status: number; readonly code: string } | null = null

  async function listed(): Promise<string> {
    const found = await Promise.all(
      (await begun()).map(async id => {
        const path = join(uploads, id, 'key')
        const [key, { mtime }] = await Promise.all([readFile(path, 'utf8'), stat(path)])
        return `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${mtime.toISOString()}</Initiated></Upload>`
      }),
    )
    return `<?xml version="1.0"?><ListMultipartUploadsResult>${found.join('')}<IsTruncated>false</IsTruncated></ListMultipartUploadsResult>`
  }

  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    vhostBuckets: false,
    configureBuckets: [{ name: bucket }],
  })
  server.middleware.unshift(async (context, next) => {
    const refused = isSignedV4(context.req, secretAccessKey)
      ? context.method !== 'DELETE' && instead
      : { status: 403, code: 'SignatureDoesNotMatch' }
    if (refused) {
      context.status = refused.status
      context.body = `<Error><Code>${refused.code}</Code></Error>`
      return
    }
    const { method, query } = context
    try {
      await next()
    } catch (error) {
      if (!notThere.has(codeOf(error))) throw error
      if (method === 'GET' && query.uploads !== undefined) {
        context.type = 'application/xml'
        context.body = await listed()
      } else if (method === 'DELETE' && query.uploadId) {
        await rm(join(uploads, query.uploadId), { recursive: true })
        context.status = 204
      } else throw error
    }
  })
  const { port } = await server.run()
  return {
    settings: {
      endpoint: `http://127.0.0.1:${port}`,
      bucket,
      region: 'us-east-1',
      accessKeyId: 'S3RVER',
      secretAccessKey,
      prefix,
    },
    async count() {
      const entries = await readdir(directory, { recursive: true })
      return entries.filter(name => name.endsWith('._S3rver_object')).length + (await begun()).length
    },
    refuse(answer) {
      instead = answer
    },
    async close() {
      server.httpServer.closeAllConnections()
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
