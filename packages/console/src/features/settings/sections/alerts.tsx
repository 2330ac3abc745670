// Who is told that a person is needed: where, when, and what was told.
import { AlertLog } from '../alerts/alert-log.tsx'
import { ChannelList } from '../alerts/channel-list.tsx'
import { LadderForm } from '../alerts/ladder-form.tsx'
import { useAlertChannels, useLadders, useTellingRules } from '../alerts/use-alerts.ts'
import { ReadOnly, useMayEdit } from '../read-only.tsx'
import { SectionComing, SectionFailed } from '../section-states.tsx'
import { usePeople } from '../team/use-people.ts'

export function AlertsSection() {
  const mayEdit = useMayEdit()
  const people = usePeople()
  const channels = useAlertChannels()
  const ladders = useLadders()
  const rules = useTellingRules()
  const asked = [people, channels, ladders, rules]
  if (asked.some(one => one.isError && !one.data))
    return (
      <SectionFailed
        onRetry={() => {
          for (const one of asked) void one.refetch()
        }}
      />
    )
  if (!people.data || !channels.data || !ladders.data || !rules.data) return <SectionComing />
  const { agents, teams } = people.data
  return (
    <>
      {mayEdit ? null : <ReadOnly />}
      <ChannelList channels={channels.data} agents={agents} />
      <LadderForm
        ladders={ladders.data}
        channels={channels.data}
        agents={agents}
        teams={teams}
        rules={rules.data}
      />
      <AlertLog />
    </>
  )
}
