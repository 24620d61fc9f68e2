import type { Generation } from '../api/wire'

/** One model's figures in a generation's backtest. */
export interface Figures { model: string; ndcg: number; low?: number; high?: number; recall?: number }

const place = /^(.*)\.(ndcg|recall)@\d+(?:\.(low|high))?$/

/** A generation's figures, a row a model, the best first. */
export function figuresOf(generation: Generation): Figures[] {
  const rows = new Map<string, Figures>()
  for (const [name, value] of Object.entries(generation.metrics)) {
    const [, model, metric, end] = place.exec(name) ?? []
    if (!model || !metric) continue
    const row = rows.get(model) ?? { model, ndcg: 0 }
    rows.set(model, { ...row, [end ?? metric]: value })
  }
  return [...rows.values()].sort((a, b) => b.ndcg - a.ndcg)
}

/** The models of the generation itself; the others are those of the one it was judged against. */
export const isOwn = ({ model }: Figures) => !model.startsWith('generation ')

/** Settings whose values differ from those of another generation. */
export const changedSettings = (now: Generation, before: Generation | undefined) =>
  new Set(before ? Object.keys({ ...now.settings, ...before.settings }).filter(name => now.settings[name] !== before.settings[name]) : [])
