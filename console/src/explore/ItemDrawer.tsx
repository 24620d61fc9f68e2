import { Alert, Button, Drawer, Group, Loader, Stack, Table, Text, Title, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../api/access'
import { useItem } from '../api/catalog'
import { get, part } from '../api/request'
import type { RecommendationAnswer, UsersAnswer } from '../api/wire'
import { FaultNote } from '../parts/FaultNote'
import { faceOf, kindOf } from '../parts/hue'
import { ago, count, titleOf } from '../parts/text'
import { acts } from './events'

interface Props {
  id: string | undefined
  onClose: () => void
  onOpen: (id: string) => void
  onUser: (id: string) => void
  onAct?: ((type: string, id: string) => void) | undefined
}

/** One item: its properties, what resembles it or goes with it, and who may like it. */
export function ItemDrawer({ id, onClose, onOpen, onUser, onAct }: Props) {
  const item = useItem(id)
  const title = id ? titleOf(id, item.data?.properties) : ''
  return (
    <Drawer opened={!!id} onClose={onClose} position="right" size="md" title={title} closeButtonProps={{ 'aria-label': 'Close' }} transitionProps={{ duration: 0 }}>
      {id && (
        <Stack>
          <div className="tile-face" style={faceOf(kindOf(item.data?.properties) || id)}><span className="mono">{id}</span><span>{kindOf(item.data?.properties)}</span></div>
          {onAct && (
            <Group gap="xs" role="group" aria-label="Send an event">
              {acts.map(act => <Button key={act.type} size="compact-sm" variant="default" onClick={() => onAct(act.type, id)}>{act.name}</Button>)}
            </Group>
          )}
          <Neighbours id={id} relation="similar" title="Resembles it" onOpen={onOpen} />
          <Neighbours id={id} relation="complements" title="Goes with it" onOpen={onOpen} />
          <Audience id={id} onUser={onUser} />
          <PropertiesTable properties={item.data?.properties} />
        </Stack>
      )}
    </Drawer>
  )
}

function Neighbours({ id, relation, title, onOpen }: { id: string; relation: string; title: string; onOpen: (id: string) => void }) {
  const list = useQuery({
    queryKey: ['neighbours', id, relation],
    queryFn: ({ signal }) => get<RecommendationAnswer>(`/v1/items/${part(id)}/recommendations`, { relation, count: 6, deadline: 500 }, signal),
  })
  return (
    <section aria-label={title}>
      <Title order={3} mb={4}>{title}</Title>
      {list.error && <FaultNote fault={list.error} />}
      <ol className="plain">
        {list.data?.items.map(item => (
          <li key={item.id}>
            <Group justify="space-between" wrap="nowrap" align="baseline">
              <UnstyledButton className="inline" fz="sm" onClick={() => onOpen(item.id)}>{titleOf(item.id, item.properties)}</UnstyledButton>
              <Text size="xs" c="dimmed" className="number aside">{item.reason} {count(item.score)}</Text>
            </Group>
          </li>
        ))}
      </ol>
      {list.data?.items.length === 0 && <Text size="sm" c="dimmed">Nothing yet.</Text>}
    </section>
  )
}

function Audience({ id, onUser }: { id: string; onUser: (id: string) => void }) {
  const may = useMay('write')
  const users = useQuery({
    queryKey: ['audience', id],
    queryFn: ({ signal }) => get<UsersAnswer>(`/v1/items/${part(id)}/users`, { count: 8, deadline: 5000 }, signal),
    enabled: may,
  })
  return (
    <section aria-label="Audience">
      <Title order={3} mb={4}>Audience</Title>
      {!may && <Text size="sm" c="dimmed">A key of scope write shows who may like it.</Text>}
      {may && users.isPending && <Loader size="sm" aria-label="Loading the audience" />}
      {users.error && <FaultNote fault={users.error} />}
      {users.data && !users.data.asOf && <Alert color="gray" variant="outline">Profiles are being gone through for the first time; ask again in a moment.</Alert>}
      <Group gap={6}>
        {users.data?.users.map(user => <Button key={user.id} size="compact-xs" variant="default" onClick={() => onUser(user.id)}>{user.id}</Button>)}
      </Group>
      {users.data?.asOf && <Text size="xs" c="dimmed" mt={4}>as of {ago(users.data.asOf)}</Text>}
    </section>
  )
}

function PropertiesTable({ properties }: { properties: Record<string, unknown> | undefined }) {
  if (!properties) return <Text size="sm" c="dimmed">The catalog has no properties of it.</Text>
  return (
    <Table aria-label="Properties" fz="sm">
      <Table.Tbody>
        {Object.entries(properties).map(([name, value]) => (
          <Table.Tr key={name}><Table.Th scope="row" fw={500}>{name}</Table.Th><Table.Td className="mono">{Array.isArray(value) ? value.join(', ') : String(value)}</Table.Td></Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
