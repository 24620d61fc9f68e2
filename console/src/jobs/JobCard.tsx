import { Badge, Button, Card, Code, Group, Progress, Spoiler, Stack, Text, Title } from '@mantine/core'
import type { Job } from '../api/wire'
import { ago, duration, share } from '../parts/text'
import { EvaluationTable } from './EvaluationTable'

const colours = { running: 'blue.9', done: 'teal.9', failed: 'red.9', cancelled: 'gray.7' }
const guessableFrom = 0.05

/** A job: what it does, how far it is, how it ended. */
export function JobCard({ job, onCancel }: { job: Job; onCancel: () => void }) {
  const title = `${job.kind}, ${job.id}`
  const ran = ((job.endedAt ? Date.parse(job.endedAt) : Date.now()) - Date.parse(job.startedAt)) / 1000
  const left = job.progress > guessableFrom ? (ran * (1 - job.progress)) / job.progress : undefined
  return (
    <Card withBorder component="article" aria-label={title}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Group gap="xs"><Title order={2}>{title}</Title><Badge color={colours[job.state]} autoContrast tt="none">{job.state}</Badge></Group>
          {job.state === 'running' && <Button size="compact-sm" variant="default" onClick={onCancel} aria-label={`Cancel ${job.id}`}>Cancel</Button>}
        </Group>
        <Text size="sm" c="dimmed">
          Began {ago(job.startedAt)}, {job.state === 'running' ? `runs for ${duration(ran)}` : `took ${duration(ran)}`}
          {job.state === 'running' && left !== undefined && `, about ${duration(Math.max(1, Math.round(left)))} to go`}
        </Text>
        {job.state === 'running' && (
          <>
            <Progress value={100 * job.progress} aria-label={`Progress of ${job.id}`} />
            <Text size="sm" role="status">{share(job.progress)}{job.stage ? `, ${job.stage}` : ''}</Text>
          </>
        )}
        {isEvaluation(job.result) ? <EvaluationTable result={job.result} label={`Result of ${job.id}`} /> : job.outcome?.includes('\n')
          ? <Spoiler maxHeight={120} showLabel="Show all" hideLabel="Show less" transitionDuration={0}><Code block>{job.outcome}</Code></Spoiler>
          : job.outcome && <Text size="sm">{job.outcome}</Text>}
      </Stack>
    </Card>
  )
}

const isEvaluation = (result: unknown): result is Parameters<typeof EvaluationTable>[0]['result'] =>
  typeof result === 'object' && result !== null && 'models' in result && Array.isArray(result.models)
