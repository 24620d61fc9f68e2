import type { Generation, SeriesPoint, StatusAnswer } from '../api/wire'
import { ago, count, share } from '../parts/text'

const lateFreshness = 1_000
const muchBehind = 10_000
const poorRungs = ['unranked', 'precomputed', 'popular']
const poorShare = 0.05
const oldGeneration = 3 * 86_400_000
const recent = 12

/** What is wrong now, a sentence each; empty where nothing is. Looks at the last minute. */
export function signsOf(status: StatusAnswer, points: SeriesPoint[], inService: Generation | undefined, now: number) {
  const signs = [...status.faults]
  const last = points.slice(-recent)
  const latest = last.at(-1)
  if (!status.ready) signs.push('It is still reading its log: answers do not know all events yet.')
  if (status.generation === 0) signs.push('There is no generation yet: lists are what is trending and popular. Start a training under Jobs.')
  if (inService && now - Date.parse(inService.trainedAt) > oldGeneration) signs.push(`The generation in service was trained ${ago(inService.trainedAt, now)}.`)
  if (latest && latest.liveLag > muchBehind) signs.push(`Answers are ${count(latest.liveLag)} events behind.`)
  if (latest && latest.archiveLag > 10 * muchBehind) signs.push(`The history is ${count(latest.archiveLag)} events behind.`)
  const late = Math.max(0, ...last.map(point => point.freshness?.p99 ?? 0))
  if (late > lateFreshness) signs.push(`Events took up to ${count(late)} ms (p99) to reach answers in the last minute.`)
  const failed = last.reduce((sum, point) => sum + point.failed * point.seconds, 0)
  if (failed >= 1) signs.push(`${count(Math.round(failed))} requests failed in the last minute.`)
  const rungs = last.flatMap(point => Object.entries(point.rungs).map(([rung, rate]) => ({ rung, answers: rate * point.seconds })))
  const all = rungs.reduce((sum, one) => sum + one.answers, 0)
  const poor = rungs.filter(one => poorRungs.includes(one.rung)).reduce((sum, one) => sum + one.answers, 0)
  if (all > 20 && poor / all > poorShare) signs.push(`${share(poor / all)} of the answers of the last minute ended on a lower rung, for want of time or of the model.`)
  return signs
}
