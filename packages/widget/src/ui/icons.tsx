// The few glyphs of the widget, drawn on one 24-pixel grid.
import type { ComponentChildren } from 'preact'

function Icon({ size = 20, children }: { size?: number; children: ComponentChildren }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  )
}

export const ChatIcon = () => (
  <Icon size={28}>
    <path d="M12 4a8 8 0 0 1 0 16H4l2-3.5A8 8 0 0 1 12 4z" />
  </Icon>
)
export const DownIcon = ({ size = 20 }: { size?: number }) => (
  <Icon size={size}>
    <path d="m6 9.5 6 6 6-6" />
  </Icon>
)
export const SendIcon = () => (
  <Icon>
    <path d="M12 19V5m-6 6 6-6 6 6" />
  </Icon>
)
export const BotIcon = ({ size = 16 }: { size?: number }) => (
  <Icon size={size}>
    <path d="M12 4v4M4.5 12v3m15-3v3M9.5 12.5v1.5m5-1.5v1.5" />
    <rect x="7" y="8" width="10" height="10" rx="3" />
  </Icon>
)
