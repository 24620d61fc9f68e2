import { Button, Group, Modal, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../api/access'
import { useGenerations } from '../api/catalog'
import { client } from '../api/client'
import { post } from '../api/request'
import type { Generation } from '../api/wire'
import { ChartCard } from '../parts/ChartCard'
import { FaultNote } from '../parts/FaultNote'
import { NeedsScope } from '../parts/NeedsScope'
import { figuresOf, isOwn } from './metrics'
import { GenerationCard } from './GenerationCard'

/** Every training kept, and which of them answers. */
export default function Generations() {
  const may = useMay('write')
  const mayPromote = useMay('admin')
  const [asked, setAsked] = useState<Generation>()
  const query = useGenerations(may)
  const promote = useMutation({
    mutationFn: (number: number) => post<Generation>(`/v1/generations/${number}/promote`),
    onSettled: () => setAsked(undefined),
    onSuccess: () => client.invalidateQueries({ queryKey: ['generations'] }),
  })
  if (!may) return <NeedsScope page="Generations" scope="write" />
  const kept = query.data?.generations ?? []
  const models = [...new Set(kept.flatMap(one => figuresOf(one).filter(isOwn).map(row => row.model)))].sort()
  const chart = [...kept].reverse().filter(one => figuresOf(one).some(isOwn)).map(one => ({
    generation: `${one.number}`,
    ...Object.fromEntries(figuresOf(one).filter(isOwn).map(row => [row.model, Math.round(row.ndcg * 10_000) / 10_000])),
  }))
  return (
    <Stack>
      <Title order={1}>Generations</Title>
      {query.error && <FaultNote fault={query.error} />}
      {promote.error && <FaultNote fault={promote.error} />}
      <Text size="sm" role="status">{promote.data ? `Generation ${promote.data.number} is in service.` : ''}</Text>
      {kept.length === 0 && !query.isPending && <Text>None is trained yet. Start a training under Jobs.</Text>}
      {chart.length > 0 && <ChartCard title="NDCG@20" note="Each generation by what came after its own data: a level, not a comparison of the same questions." data={chart} along="generation" series={models} kind="bar" />}
      {kept.map((one, place) => (
        <GenerationCard key={one.number} generation={one} before={kept[place + 1]} onPromote={mayPromote && !one.inService ? () => setAsked(one) : undefined} />
      ))}
      <Modal opened={!!asked} onClose={() => setAsked(undefined)} title={`Put generation ${asked?.number} in service?`} closeButtonProps={{ 'aria-label': 'Close' }}>
        <Stack>
          <Text size="sm">Every answer follows it from the next question on. The other stays kept.</Text>
          <Group>
            <Button loading={promote.isPending} onClick={() => asked && promote.mutate(asked.number)}>Put in service</Button>
            <Button variant="default" onClick={() => setAsked(undefined)}>Leave it</Button>
          </Group>
        </Stack>
      </Modal>
    </Stack>
  )
}
