import { ApiProblem, problemOf } from './problem'
import { currentKey } from './key'

export type Query = Record<string, string | number | boolean | string[] | undefined>

/** An address of the API: parts of the path are escaped, empty parameters left out. */
export function address(path: string, query: Query = {}) {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== '') search.append(name, String(one))
    }
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

/** One request; the JSON it answers, or null where it answers none. */
export async function request<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = {}
  const key = currentKey()
  if (key) headers.Authorization = `Bearer ${key}`
  const init: RequestInit = { method, headers, signal: signal ?? null }
  if (body !== undefined) {
    headers['Content-Type'] = typeof body === 'string' ? 'application/x-ndjson' : 'application/json'
    init.body = typeof body === 'string' ? body : JSON.stringify(body)
  }
  let answer: Response
  try {
    answer = await fetch(path, init)
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === 'AbortError') throw fault
    throw new ApiProblem(0, 'The server does not answer.', 'The server does not answer. It may be starting, or stopped.')
  }
  if (!answer.ok) throw await problemOf(answer)
  return (answer.status === 204 ? null : await answer.json()) as T
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal) => request<T>('GET', address(path, query), undefined, signal)
export const post = <T>(path: string, body?: unknown) => request<T>('POST', path, body)
export const put = <T>(path: string, body: unknown) => request<T>('PUT', path, body)
export const remove = (path: string) => request<null>('DELETE', path)

/** An id as a part of a path. */
export const part = (id: string) => encodeURIComponent(id)
