import { useState } from 'react'

export interface Saved { name: string; sql: string }

const place = 'attune.queries'
const most = 100

const examples: Saved[] = [
  { name: 'Events by type', sql: 'select type, count(*) as events\nfrom events\ngroup by type\norder by events desc' },
  { name: 'Events by hour', sql: "select strftime(date_trunc('hour', happened_at), '%d %b %H:00') as hour, count(*) as events\nfrom events\nwhere happened_at > now()::timestamp - interval '2 days'\ngroup by date_trunc('hour', happened_at), hour\norder by date_trunc('hour', happened_at)" },
  { name: 'Most bought items', sql: "select item_id, count(*) as purchases, count(distinct user_id) as buyers\nfrom events\nwhere type = 'purchase'\ngroup by item_id\norder by purchases desc\nlimit 20" },
  { name: 'What became of recommendations', sql: 'select type, count(*) as events\nfrom events\nwhere recommendation_id is not null\ngroup by type\norder by events desc' },
]

/** The queries kept in this browser; examples until one is kept. */
export function useSaved() {
  const [all, setAll] = useState<Saved[]>(read)
  const keep = (changed: Saved[]) => {
    localStorage.setItem(place, JSON.stringify(changed.slice(0, most)))
    setAll(changed.slice(0, most))
  }
  return {
    all,
    save: (one: Saved) => keep([one, ...all.filter(other => other.name !== one.name)]),
    drop: (name: string) => keep(all.filter(one => one.name !== name)),
  }
}

function read(): Saved[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? 'null')
    return Array.isArray(kept) ? kept.filter((one): one is Saved => typeof one?.name === 'string' && typeof one?.sql === 'string') : examples
  } catch {
    return examples
  }
}
