// A voice message: one button, how far it is, how long it lasts. The arrow keys move in it, as in any slider.
import type { MediaPart } from '@baton/core'
import { Pause, Play } from 'lucide-react'
import { useRef, useState } from 'react'
import { clock } from '../../../app/time.ts'
import { useChannelWords } from '../../../app/use-channel-words.ts'
import { Button } from '../../../ui/button.tsx'

interface VoicePlayerProps {
  readonly part: MediaPart
  readonly src: string | null
}

/** A stream says of its length that it is endless, until it was read. */
const seconds = (value: number) => (Number.isFinite(value) && value > 0 ? value : 0)

export function VoicePlayer({ part, src }: VoicePlayerProps) {
  const { t } = useChannelWords()
  const audio = useRef<HTMLAudioElement>(null)
  const [playing, setPlaying] = useState(false)
  const [at, setAt] = useState(0)
  const [whole, setWhole] = useState(0)
  const read = () => {
    setAt(audio.current?.currentTime ?? 0)
    setWhole(seconds(audio.current?.duration ?? 0))
  }
  return (
    <div className="flex h-14 w-64 max-w-full items-center gap-2.5">
      {/* biome-ignore lint/a11y/useMediaCaption: what customers record has no captions */}
      <audio
        ref={audio}
        preload="metadata"
        src={src ?? undefined}
        aria-label={part.name}
        onLoadedMetadata={read}
        onTimeUpdate={read}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
      />
      <Button
        size="l"
        className="!rounded-full !px-0 size-10"
        aria-label={t(playing ? 'said.pause' : 'said.play')}
        tip={t(playing ? 'said.pause' : 'said.play')}
        idle={src === null}
        icon={playing ? <Pause size={16} /> : <Play size={16} />}
        onClick={() => {
          if (playing) audio.current?.pause()
          else void audio.current?.play().catch(() => setPlaying(false))
        }}
      />
      <span className="flex min-w-0 flex-1 flex-col gap-1">
        <input
          type="range"
          min={0}
          max={Math.max(1, whole)}
          step={0.1}
          value={at}
          aria-label={t('said.seek')}
          aria-valuetext={`${clock(at * 1_000)} / ${clock(whole * 1_000)}`}
          onChange={event => {
            if (audio.current) audio.current.currentTime = Number(event.target.value)
            read()
          }}
          className="h-1 w-full cursor-pointer accent-person"
        />
        <span className="text-13 text-ink-2 tabular-nums">
          {clock(at * 1_000)} / {clock(whole * 1_000)}
        </span>
      </span>
    </div>
  )
}
