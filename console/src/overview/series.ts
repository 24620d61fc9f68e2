import type { SeriesPoint } from '../api/wire'
import type { Point } from '../parts/ChartCard'

const mostShown = 120

const clock = (at: string) => new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** Points put together until a chart can show them: rates as their mean by time, percentiles as the worst of them. */
export function thinned(points: SeriesPoint[]): SeriesPoint[] {
  const size = Math.ceil(points.length / mostShown)
  if (size <= 1) return points
  const groups: SeriesPoint[][] = []
  for (let end = points.length; end > 0; end -= size) groups.unshift(points.slice(Math.max(0, end - size), end))
  return groups.map(together)
}

function together(group: SeriesPoint[]): SeriesPoint {
  const seconds = group.reduce((sum, point) => sum + point.seconds, 0)
  const mean = (of: (point: SeriesPoint) => number) => group.reduce((sum, point) => sum + of(point) * point.seconds, 0) / seconds
  const worst = (of: 'freshness' | 'answers' | 'commits') => {
    const times = group.flatMap(point => point[of] ?? [])
    return times.length === 0 ? undefined : { p50: Math.max(...times.map(one => one.p50)), p95: Math.max(...times.map(one => one.p95)), p99: Math.max(...times.map(one => one.p99)) }
  }
  const rungs = Object.fromEntries([...new Set(group.flatMap(point => Object.keys(point.rungs)))].map(rung => [rung, mean(point => point.rungs[rung] ?? 0)]))
  return {
    ...group.at(-1)!, seconds, rungs,
    events: mean(point => point.events), refused: mean(point => point.refused), requests: mean(point => point.requests), failed: mean(point => point.failed),
    freshness: worst('freshness'), answers: worst('answers'), commits: worst('commits'),
  }
}

const rounded = (value: number | undefined) => (value === undefined ? undefined : Math.round(value * 100) / 100)

export const rates = (points: SeriesPoint[]): Point[] =>
  points.map(point => ({ time: clock(point.at), 'events/s': rounded(point.events), 'requests/s': rounded(point.requests) }))

export const times = (points: SeriesPoint[], of: 'freshness' | 'answers'): Point[] =>
  points.map(point => ({ time: clock(point.at), p50: rounded(point[of]?.p50), p95: rounded(point[of]?.p95), p99: rounded(point[of]?.p99) }))

export const rungNames = (points: SeriesPoint[]) => [...new Set(points.flatMap(point => Object.keys(point.rungs)))].sort()

export const rungs = (points: SeriesPoint[], names: string[]): Point[] =>
  points.map(point => ({ time: clock(point.at), ...Object.fromEntries(names.map(name => [name, rounded(point.rungs[name] ?? 0)])) }))
