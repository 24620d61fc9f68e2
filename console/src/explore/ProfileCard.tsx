import { Badge, Button, Card, Group, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { ProfileAnswer } from '../api/wire'
import { FaultNote } from '../parts/FaultNote'
import { ItemName } from '../parts/ItemName'
import { ago, count } from '../parts/text'

interface Props {
  profile: ProfileAnswer | undefined
  error: Error | null
  /** Places in the log of the events that the list names: these can be left out. */
  offsets: Map<string, string>
  without: string[]
  onUndo: (offset: string) => void
  onOpen: (id: string) => void
}

const few = 6
const many = 50

/** What is known of a user, the latest first; each event may be left out of the account to see what it did. */
export function ProfileCard({ profile, error, offsets, without, onUndo, onOpen }: Props) {
  const [all, setAll] = useState(false)
  return (
    <Card withBorder component="section" aria-label="Profile">
      <Stack gap="sm">
        <Title order={2}>Profile</Title>
        {error && <FaultNote fault={error} />}
        {profile && (
          <>
            <Group gap={6}>
              {Object.entries(profile.counts).map(([type, times]) => <Badge key={type} variant="default" tt="none">{type} {count(times)}</Badge>)}
              {profile.excluded.length > 0 && <Badge variant="default" tt="none">kept out {profile.excluded.length}</Badge>}
            </Group>
            {profile.recent.length === 0 && <Text size="sm" c="dimmed">Nobody has seen this user yet: the list is a stranger's.</Text>}
            <ol className="plain">
              {profile.recent.slice(0, all ? many : few).map(event => {
                const offset = offsets.get(eventKey(event.type, event.itemId, event.timestamp))
                const out = offset !== undefined && without.includes(offset)
                return (
                  <li key={`${event.type}${event.itemId}${event.timestamp}`}>
                    <Group justify="space-between" wrap="nowrap" gap="xs" align="start">
                      <Text size="sm" td={out ? 'line-through' : undefined}>
                        <b>{event.type}</b> <UnstyledButton className="inline" onClick={() => onOpen(event.itemId)}><ItemName id={event.itemId} /></UnstyledButton>{' '}
                        <Text span size="xs" c="dimmed" className="aside">{ago(event.timestamp)}</Text>
                      </Text>
                      {offset && (
                        <Button size="compact-xs" variant="default" miw={56} className="whole" onClick={() => onUndo(offset)} aria-pressed={out} aria-label={`${out ? 'Count again' : 'Undo'} the ${event.type} of ${event.itemId}`}>
                          {out ? 'Redo' : 'Undo'}
                        </Button>
                      )}
                    </Group>
                  </li>
                )
              })}
            </ol>
            {profile.recent.length > few && <Button size="compact-sm" variant="default" aria-expanded={all} onClick={() => setAll(!all)}>{all ? 'Show fewer' : `Show ${Math.min(many, profile.recent.length)} events`}</Button>}
            {offsets.size > 0 && <Text size="xs" c="dimmed">Undo shows the list as if the event had not happened. Nothing is stored by it.</Text>}
          </>
        )}
      </Stack>
    </Card>
  )
}

/** One event by what profile and answer both say of it. */
export const eventKey = (type: string, item: string, timestamp: string) => `${type}\n${item}\n${Math.floor(Date.parse(timestamp) / 1000)}`
