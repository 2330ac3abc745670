// A short two-note sign for a new request. No file: two oscillators, soft at both ends.
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
export function chime(): void {
  try {
    context ??= new AudioContext()
    if (context.state === 'suspended') void context.resume()
    note(context, 659.25, context.currentTime)
    note(context, 880, context.currentTime + 0.14)
  } catch {
    // No sound device: the strip and the live region still say it.
  }
}
