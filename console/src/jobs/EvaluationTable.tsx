import { Stack, Text } from '@mantine/core'
import { DataTable } from '../parts/DataTable'
import { duration } from '../parts/text'

interface Interval { mean: number; low: number; high: number }
interface Row { model: string; [figure: string]: unknown }
interface Result { protocol: string; k: number; users: number; trainInteractions: number; models: Row[] }

/** An evaluation: every model on the same questions, each figure with its interval. */
export function EvaluationTable({ result, label }: { result: Result; label: string }) {
  const figure = (name: string) => ({ name: `${name} [95 %]`, numeric: true, of: (row: Row) => interval(row[`${key[name]}@${result.k}`]) })
  return (
    <Stack gap="xs">
      <Text size="sm">{result.users.toLocaleString('en')} users asked, trained on {result.trainInteractions.toLocaleString('en')} interactions; {result.protocol}.</Text>
      <DataTable
        label={label} rows={result.models} keyOf={row => row.model}
        columns={[
          { name: 'Model', of: row => <b>{row.model}</b> },
          figure('Recall'), figure('NDCG'), figure('MRR'),
          { name: 'Training', numeric: true, of: row => (typeof row.trainSeconds === 'number' ? duration(row.trainSeconds) : '') },
        ]}
      />
    </Stack>
  )
}

const key: Record<string, string> = { Recall: 'recall', NDCG: 'ndcg', MRR: 'mrr' }

const interval = (value: unknown) => {
  const figure = value as Interval | undefined
  return figure && typeof figure === 'object' ? `${figure.mean.toFixed(4)} [${figure.low.toFixed(4)} ${figure.high.toFixed(4)}]` : ''
}
