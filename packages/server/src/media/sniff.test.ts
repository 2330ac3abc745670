// Kinds, told by bytes as they are in the wild; the names lie.
import { expect, test } from 'vitest'
import { pngOf } from '../testing/pictures.ts'
import { sniff } from './sniff.ts'

const latin = (text: string) => Buffer.from(text, 'latin1')

/** A GIF's head of 10 × 12 pixels, and then a script: both a picture and, to a lax reader, a program. */
const gifAndScript = Buffer.concat([
  latin('GIF89a'),
  Buffer.from([10, 0, 12, 0, 0, 0, 0]),
  latin('/*…*/alert(1)'),
])

test('a picture is what its bytes say, with its size', async () => {
  expect(await sniff(pngOf(30, 20), 'holiday.exe')).toEqual({
    mimeType: 'image/png',
    endings: ['png'],
    width: 30,
    height: 20,
  })
  expect(await sniff(gifAndScript, 'x.js')).toMatchObject({ mimeType: 'image/gif', width: 10, height: 12 })
})

test.each([
  ['HTML called a PNG', '<!doctype html><script>alert(1)</script>', 'cat.png'],
  ['HTML called text', '  \n<html><body>hi', 'notes.txt'],
  ['a comment before a page', '<!-- x --><p>hi', 'notes.txt'],
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'logo.svg'],
  ['SVG called a PNG', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', 'logo.png'],
  ['a script by its first line', '#!/bin/sh\nrm -rf /', 'read-me.txt'],
  ['a script by its name', 'WScript.Echo("hi")', 'invoice.js'],
  ['a batch file', '@echo off', 'invoice.bat'],
  ['a Windows program', `MZ${'\u0000'.repeat(80)}PE`, 'invoice.pdf'],
  ['a Linux program', '\u007fELF\u0002\u0001\u0001', 'photo.jpg'],
  ['bytes of no kind', '\u0000\u0001\u0002\u0003', 'thing.txt'],
  ['a page behind a mark of its encoding', '\u00ef\u00bb\u00bf<html>', 'notes.txt'],
  ['a PNG that is only a signature', '\u0089PNG\r\n\u001a\n', 'cat.png'],
])('%s is not taken', async (_what, bytes, name) => {
  expect(await sniff(latin(bytes), name)).toBeNull()
})

test('text is text, and its ending says which', async () => {
  expect(await sniff(Buffer.from('a;b\n1;2\n'), 'List.CSV')).toMatchObject({
    mimeType: 'text/csv',
    endings: ['csv'],
  })
  expect(await sniff(Buffer.from('Ünicode, “quoted”'), 'README')).toMatchObject({
    mimeType: 'text/plain',
    endings: ['txt'],
  })
  // As spreadsheets on Windows write it.
  expect(await sniff(latin('Año;Señal'), 'lista.csv')).toMatchObject({ mimeType: 'text/csv' })
})

test('a PDF is taken, whatever is behind its head', async () => {
  const both = latin('%PDF-1.7\n1 0 obj <</S/JavaScript/JS(app.alert(1))>>\n<script>alert(1)</script>')
  expect(await sniff(both, 'a.html')).toMatchObject({ mimeType: 'application/pdf', endings: ['pdf'] })
})
