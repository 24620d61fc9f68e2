import { Badge, Group, Stack, Text, Title } from '@mantine/core'
import { FaultNote } from '../parts/FaultNote'
import { count, titleOf } from '../parts/text'
import { sentence } from './changes'
import { Tile } from './Tile'
import type { useList } from './useList'

interface Props {
  title: string
  list: ReturnType<typeof useList>
  note?: string
  /** What is said of the marks; else what changed since the list was last another. */
  said?: string
  onOpen: (id: string) => void
  onAct?: ((type: string, id: string) => void) | undefined
}

/** A list as it is now, and what changed in it. */
export function LivePanel({ title, list, note, said, onOpen, onAct }: Props) {
  const { data, error, changes, gone } = list
  const best = Math.max(0, ...(data?.items.map(item => item.score) ?? []))
  const changed = changes.added.size + changes.moved.size + gone.length > 0
  return (
    <Stack component="section" aria-label={title} gap="sm">
      <Title order={2}>{title}</Title>
      {data && (
        <Group gap="xs">
          <Badge variant="default" tt="none">rung {data.rung}</Badge>
          <Badge variant="default" tt="none">generation {data.generation}</Badge>
          <Badge variant="default" tt="none">{count(data.tookMs)} ms</Badge>
          {note && <Badge variant="default" tt="none">{note}</Badge>}
        </Group>
      )}
      <Text size="sm" role="status" c={changed ? undefined : 'dimmed'}>{said ?? (data ? (changed ? sentence(changes) : 'Send an event to see the list change.') : '')}</Text>
      {error && <FaultNote fault={error} />}
      {data?.items.length === 0 && <Text>No item may be shown.</Text>}
      <ol className="tiles">
        {data?.items.map((item, place) => (
          <li key={item.id}>
            <Tile item={item} place={place + 1} best={best} mark={changes.added.has(item.id) ? 'new' : changes.moved.get(item.id)} onOpen={onOpen} onAct={onAct} />
          </li>
        ))}
      </ol>
      {gone.length > 0 && <Text size="sm" c="dimmed">{said === undefined ? 'Gone' : 'In the other list only'}: {gone.map(item => titleOf(item.id, item.properties)).join('; ')}</Text>}
    </Stack>
  )
}
