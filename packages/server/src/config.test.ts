import { expect, test } from 'vitest'
import { ConfigError, parseConfig } from './config.ts'

test('nothing set is a whole configuration', () => {
  expect(parseConfig({})).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    dataDir: './data',
    databaseUrl: null,
    rateLimits: true,
    mediaMaxBytes: 25 * 1_024 * 1_024,
  })
})

test('an empty variable is an unset one', () => {
  expect(parseConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 8080, databaseUrl: null })
})

test('private destinations are named one by one, or by their range', () => {
  const { allowPrivate } = parseConfig({ BATON_ALLOW_PRIVATE: 'bot.internal:8080, 10.1.0.0/16,[::1]:5005' })
  expect(allowPrivate).toEqual(['bot.internal:8080', '10.1.0.0/16', '[::1]:5005'])
})

test('files go to a bucket when it is named with its keys', () => {
  const keys = { BATON_S3_ACCESS_KEY_ID: 'key', BATON_S3_SECRET_ACCESS_KEY: 'secret' }
  const bucket = { BATON_S3_ENDPOINT: 'https://s3.example', BATON_S3_BUCKET: 'files', ...keys }
  expect(parseConfig({}).s3).toBeNull()
  expect(parseConfig(bucket).s3).toEqual({
    endpoint: 'https://s3.example',
    bucket: 'files',
    region: 'us-east-1',
    accessKeyId: 'key',
    secretAccessKey: 'secret',
    prefix: '',
  })
  const prefix = { ...bucket, BATON_S3_REGION: 'eu-central-1', BATON_S3_PREFIX: 'baton/media' }
  expect(parseConfig(prefix).s3).toMatchObject({ region: 'eu-central-1', prefix: 'baton/media/' })
})

test.each([
  [{ BATON_S3_BUCKET: 'files' }, 'BATON_S3_SECRET_ACCESS_KEY'],
  [{ BATON_S3_PREFIX: 'x' }, 'unset all'],
  [{ BATON_S3_ENDPOINT: 's3.example' }, 'must be an address'],
  [{ BATON_S3_ENDPOINT: 'ftp://s3.example' }, 'must be an address'],
  [{ BATON_S3_BUCKET: 'Not A Bucket' }, 'name of a bucket'],
  [{ BATON_S3_PREFIX: '/x' }, 'a folder in the bucket'],
  [{ PORT: 'eighty' }, 'PORT'],
  [{ PORT: '70000' }, 'PORT'],
  [{ HOST: 'my house' }, 'HOST'],
  [{ DATABASE_URL: 'mysql://x' }, 'postgres://'],
  [{ DATABASE_URL: 'postgres://x/y' }, 'BATON_SECRET'],
  [{ BATON_SECRET: 'short' }, 'openssl rand'],
  [{ BATON_ADMIN_EMAIL: 'a@b.example' }, 'BATON_ADMIN_PASSWORD'],
  [{ BATON_ADMIN_API_KEY: '0123456789abcdef' }, 'BATON_ADMIN_EMAIL'],
  [{ BATON_ALLOW_PRIVATE: 'bot.internal:8080, http://x/' }, 'BATON_ALLOW_PRIVATE'],
  [{ BATON_ALLOW_PRIVATE: '10.0.0.0/99' }, '10.1.0.0/16'],
  [{ BATON_MEDIA_MAX_MB: '0' }, 'BATON_MEDIA_MAX_MB'],
  [{ BATON_MEDIA_MAX_MB: 'many' }, 'number of megabytes'],
  [{ BATON_RATE_LIMITS: 'perhaps' }, 'BATON_RATE_LIMITS'],
  [{ BATON_PUBLIC_URL: 'baton' }, 'BATON_PUBLIC_URL'],
])('%j is refused, naming the setting and what it should be', (variables, named) => {
  expect(() => parseConfig(variables)).toThrow(ConfigError)
  expect(() => parseConfig(variables)).toThrow(named)
})

test('everything that is wrong is told at once', () => {
  expect(() => parseConfig({ PORT: 'x', HOST: 'y z' })).toThrow(/HOST[\s\S]*PORT|PORT[\s\S]*HOST/)
})
