import { Alert, Card, List, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../api/access'
import { useGenerations } from '../api/catalog'
import { get } from '../api/request'
import type { SeriesAnswer, StatusAnswer } from '../api/wire'
import { ChartCard } from '../parts/ChartCard'
import { FaultNote } from '../parts/FaultNote'
import { NeedsScope } from '../parts/NeedsScope'
import { ago, bytes, count, duration } from '../parts/text'
import { rates, rungNames, rungs, thinned, times } from './series'
import { signsOf } from './signs'
import { Success } from './Success'

const everySoOften = 5_000

/** How the server is: what is wrong now, what it serves, how fast, how good. */
export default function Overview() {
  const may = useMay('write')
  const mayAll = useMay('admin')
  const status = useQuery({ queryKey: ['status'], queryFn: ({ signal }) => get<StatusAnswer>('/v1/status', {}, signal), refetchInterval: everySoOften, enabled: may })
  const series = useQuery({ queryKey: ['series'], queryFn: ({ signal }) => get<SeriesAnswer>('/v1/status/series', {}, signal), refetchInterval: everySoOften, enabled: mayAll })
  const generations = useGenerations(may)
  if (!may) return <NeedsScope page="Overview" scope="write" />
  const all = series.data?.points ?? []
  const points = thinned(all)
  const names = rungNames(points)
  const inService = generations.data?.generations.find(one => one.inService)
  return (
    <Stack>
      <Title order={1}>Overview</Title>
      {status.error && <FaultNote fault={status.error} />}
      {series.error && <FaultNote fault={series.error} />}
      {status.data && <Health signs={signsOf(status.data, all, inService, Date.now())} />}
      {status.data && <Figures status={status.data} last={all.slice(-12)} trained={inService?.trainedAt} />}
      {mayAll ? (
        <SimpleGrid cols={{ base: 1, lg: 2 }}>
          <ChartCard title="Events and requests" data={rates(points)} along="time" series={['events/s', 'requests/s']} />
          <ChartCard title="Time to answer" note="From question to list." data={times(points, 'answers')} along="time" series={['p50', 'p95', 'p99']} unit=" ms" />
          <ChartCard title="Freshness" note="From an event's acceptance to its effect in answers." data={times(points, 'freshness')} along="time" series={['p50', 'p95', 'p99']} unit=" ms" />
          <ChartCard title="Rungs" note="Answers by how much of the ladder was climbed." data={rungs(points, names)} along="time" series={names} unit="/s" kind="area" />
          <Success />
        </SimpleGrid>
      ) : <Text size="sm" c="dimmed">A key of scope admin shows how it went over time.</Text>}
    </Stack>
  )
}

function Health({ signs }: { signs: string[] }) {
  return (
    <div role="status">
      {signs.length === 0
        ? <Alert color="teal" variant="outline" title="Nothing is wrong">Events reach answers, the model serves, the history keeps up.</Alert>
        : <Alert color="red" variant="outline" title="What is wrong now"><List size="sm">{signs.map(sign => <List.Item key={sign}>{sign}</List.Item>)}</List></Alert>}
    </div>
  )
}

type Points = SeriesAnswer['points']

function Figures({ status, last, trained }: { status: StatusAnswer; last: Points; trained: string | undefined }) {
  const seconds = last.reduce((sum, point) => sum + point.seconds, 0)
  const mean = (of: (point: Points[number]) => number) => (seconds === 0 ? '–' : count(last.reduce((sum, point) => sum + of(point) * point.seconds, 0) / seconds))
  const worst = (of: (point: Points[number]) => number | undefined) => {
    const values = last.flatMap(point => of(point) ?? [])
    return values.length === 0 ? '–' : `${count(Math.max(...values))} ms`
  }
  const figures: [string, string, string][] = [
    ['Events a second', mean(point => point.events), 'in the last minute'],
    ['Requests a second', mean(point => point.requests), 'in the last minute'],
    ['Time to answer, p99', worst(point => point.answers?.p99), 'worst of the last minute'],
    ['Freshness, p99', worst(point => point.freshness?.p99), 'worst of the last minute'],
    ['Generation', String(status.generation), trained ? `trained ${ago(trained)}` : 'none yet'],
    ['Events', status.events.toLocaleString('en'), 'in the history'],
    ['Items', status.items.toLocaleString('en'), 'in the catalog'],
    ['Profiles', status.profiles.toLocaleString('en'), bytes(status.profileBytes)],
    ['Running for', duration(status.uptimeSeconds), `version ${status.version}`],
    ['Memory', last.length > 0 ? bytes(last.at(-1)!.memory) : '–', 'of the process'],
  ]
  return (
    <SimpleGrid component="dl" cols={{ base: 2, sm: 3, lg: 5 }} spacing="sm" m={0}>
      {figures.map(([name, value, note]) => (
        <Card key={name} withBorder padding="sm">
          <Text component="dt" size="sm" c="dimmed">{name}</Text>
          <Text component="dd" m={0} fz={22} fw={650} className="number">{value}</Text>
          <Text component="dd" m={0} size="xs" c="dimmed">{note}</Text>
        </Card>
      ))}
    </SimpleGrid>
  )
}
