import { post } from '../api/request'
import type { RowsAnswer } from '../api/wire'
import { type Row, rowsOf } from './rows'

export type Kind = 'events' | 'items' | 'users'

export interface Refusal { line: number; why: string }

/** How far an import is. Refusals beyond the first few hundred are counted only. */
export interface Upload { read: number; sent: number; accepted: number; duplicates: number; refused: number; refusals: Refusal[]; done: boolean; stopped: boolean }

const batch = 1_000
const mostRefusals = 300

export const nothingSent: Upload = { read: 0, sent: 0, accepted: 0, duplicates: 0, refused: 0, refusals: [], done: false, stopped: false }

/** Sends a file's rows, a thousand at a time; tells after each how far it is. Ends early where the signal says so. */
export async function upload(kind: Kind, file: File, signal: AbortSignal, tell: (state: Upload) => void) {
  let state = nothingSent
  const add = (change: Partial<Upload>, refusals: Refusal[]) => {
    state = { ...state, ...change, refused: state.refused + refusals.length, refusals: [...state.refusals, ...refusals].slice(0, mostRefusals) }
    tell(state)
  }
  const send = async (rows: Row[]) => {
    const good = rows.filter(row => row.fault === undefined)
    const broken = rows.flatMap(({ line, fault }) => (fault === undefined ? [] : [{ line, why: fault }]))
    const answer = good.length === 0 ? undefined : await post<RowsAnswer>(`/v1/${kind}`, good.map(row => shaped(kind, row.value)))
    const refused = (answer?.rows ?? []).flatMap(({ error }, place) => (error ? [{ line: good[place]!.line, why: `${error.field}${error.value === undefined ? '' : ` '${error.value}'`}: ${error.limit}` }] : []))
    add({ sent: state.sent + rows.length, accepted: state.accepted + (answer?.accepted ?? 0), duplicates: state.duplicates + (answer?.duplicates ?? 0) }, [...broken, ...refused].sort((a, b) => a.line - b.line))
  }
  let waiting: Row[] = []
  for await (const row of rowsOf(file, read => (state = { ...state, read }))) {
    if (signal.aborted) break
    waiting.push(row)
    if (waiting.length === batch) {
      await send(waiting)
      waiting = []
    }
  }
  if (!signal.aborted && waiting.length > 0) await send(waiting)
  add({ done: true, stopped: signal.aborted }, [])
}

// Events are taken as they are: the server knows the names others use. Of items and users the id stands by itself.
function shaped(kind: Kind, value: unknown) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if (kind === 'events') return Object.fromEntries(Object.entries(value).map(([name, cell]) => [name, isValue.test(name) ? numberOf(cell) : cell]))
  if ('properties' in value) return value
  const { id, ...rest } = value as Record<string, unknown>
  return { id, properties: Object.fromEntries(Object.entries(rest).map(([name, cell]) => [name, valueOf(cell)])) }
}

const isValue = /^(event_?)?value$|^rating$|^amount$|^price$|^portion$/i
const number = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/

const numberOf = (cell: unknown) => (typeof cell === 'string' && number.test(cell) ? Number(cell) : cell)

const valueOf = (cell: unknown) => (cell === 'true' ? true : cell === 'false' ? false : numberOf(cell))
