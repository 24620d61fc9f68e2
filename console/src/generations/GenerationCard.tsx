import { Badge, Button, Card, Collapse, Group, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Generation } from '../api/wire'
import { DataTable } from '../parts/DataTable'
import { ago, bytes, duration, instant } from '../parts/text'
import { changedSettings, figuresOf, isOwn } from './metrics'

interface Props {
  generation: Generation
  before: Generation | undefined
  onPromote: (() => void) | undefined
}

/** One training: what came of it, from what, with which settings, and what is different from the one before. */
export function GenerationCard({ generation, before, onPromote }: Props) {
  const [open, { toggle }] = useDisclosure(generation.inService)
  const title = `Generation ${generation.number}`
  return (
    <Card withBorder component="article" aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Group gap="xs"><Title order={2}>{title}</Title>{generation.inService && <Badge color="teal.9" autoContrast tt="none">in service</Badge>}</Group>
          <Group gap="xs">
            <Button size="compact-sm" variant="default" aria-expanded={open} onClick={toggle} aria-label={`${open ? 'Hide' : 'Show'} the details of generation ${generation.number}`}>{open ? 'Less' : 'More'}</Button>
            {onPromote && <Button size="compact-sm" variant="default" onClick={onPromote} aria-label={`Put generation ${generation.number} in service`}>Put in service</Button>}
          </Group>
        </Group>
        <Text size="sm" c="dimmed">
          Trained {ago(generation.trainedAt)} in {duration(generation.trainingSeconds)} on {generation.interactions.toLocaleString('en')} events of {generation.users.toLocaleString('en')} users and {generation.items.toLocaleString('en')} items.
        </Text>
        <Text size="sm">{generation.verdict}</Text>
        <Collapse expanded={open}>
          <Stack gap="sm">
            <FiguresTable generation={generation} />
            <SimpleGrid cols={{ base: 1, md: 2 }}>
              <Settings generation={generation} before={before} />
              <Facts generation={generation} />
            </SimpleGrid>
          </Stack>
        </Collapse>
      </Stack>
    </Card>
  )
}

function FiguresTable({ generation }: { generation: Generation }) {
  if (figuresOf(generation).length === 0) return <Text size="sm" c="dimmed">It was not judged: see its verdict.</Text>
  return (
    <section aria-label="Backtest">
      <Title order={3}>Backtest</Title>
      <Text size="sm" c="dimmed">On what came after the time it was trained up to. The models of the generation before answered the same questions.</Text>
      <DataTable
        label={`Backtest of generation ${generation.number}`} rows={figuresOf(generation)} keyOf={row => row.model}
        columns={[
          { name: 'Model', of: row => (isOwn(row) ? <b>{row.model}</b> : row.model) },
          { name: 'NDCG@20', numeric: true, of: row => row.ndcg.toFixed(4) },
          { name: '95 % interval', numeric: true, of: row => (row.low === undefined || row.high === undefined ? 'not kept' : `${row.low.toFixed(4)} to ${row.high.toFixed(4)}`) },
          { name: 'Recall@20', numeric: true, of: row => row.recall?.toFixed(4) ?? '' },
        ]}
      />
    </section>
  )
}

function Settings({ generation, before }: { generation: Generation; before: Generation | undefined }) {
  const changed = changedSettings(generation, before)
  return (
    <section aria-label="Settings">
      <Title order={3}>Settings</Title>
      <DataTable
        label={`Settings of generation ${generation.number}`} rows={Object.entries(generation.settings)} keyOf={([name]) => name}
        columns={[
          { name: 'Setting', of: ([name]) => <span className="mono">{name}</span> },
          { name: 'Value', numeric: true, of: ([, value]) => value },
          ...(before ? [{ name: `In ${before.number}`, numeric: true, of: ([name]: [string, number]) => (changed.has(name) ? <b>{before.settings[name] ?? 'none'}</b> : 'the same') }] : []),
        ]}
      />
    </section>
  )
}

function Facts({ generation }: { generation: Generation }) {
  const facts: [string, string][] = [
    ['Trained', instant(generation.trainedAt)],
    ['Events up to', generation.log],
    ['Seed', String(generation.seed)],
    ['Data', generation.dataFingerprint],
    ['File', `${bytes(generation.bytes)}, SHA-256 ${generation.checksum}`],
    ...(generation.retrievalRecall === undefined ? [] : [['Best items its search finds', `${(100 * generation.retrievalRecall).toFixed(1)} %`] as [string, string]]),
  ]
  return (
    <section aria-label="Data">
      <Title order={3}>Data</Title>
      <Table fz="sm" aria-label={`Data of generation ${generation.number}`}>
        <Table.Tbody>{facts.map(([name, value]) => <Table.Tr key={name}><Table.Th scope="row" fw={500}>{name}</Table.Th><Table.Td className="mono">{value}</Table.Td></Table.Tr>)}</Table.Tbody>
      </Table>
    </section>
  )
}
