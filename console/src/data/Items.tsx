import { Button, Card, Group, Stack, Text, TextInput, Title, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useItems } from '../api/catalog'
import { get } from '../api/request'
import type { PropertiesRow, RecommendationAnswer } from '../api/wire'
import { DataTable } from '../parts/DataTable'
import { FaultNote } from '../parts/FaultNote'
import { titleOf } from '../parts/text'

const aPage = 50

/** The catalog, page by page or by a word in it. */
export function Items({ onOpen }: { onOpen: (id: string) => void }) {
  const [pages, setPages] = useState<string[]>([])
  const [typed, setTyped] = useState('')
  const [text] = useDebouncedValue(typed.trim(), 250)
  const page = useItems(pages.at(-1), aPage)
  const found = useQuery({
    queryKey: ['search', text],
    queryFn: ({ signal }) => get<RecommendationAnswer>('/v1/search', { q: text, count: aPage, deadline: 1000 }, signal),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  })
  const rows: PropertiesRow[] = text ? found.data?.items ?? [] : page.data?.items ?? []
  const fault = text ? found.error : page.error
  return (
    <Card withBorder component="section" aria-label="Items">
      <Stack gap="sm">
        <Group justify="space-between" align="end">
          <Title order={2}>Items</Title>
          <TextInput type="search" label="Find" placeholder="A word of a name or a description" value={typed} onChange={event => setTyped(event.currentTarget.value)} w={280} />
        </Group>
        {fault && <FaultNote fault={fault} />}
        <Text size="sm" c="dimmed" role="status">{text ? `${rows.length} found` : `${page.data?.total.toLocaleString('en') ?? ''} in the catalog`}</Text>
        <div className="high">
          <DataTable
            label="Items of the catalog" rows={rows} keyOf={row => row.id}
            columns={[
              { name: 'Item', of: row => <UnstyledButton className="inline" onClick={() => onOpen(row.id)}>{titleOf(row.id, row.properties)}</UnstyledButton> },
              { name: 'Id', of: row => <span className="mono aside">{row.id}</span> },
              { name: 'Properties', of: row => <Text size="xs" className="mono" lineClamp={2}>{briefly(row.properties)}</Text> },
            ]}
          />
        </div>
        {!text && (
          <Group>
            <Button variant="default" disabled={pages.length === 0} onClick={() => setPages(pages.slice(0, -1))}>Back</Button>
            <Button variant="default" disabled={!page.data?.next} onClick={() => setPages([...pages, page.data!.next!])}>Next {aPage}</Button>
          </Group>
        )}
      </Stack>
    </Card>
  )
}

const briefly = (properties: Record<string, unknown> | undefined) =>
  Object.entries(properties ?? {}).filter(([name]) => name !== 'name' && name !== 'title').map(([name, value]) => `${name} ${Array.isArray(value) ? value.join('+') : String(value)}`).join(' · ')
