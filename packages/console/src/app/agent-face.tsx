// An agent wherever one is shown: the face, whether they are there, and the ring while they hold the baton.
import type { RingTone } from '../ui/avatar.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { usePresenceOf } from './use-desk.tsx'

interface AgentFaceProps {
  readonly agent: { readonly id: string; readonly name: string }
  readonly size?: 20 | 24 | 28 | 32
  readonly ring?: RingTone | null
}

export function AgentFace({ agent, size = 24, ring = null }: AgentFaceProps) {
  const presence = usePresenceOf(agent.id)
  return <Avatar name={agent.name} face="agent" size={size} ring={ring} presence={presence} />
}
