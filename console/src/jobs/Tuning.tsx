import { Card, List, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ApiProblem } from '../api/problem'
import { get } from '../api/request'
import { DataTable } from '../parts/DataTable'
import { FaultNote } from '../parts/FaultNote'
import { ago, duration } from '../parts/text'

interface Trial { model: string; ndcg?: number; seconds: number; kept: boolean; why: string; settings: Record<string, number> }
interface TuningInfo { at: string; verdict: string; adopted: boolean; seconds: number; questions: number; why: string[]; trials: Trial[] }

/** What the last tuning tried, what it chose, and why. */
export function Tuning() {
  const tuning = useQuery({
    queryKey: ['tuning'],
    queryFn: ({ signal }) => get<TuningInfo>('/v1/tuning', {}, signal).catch(fault => {
      if (fault instanceof ApiProblem && fault.status === 404) return null
      throw fault
    }),
    refetchInterval: 15_000,
  })
  if (tuning.error) return <FaultNote fault={tuning.error} />
  if (!tuning.data) return null
  const { at, verdict, seconds, questions, why, trials } = tuning.data
  return (
    <Card withBorder component="section" aria-label="Last tuning">
      <Stack gap="xs">
        <Title order={2}>Last tuning</Title>
        <Text size="sm" c="dimmed">Ended {ago(at)}, took {duration(seconds)}, {questions} questions a trial.</Text>
        <Text size="sm">{verdict}</Text>
        <List size="sm">{why.map(reason => <List.Item key={reason}>{reason}</List.Item>)}</List>
        <DataTable
          label="Trials" rows={trials}
          columns={[
            { name: 'Model', of: row => (row.kept ? <b>{row.model}</b> : row.model) },
            { name: 'NDCG', numeric: true, of: row => row.ndcg?.toFixed(4) ?? 'not reached' },
            { name: 'Time', numeric: true, of: row => duration(row.seconds) },
            { name: 'Why', of: row => row.why },
          ]}
        />
      </Stack>
    </Card>
  )
}
