import { Badge, Card, Group, List, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { get } from '../api/request'
import type { DataFinding, DataFindingsAnswer } from '../api/wire'
import { FaultNote } from '../parts/FaultNote'
import { ago, share } from '../parts/text'

const kept = 60_000

/** What is wrong with the data, the worst first: what was found, what it means, what to do. */
export function Findings() {
  const query = useQuery({ queryKey: ['findings'], queryFn: ({ signal }) => get<DataFindingsAnswer>('/v1/data/findings', {}, signal), staleTime: kept })
  const found = query.data?.findings ?? []
  const wrong = found.filter(one => one.severity !== 'good')
  const well = found.filter(one => one.severity === 'good')
  return (
    <Card withBorder component="section" aria-label="Findings">
      <Stack gap="sm">
        <Title order={2}>Findings</Title>
        {query.isPending && <Text size="sm" role="status">Looking at the data …</Text>}
        {query.error && <FaultNote fault={query.error} />}
        {query.data && (
          <Text size="sm" role="status">
            {wrong.length === 0 ? 'Nothing is found to be wrong' : `${wrong.length} of ${found.length} findings want a look`} in the events of the last {query.data.days} days, looked at {ago(query.data.lookedAt)}.
          </Text>
        )}
        {wrong.map(one => <Wrong key={one.kind} finding={one} />)}
        {query.data && query.data.unfinished.length > 0 && <Text size="sm">There was no time for: {query.data.unfinished.join(', ')}.</Text>}
        {well.length > 0 && (
          <details>
            <summary>{well.length} as they should be</summary>
            <List size="sm" mt="xs">{well.map(one => <List.Item key={one.kind}>{one.what}</List.Item>)}</List>
          </details>
        )}
      </Stack>
    </Card>
  )
}

function Wrong({ finding }: { finding: DataFinding }) {
  return (
    <Card withBorder padding="sm" component="article" aria-label={finding.kind}>
      <Stack gap={6}>
        <Group gap="xs">
          <Badge color={finding.severity === 'error' ? '#a61e1e' : '#9a3b00'} variant="filled" autoContrast tt="none">{finding.severity}</Badge>
          <Badge variant="default" tt="none">{finding.kind}</Badge>
          <Badge variant="default" tt="none">{share(finding.share)}</Badge>
        </Group>
        <Text fw={600}>{finding.what}</Text>
        <Text size="sm">{finding.why}</Text>
        <Text size="sm"><b>To do:</b> {finding.remedy}</Text>
        {finding.examples.length > 0 && <List size="sm" aria-label="Examples" className="examples">{finding.examples.map(one => <List.Item key={one}>{one}</List.Item>)}</List>}
      </Stack>
    </Card>
  )
}
