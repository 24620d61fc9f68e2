import { Card, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { useMay } from '../api/access'
import { useUsers } from '../explore/UserPick'
import { DataTable } from '../parts/DataTable'
import { FaultNote } from '../parts/FaultNote'

const most = 100

/** Users by their behaviour, those heard of last first; each leads to their list. */
export function Users() {
  const may = useMay('admin')
  const [text, setText] = useState('')
  const users = useUsers(text, may, most)
  return (
    <Card withBorder component="section" aria-label="Users">
      <Stack gap="sm">
        <Group justify="space-between" align="end">
          <Title order={2}>Users</Title>
          {may && <TextInput type="search" label="Find" placeholder="A part of an id" value={text} onChange={event => setText(event.currentTarget.value)} w={280} />}
        </Group>
        {!may && <Text size="sm" c="dimmed">A key of scope admin lists users; Explore shows one by id.</Text>}
        {users.error && <FaultNote fault={users.error} />}
        {users.data && (
          <div className="high">
            <DataTable
              label="Users heard of last" rows={users.data.rows} keyOf={row => String(row[0])}
              columns={[
                { name: 'User', of: row => <Link className="inline" href={`/explore?user=${encodeURIComponent(String(row[0]))}`}>{String(row[0])}</Link> },
                { name: 'Events', numeric: true, of: row => Number(row[1]).toLocaleString('en') },
                { name: 'Last', of: row => String(row[2]).slice(0, 19) },
              ]}
            />
          </div>
        )}
        {users.data?.rows.length === most && <Text size="sm" c="dimmed">The {most} heard of last.</Text>}
      </Stack>
    </Card>
  )
}
