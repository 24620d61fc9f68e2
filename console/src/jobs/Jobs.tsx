import { Button, Card, Group, NumberInput, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../api/access'
import { client } from '../api/client'
import { get, part, post } from '../api/request'
import type { Job, JobsAnswer } from '../api/wire'
import { FaultNote } from '../parts/FaultNote'
import { NeedsScope } from '../parts/NeedsScope'
import { duration } from '../parts/text'
import { JobCard } from './JobCard'
import { Tuning } from './Tuning'

const often = 700
const seldom = 5_000
const longestMinutes = 1_440

/** Long work: what runs, how far it is, and what may be started. */
export default function Jobs() {
  const may = useMay('write')
  const [minutes, setMinutes] = useState(10)
  const query = useQuery({
    queryKey: ['jobs'],
    queryFn: ({ signal }) => get<JobsAnswer>('/v1/jobs', {}, signal),
    refetchInterval: state => (state.state.data?.jobs.some(job => job.state === 'running') ? often : seldom),
    enabled: may,
  })
  const refresh = () => client.invalidateQueries({ queryKey: ['jobs'] })
  const start = useMutation({ mutationFn: (body: { kind: string; budgetSeconds?: number }) => post<Job>('/v1/jobs', body), onSuccess: refresh })
  const cancel = useMutation({ mutationFn: (id: string) => post<Job>(`/v1/jobs/${part(id)}/cancel`), onSuccess: refresh })
  if (!may) return <NeedsScope page="Jobs" scope="write" />
  const jobs = query.data?.jobs ?? []
  const last = (kind: string) => {
    const job = jobs.find(one => one.kind === kind && one.state === 'done')
    return job?.endedAt ? `the last took ${duration((Date.parse(job.endedAt) - Date.parse(job.startedAt)) / 1000)}` : 'none has run since the start'
  }
  const runs = (kind: string) => jobs.some(job => job.kind === kind && job.state === 'running')
  return (
    <Stack>
      <Title order={1}>Jobs</Title>
      {(query.error ?? start.error ?? cancel.error) && <FaultNote fault={(query.error ?? start.error ?? cancel.error)!} />}
      <Card withBorder component="section" aria-label="Start a job">
        <Group align="end" gap="lg">
          <Stack gap={2}><Button onClick={() => start.mutate({ kind: 'train' })} disabled={runs('train')}>Train</Button><Text size="xs" c="dimmed">{last('train')}</Text></Stack>
          <Stack gap={2}><Button variant="default" onClick={() => start.mutate({ kind: 'evaluate' })} disabled={runs('evaluate')}>Evaluate</Button><Text size="xs" c="dimmed">{last('evaluate')}</Text></Stack>
          <Stack gap={2}>
            <Group align="end" gap="xs">
              <NumberInput label="Minutes to tune" value={minutes} onChange={value => setMinutes(Math.min(longestMinutes, Math.max(0.1, Number(value) || 1)))} min={0.1} max={longestMinutes} w={130} />
              <Button variant="default" onClick={() => start.mutate({ kind: 'tune', budgetSeconds: Math.max(1, Math.round(minutes * 60)) })} disabled={runs('tune')}>Tune</Button>
            </Group>
            <Text size="xs" c="dimmed">{last('tune')}</Text>
          </Stack>
        </Group>
      </Card>
      {jobs.length === 0 && !query.isPending && <Text c="dimmed">No job has run since the server began.</Text>}
      {jobs.map(job => <JobCard key={job.id} job={job} onCancel={() => cancel.mutate(job.id)} />)}
      <Tuning />
    </Stack>
  )
}
