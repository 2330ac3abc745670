import { expect, test } from 'vitest'
import { createBeginnings } from './beginnings.ts'

function open() {
  const told: string[] = []
  const reader = { view: 'agent' as const, push: (message: string) => void told.push(message) }
  return { told, reader, beginnings: createBeginnings() }
}

/** A promise that the test settles. */
function later() {
  let resolve: (text: string) => void = () => undefined
  let reject: (fault: Error) => void = () => undefined
  const read = new Promise<string>((done, failed) => {
    resolve = done
    reject = failed
  })
  return { read: () => read, resolve, reject }
}

test('[DL2] what comes while a snapshot is read comes after it', async () => {
  const { told, reader, beginnings } = open()
  const snapshot = later()
  beginnings.tell(reader, 'before')
  const begun = beginnings.begin(reader, snapshot.read)
  beginnings.tell(reader, 'meanwhile')
  expect(told).toEqual(['before'])
  snapshot.resolve('snapshot')
  await begun
  beginnings.tell(reader, 'after')
  expect(told).toEqual(['before', 'snapshot', 'meanwhile', 'after'])
})

test('[DL2] of two snapshots at once the later one counts', async () => {
  const { told, reader, beginnings } = open()
  const [one, two] = [later(), later()]
  const begun = [beginnings.begin(reader, one.read), beginnings.begin(reader, two.read)]
  beginnings.tell(reader, 'meanwhile')
  two.resolve('two')
  one.resolve('one')
  await Promise.all(begun)
  expect(told).toEqual(['two', 'meanwhile'])
})

test('a snapshot that cannot be read holds nothing back', async () => {
  const { told, reader, beginnings } = open()
  const snapshot = later()
  const begun = beginnings.begin(reader, snapshot.read)
  beginnings.tell(reader, 'meanwhile')
  snapshot.reject(new Error('no database'))
  await expect(begun).rejects.toThrow('no database')
  expect(told).toEqual(['meanwhile'])
})
