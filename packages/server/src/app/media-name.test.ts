import { expect, test } from 'vitest'
import { mediaName } from './media-name.ts'

test.each([
  ['photo.png', 'photo.png'],
  ['../../etc/passwd', 'passwd.png'],
  ['C:\\Users\\me\\photo.PNG', 'photo.PNG'],
  ['photo.exe', 'photo.exe.png'],
  ['invoice\u202egnp.exe', 'invoicegnp.exe.png'],
  ['a\u0000b\nc\u007f.png', 'abc.png'],
  ['half \ud800 one.png', 'half one.png'],
  ['...', 'file.png'],
  ['', 'file.png'],
  ['.htaccess', 'htaccess.png'],
  ['Ωμέγα 写真 🙂.png', 'Ωμέγα 写真 🙂.png'],
  ['what? "yes" <b>.png', 'what_ _yes_ _b_.png'],
])('%j becomes %j', (given, shown) => {
  expect(mediaName(given, ['png'])).toBe(shown)
})

test('a long name keeps its ending, and is cut between characters', () => {
  const name = mediaName(`${'🙂'.repeat(300)}.jpeg`, ['jpg', 'jpeg'])
  expect([...name]).toHaveLength(120)
  expect(name).toMatch(/^🙂+\.jpeg$/u)
})
