import '@mantine/charts/styles.css'
import { AreaChart, BarChart, LineChart } from '@mantine/charts'
import { Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { DataTable } from './DataTable'
import { count } from './text'

export type Point = Record<string, string | number | undefined>

interface Props {
  title: string
  /** What the figures are, in words; says the last of them to who listens. */
  note?: ReactNode
  data: Point[]
  /** The column along the foot. */
  along: string
  series: string[]
  unit?: string
  kind?: 'line' | 'area' | 'bar'
  actions?: ReactNode
}

const colours = ['cyan.7', 'orange.7', 'grape.6', 'green.7', 'red.6', 'blue.6', 'yellow.8', 'gray.6']
const still = { isAnimationActive: false }

/** A chart with the same figures as a table, for whoever cannot see it or wants the numbers. */
export function ChartCard({ title, note, data, along, series, unit = '', kind = 'line', actions }: Props) {
  const [asTable, setAsTable] = useState(false)
  const drawn = series.map((name, place) => ({ name, color: colours[place % colours.length]! }))
  const shared = {
    h: 200, data, dataKey: along, series: drawn, withLegend: series.length > 1, valueFormatter: (value: number) => `${count(value)}${unit}`,
    gridAxis: 'y' as const, tickLine: 'none' as const, xAxisProps: { minTickGap: 40 }, curveType: 'linear' as const, yAxisProps: { width: 68 }, tooltipAnimationDuration: 0,
  }
  const { curveType: _, ...bars } = shared
  return (
    <Card withBorder component="section" aria-label={title}>
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap" align="start">
          <Title order={2}>{title}</Title>
          <Group gap="xs" wrap="nowrap">
            {actions}
            <Button size="compact-xs" variant="default" aria-pressed={asTable} onClick={() => setAsTable(!asTable)} aria-label={`Show ${title} as a table`}>Table</Button>
          </Group>
        </Group>
        {note && <Text size="sm" c="dimmed">{note}</Text>}
        {data.length === 0 ? <Text size="sm" c="dimmed">Nothing yet.</Text> : asTable ? (
          <div className="low"><DataTable label={title} rows={data} columns={[{ name: along, of: row => row[along] }, ...series.map(name => ({ name: `${name}${unit}`, numeric: true, of: (row: Point) => cell(row[name]) }))]} /></div>
        ) : (
          <div aria-hidden="true">
            {kind === 'area' ? <AreaChart {...shared} type="stacked" withDots={false} areaProps={still} areaChartProps={{ accessibilityLayer: false }} />
              : kind === 'bar' ? <BarChart {...bars} barProps={still} barChartProps={{ accessibilityLayer: false }} />
                : <LineChart {...shared} withDots={data.length < 3} connectNulls lineProps={still} lineChartProps={{ accessibilityLayer: false }} />}
          </div>
        )}
      </Stack>
    </Card>
  )
}

const cell = (value: string | number | undefined) => (typeof value === 'number' ? count(value) : value ?? '')
