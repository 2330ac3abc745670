// Short quiet signs. No file: oscillators, soft at both ends. One every few seconds at most, over all pages of
// this browser: ten customers at once are one sign, not ten.
import { readSetting, writeSetting } from './settings.ts'

export type Sign = 'waits' | 'mine' | 'said'

/** Hertz, one after the other. What is meant for me rises further; a message is one low note. */
const melodies: Record<Sign, readonly number[]> = {
  waits: [659.25, 880],
  mine: [659.25, 880, 1_108.73],
  said: [523.25],
}
const noteS = 0.14
const pauseMs = 3_000

let context: AudioContext | null = null

function note(audio: AudioContext, hertz: number, startS: number): void {
  const oscillator = audio.createOscillator()
  const gain = audio.createGain()
  oscillator.type = 'sine'
  oscillator.frequency.value = hertz
  gain.gain.setValueAtTime(0, startS)
  gain.gain.linearRampToValueAtTime(0.12, startS + 0.02)
  gain.gain.exponentialRampToValueAtTime(0.0001, startS + 0.32)
  oscillator.connect(gain).connect(audio.destination)
  oscillator.start(startS)
  oscillator.stop(startS + 0.34)
}

/** Silent until the page was touched once: browsers allow no sound before. */
export function play(sign: Sign): void {
  try {
    context ??= new AudioContext()
    if (context.state === 'suspended') void context.resume()
    const audio = context
    melodies[sign].forEach((hertz, index) => {
      note(audio, hertz, audio.currentTime + index * noteS)
    })
  } catch {
    // No sound device: the strip and the live region still say it.
  }
}

/** Whether it was played: not when another sign has just been. */
export function chime(sign: Sign, nowMs = Date.now()): boolean {
  const sinceMs = nowMs - Number(readSetting('chimed') ?? 0)
  if (sinceMs >= 0 && sinceMs < pauseMs) return false
  writeSetting('chimed', String(nowMs))
  play(sign)
  return true
}
