import { expect, test } from 'vitest'
import { isNoChange, settingsDiff } from './settings-diff.ts'

const message = (text: string) => ({ kind: 'message', parts: [{ kind: 'text', text }] })
const flow = (blocks: object, start = 'a') => ({ name: 'Shop', start, triggers: [], variables: {}, blocks })

test('blocks are counted as added, removed and changed; places do not count', () => {
  const before = { flow: flow({ a: message('A'), b: message('B') }), layout: { a: { x: 0, y: 0 } } }
  const after = { flow: flow({ a: message('A!'), c: message('C') }), layout: { a: { x: 8, y: 0 } } }
  expect(settingsDiff(before, after)).toEqual({
    blocks: { added: 1, removed: 1, changed: 1 },
    triggers: false,
    others: 0,
  })
  expect(
    settingsDiff(before, { ...before, flow: flow({ a: message('A'), b: message('B') }, 'b') }),
  ).toMatchObject({
    triggers: true,
  })
})

test('the order of fields is no change', () => {
  const before = { model: { name: 'm', baseUrl: 'u' }, prompt: 'p' }
  expect(isNoChange(settingsDiff(before, { prompt: 'p', model: { baseUrl: 'u', name: 'm' } }))).toBe(true)
  expect(settingsDiff(before, { ...before, prompt: 'q', limits: {} }).others).toBe(2)
})
