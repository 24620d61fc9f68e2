import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { sql } from '../api/query'
import { ChartCard } from '../parts/ChartCard'
import { FaultNote } from '../parts/FaultNote'
import { share } from '../parts/text'

const ranges = {
  'last hour': ['1 hour', '2 minutes'],
  'last day': ['1 day', '30 minutes'],
  'last month': ['30 days', '1 day'],
} as const

/** What became of what was shown: clicks and purchases that name a recommendation, by the impressions that do. */
export function Success() {
  const [range, setRange] = useState<keyof typeof ranges>('last hour')
  const [back, width] = ranges[range]
  const query = useQuery({
    queryKey: ['success', range],
    queryFn: () => sql(`
      select strftime(time_bucket(interval '${width}', accepted_at), '%d %b %H:%M') as time,
        count(*) filter (type = 'impression') as shown,
        count(distinct (recommendation_id, item_id)) filter (type in ('click', 'view')) as clicked,
        count(distinct (recommendation_id, item_id)) filter (type = 'purchase') as bought
      from events
      where recommendation_id is not null and accepted_at > now()::timestamp - interval '${back}'
      group by time_bucket(interval '${width}', accepted_at) order by min(accepted_at)`),
    refetchInterval: 30_000,
  })
  if (query.error) return <FaultNote fault={query.error} title="Click-through" />
  const rows = query.data?.rows.map(row => ({ time: String(row[0]), shown: Number(row[1]), clicked: Number(row[2]), bought: Number(row[3]) })) ?? []
  const sum = (of: 'shown' | 'clicked' | 'bought') => rows.reduce((total, row) => total + row[of], 0)
  const data = rows.filter(row => row.shown > 0).map(row => ({ time: row.time, clicked: round((100 * row.clicked) / row.shown), bought: round((100 * row.bought) / row.shown) }))
  return (
    <ChartCard
      title="Click-through" data={data} along="time" series={['clicked', 'bought']} unit=" %"
      note={sum('shown') > 0 ? `Of ${sum('shown').toLocaleString('en')} items shown, ${share(sum('clicked') / sum('shown'))} were clicked or viewed and ${share(sum('bought') / sum('shown'))} bought: click-through and conversion.` : 'By events that name the recommendation they came from.'}
      actions={<Select size="xs" w={120} aria-label="Span of time" data={Object.keys(ranges)} value={range} onChange={value => value && setRange(value as keyof typeof ranges)} allowDeselect={false} comboboxProps={{ transitionProps: { duration: 0 } }} />}
    />
  )
}

const round = (value: number) => Math.round(value * 100) / 100
