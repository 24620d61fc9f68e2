import { Card, Group, MultiSelect, Select, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { SqlAnswer } from '../api/wire'
import { ChartCard } from '../parts/ChartCard'
import { DataTable } from '../parts/DataTable'
import { count } from '../parts/text'

const mostShown = 500
const mostDrawn = 200
const numeric = /INT|DOUBLE|FLOAT|DECIMAL|REAL/i

/** Rows and columns, and a chart of them where a column holds numbers. */
export function Result({ answer }: { answer: SqlAnswer }) {
  const numbers = answer.columns.filter(column => numeric.test(column.type)).map(column => column.name)
  const [along, setAlong] = useState(answer.columns.find(column => !numbers.includes(column.name))?.name ?? answer.columns[0]?.name)
  const [series, setSeries] = useState(numbers.filter(name => name !== along).slice(0, 3))
  const [kind, setKind] = useState<'bar' | 'line'>('bar')
  const place = (name: string) => answer.columns.findIndex(column => column.name === name)
  const data = answer.rows.slice(0, mostDrawn).map(row => ({
    [along ?? '']: String(row[place(along ?? '')] ?? ''),
    ...Object.fromEntries(series.map(name => [name, Number(row[place(name)])])),
  }))
  const plain = { transitionProps: { duration: 0 } }
  return (
    <>
      <Card withBorder component="section" aria-label="Result">
        <Stack gap="xs">
          <Title order={2}>Result</Title>
          <Text size="sm" c="dimmed" role="status">
            {answer.rows.length.toLocaleString('en')} {answer.rows.length === 1 ? 'row' : 'rows'} in {count(answer.tookMs)} ms{answer.cut ? '; there are more, cut here' : ''}{answer.rows.length > mostShown ? `; the first ${mostShown} are shown` : ''}.
          </Text>
          <div className="high">
            <DataTable label="Rows" rows={answer.rows.slice(0, mostShown)} columns={answer.columns.map((column, at) => ({ name: column.name, numeric: numeric.test(column.type), of: (row: unknown[]) => cell(row[at]) }))} />
          </div>
        </Stack>
      </Card>
      {series.length > 0 || numbers.length > 0 ? (
        <Stack gap="xs">
          <Group align="end">
            <Select label="Along the foot" data={answer.columns.map(column => column.name)} value={along ?? null} onChange={value => value && setAlong(value)} allowDeselect={false} w={180} comboboxProps={plain} />
            <MultiSelect label="Figures" data={numbers} value={series} onChange={setSeries} miw={200} comboboxProps={plain} />
            <Select label="Drawn as" data={['bar', 'line']} value={kind} onChange={value => value && setKind(value as 'bar' | 'line')} allowDeselect={false} w={110} comboboxProps={plain} />
          </Group>
          {along && <ChartCard title="Chart" data={data} along={along} series={series} kind={kind} note={answer.rows.length > mostDrawn ? `The first ${mostDrawn} rows.` : undefined} />}
        </Stack>
      ) : null}
    </>
  )
}

const cell = (value: unknown) => (value === null ? <Text span size="sm" c="dimmed">null</Text> : typeof value === 'object' ? JSON.stringify(value) : String(value))
