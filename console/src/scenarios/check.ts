import type { Diagnostic } from '@codemirror/lint'
import type { EditorState } from '@codemirror/state'
import { type QueryFunctionContext, useQuery } from '@tanstack/react-query'
import { useDebouncedValue } from '@mantine/hooks'
import { useCallback } from 'react'
import { advice, ApiProblem, type FieldError } from '../api/problem'
import { part, request } from '../api/request'
import type { PreviewInfo } from '../api/wire'
import { rangeOf } from './place'

const rest = 400

export interface Checked { errors: FieldError[]; warnings: string[] }

/** Asks the API whether a scenario would be taken, a moment after the last key; nothing is saved by it. */
export function useCheck(name: string, text: string) {
  const [settled] = useDebouncedValue(text, rest)
  const query = useQuery({ queryKey: ['check', name, settled], queryFn: context => check(name, settled, context), retry: false, staleTime: Infinity, gcTime: 10_000 })
  const checked = query.data
  const diagnostics = useCallback((state: EditorState) => marks(state, checked), [checked])
  return { checked: settled === text ? checked : undefined, diagnostics }
}

async function check(name: string, text: string, { signal }: QueryFunctionContext): Promise<Checked> {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (fault) {
    return { errors: [{ field: 'JSON', limit: (fault as Error).message }], warnings: [] }
  }
  try {
    const preview = await request<PreviewInfo>('POST', `/v1/scenarios/${part(name)}/preview?questions=1`, body, signal)
    return { errors: [], warnings: preview.warnings }
  } catch (fault) {
    if (fault instanceof ApiProblem && fault.status === 400) return { errors: fault.errors.length > 0 ? fault.errors : [{ field: 'scenario', limit: fault.detail }], warnings: [] }
    throw fault
  }
}

function marks(state: EditorState, checked: Checked | undefined): Diagnostic[] {
  return (checked?.errors ?? []).map(error => {
    const unknown = error.limit.startsWith('Known here')
    const range = rangeOf(state, error.field, unknown)
    // A place within a text counts from after its opening quote.
    const from = error.position === undefined ? range.from : Math.min(range.to - 1, range.from + 1 + error.position)
    return { from: Math.max(0, Math.min(from, state.doc.length)), to: Math.min(range.to, state.doc.length), severity: 'error', message: advice(error) }
  })
}
