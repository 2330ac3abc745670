import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accentColours, contrast, defaultAccent } from './accent.ts'

const colour = fc
  .tuple(fc.nat(255), fc.nat(255), fc.nat(255))
  .map(parts => `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`)

test('whatever the site’s accent is, text on it and in it can be read (WCAG AA)', () => {
  fc.assert(
    fc.property(colour, accent => {
      const { fill, ink, onLight, onDark } = accentColours(accent)
      expect(contrast(ink, fill)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(onLight, '#ffffff')).toBeGreaterThanOrEqual(4.5)
      expect(contrast(onDark, '#17191e')).toBeGreaterThanOrEqual(4.5)
    }),
  )
})

test('an accent that can be read is not touched', () => {
  expect(accentColours('#2f6f5e')).toMatchObject({ fill: '#2f6f5e', ink: '#ffffff', onLight: '#2f6f5e' })
})

test('anything but a colour gives the default', () => {
  for (const accent of [null, '', 'red', '#12', 'url(x)'])
    expect(accentColours(accent).fill).toBe(defaultAccent)
})
