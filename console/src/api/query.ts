import { post } from './request'
import type { SqlAnswer } from './wire'

/** One read-only statement on the history. */
export const sql = (text: string, rows?: number) => post<SqlAnswer>('/v1/query', { sql: text, ...(rows && { rows }) })
