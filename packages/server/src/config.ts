// Environment → Config, parsed once. A setting that makes no sense stops the start and says what it should be.
import { isIP } from 'node:net'
import { z } from 'zod'
import { isAllowedEntry } from './egress/allowed.ts'
import type { S3Settings } from './media/media-s3.ts'

export interface Admin {
  readonly email: string
  readonly password: string
  readonly apiKey: string | null
}

export interface Config {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  /** Null: Baton brings its own Postgres. */
  readonly databaseUrl: string | null
  readonly publicUrl: string
  /** Null: generated into the data folder. */
  readonly secret: string | null
  readonly rateLimits: boolean
  /** Private destinations that bots may be at all the same. */
  readonly allowPrivate: readonly string[]
  /** Of one attachment. */
  readonly mediaMaxBytes: number
  /** Where attachments are; null: in the data folder. */
  readonly s3: S3Settings | null
  /** Between two looks into a mailbox. */
  readonly mailEveryMs: number
  readonly admin: Admin | null
  readonly demo: boolean
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

const flag = z
  .enum(['0', '1', 'true', 'false', 'on', 'off'])
  .transform(text => ['1', 'true', 'on'].includes(text))

/** All or none of them; the other two have defaults. */
const s3Needed = [
  'BATON_S3_ENDPOINT',
  'BATON_S3_BUCKET',
  'BATON_S3_ACCESS_KEY_ID',
  'BATON_S3_SECRET_ACCESS_KEY',
] as const

const s3Environment = {
  BATON_S3_ENDPOINT: z
    .url({
      protocol: /^https?$/,
      error: 'must be an address without the bucket, e.g. https://s3.eu-central-1.amazonaws.com',
    })
    .optional(),
  BATON_S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket, e.g. baton-files')
    .optional(),
  BATON_S3_REGION: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'must be a region, e.g. eu-central-1')
    .optional(),
  BATON_S3_ACCESS_KEY_ID: z.string().optional(),
  BATON_S3_SECRET_ACCESS_KEY: z.string().optional(),
  BATON_S3_PREFIX: z
    .string()
    .regex(/^[\w.-]+(\/[\w.-]+)*\/?$/, 'must be a folder in the bucket, e.g. baton/media')
    .optional(),
}

type S3Environment = z.output<z.ZodObject<typeof s3Environment>>

function s3From(env: S3Environment): S3Settings | null {
  const [endpoint, bucket, accessKeyId, secretAccessKey] = s3Needed.map(name => env[name])
  if (!endpoint || !bucket || !accessKeyId || !secretAccessKey) return null
  const prefix = env.BATON_S3_PREFIX ? `${env.BATON_S3_PREFIX.replace(/\/$/, '')}/` : ''
  return {
    endpoint,
    bucket,
    accessKeyId,
    secretAccessKey,
    prefix,
    region: env.BATON_S3_REGION ?? 'us-east-1',
  }
}

function checkS3(env: S3Environment, context: z.RefinementCtx): void {
  if (Object.keys(s3Environment).every(name => env[name as keyof S3Environment] === undefined)) return
  for (const name of s3Needed.filter(name => env[name] === undefined)) {
    const message = `is missing: files in a bucket need ${s3Needed.join(', ')}; unset all BATON_S3_… to keep them in the data folder`
    context.addIssue({ code: 'custom', path: [name], message })
  }
}

const environment = z
  .object({
    ...s3Environment,
    HOST: z
      .string()
      .default('127.0.0.1')
      .refine(
        host => isIP(host) !== 0 || host === 'localhost',
        'must be an IP address, e.g. 127.0.0.1 or 0.0.0.0',
      ),
    PORT: z.coerce.number('must be a port number').int().min(0).max(65_535).default(8_080),
    BATON_DATA_DIR: z.string().min(1).default('./data'),
    DATABASE_URL: z
      .string()
      .regex(
        /^postgres(ql)?:\/\//,
        'must begin with postgres://, e.g. postgres://baton:secret@db.example/baton',
      )
      .optional(),
    NATS_URL: z.string().optional(),
    BATON_PUBLIC_URL: z.url('must be an address, e.g. https://baton.example.com').optional(),
    BATON_SECRET: z
      .string()
      .min(16, 'must have at least 16 characters; make one with: openssl rand -hex 32')
      .optional(),
    BATON_ALLOW_PRIVATE: z
      .string()
      .default('')
      .transform(text => text.split(',').flatMap(entry => entry.trim() || []))
      .refine(
        entries => entries.every(isAllowedEntry),
        'must be hosts, hosts with a port or ranges, separated by commas, e.g. bot.internal:8080,10.1.0.0/16',
      ),
    BATON_RATE_LIMITS: flag.default(true),
    BATON_MEDIA_MAX_MB: z.coerce
      .number('must be a number of megabytes, e.g. 25')
      .int('must be a whole number of megabytes, e.g. 25')
      .min(1, 'must be at least 1')
      .max(2_048, 'must be at most 2048')
      .default(25),
    BATON_MAIL_EVERY_MS: z.coerce
      .number('must be milliseconds, e.g. 10000')
      .int('must be whole milliseconds, e.g. 10000')
      .min(500, 'must be at least 500')
      .max(3_600_000, 'must be at most 3600000')
      .default(10_000),
    BATON_DEMO: flag.default(false),
    BATON_ADMIN_EMAIL: z.email('must be an email address').optional(),
    BATON_ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
    BATON_ADMIN_API_KEY: z.string().min(16, 'must have at least 16 characters').optional(),
    BATON_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  })
  .superRefine((env, context) => {
    checkS3(env, context)
    if (env.DATABASE_URL && !env.BATON_SECRET) {
      const message =
        'is required with DATABASE_URL, the same on every server; make one with: openssl rand -hex 32'
      context.addIssue({ code: 'custom', path: ['BATON_SECRET'], message })
    }
    if ((env.BATON_ADMIN_EMAIL === undefined) !== (env.BATON_ADMIN_PASSWORD === undefined)) {
      const message = 'BATON_ADMIN_EMAIL and BATON_ADMIN_PASSWORD go together: set both or neither'
      context.addIssue({ code: 'custom', path: ['BATON_ADMIN_EMAIL'], message })
    }
    if (env.BATON_ADMIN_API_KEY && !env.BATON_ADMIN_EMAIL) {
      const message = 'needs BATON_ADMIN_EMAIL and BATON_ADMIN_PASSWORD: the key acts as that agent'
      context.addIssue({ code: 'custom', path: ['BATON_ADMIN_API_KEY'], message })
    }
    if (env.NATS_URL) {
      const message =
        'is not supported yet: servers on one database already hear of each other by Postgres; unset it'
      context.addIssue({ code: 'custom', path: ['NATS_URL'], message })
    }
  })

/** A setting that cannot be used; the message has one line per setting. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Parses the environment. Throws a ConfigError that names each wrong variable and what it should be. */
export function parseConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  // An empty variable is what an unset one looks like in most compose files.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    const lines = parsed.error.issues.map(issue => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`These settings cannot be used:\n${lines.join('\n')}`)
  }
  const env = parsed.data
  return {
    host: env.HOST,
    port: env.PORT,
    dataDir: env.BATON_DATA_DIR,
    databaseUrl: env.DATABASE_URL ?? null,
    publicUrl: (
      env.BATON_PUBLIC_URL ?? `http://${env.HOST === '0.0.0.0' ? '127.0.0.1' : env.HOST}:${env.PORT}`
    ).replace(/\/+$/, ''),
    secret: env.BATON_SECRET ?? null,
    rateLimits: env.BATON_RATE_LIMITS,
    allowPrivate: env.BATON_ALLOW_PRIVATE,
    mailEveryMs: env.BATON_MAIL_EVERY_MS,
    mediaMaxBytes: env.BATON_MEDIA_MAX_MB * 1_024 * 1_024,
    s3: s3From(env),
    admin:
      env.BATON_ADMIN_EMAIL && env.BATON_ADMIN_PASSWORD
        ? {
            email: env.BATON_ADMIN_EMAIL.toLowerCase(),
            password: env.BATON_ADMIN_PASSWORD,
            apiKey: env.BATON_ADMIN_API_KEY ?? null,
          }
        : null,
    demo: env.BATON_DEMO,
    logLevel: env.BATON_LOG_LEVEL,
  }
}
