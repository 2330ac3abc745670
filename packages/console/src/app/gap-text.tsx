// A text with its gaps marked: what is still to be filled in.
import { gapsIn } from './fill-reply.ts'

export function GapText({ text }: { readonly text: string }) {
  const gaps = gapsIn(text)
  if (gaps.length === 0) return text
  return (
    <>
      {gaps.map((gap, index) => (
        <span key={gap.from}>
          {text.slice(gaps[index - 1]?.to ?? 0, gap.from)}
          <mark className="rounded-[4px] bg-waiting-soft text-waiting-ink shadow-[0_0_0_1px_var(--waiting-line)]">
            {text.slice(gap.from, gap.to)}
          </mark>
        </span>
      ))}
      {text.slice(gaps.at(-1)?.to ?? 0)}
    </>
  )
}
