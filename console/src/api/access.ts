import { useQuery } from '@tanstack/react-query'
import { useKey } from './key'
import { get } from './request'
import type { AccessAnswer, Scope } from './wire'

const ranks: Record<Scope, number> = { read: 0, write: 1, admin: 2 }

/** What this tab's key allows, asked anew whenever the key changes. */
export function useAccess() {
  const key = useKey()
  return useQuery({ queryKey: ['access', key], queryFn: ({ signal }) => get<AccessAnswer>('/v1/access', {}, signal), retry: false, staleTime: 60_000 })
}

/** True where the key has a scope or one above it. */
export function useMay(scope: Scope) {
  const has = useAccess().data?.scope
  return has !== undefined && ranks[has] >= ranks[scope]
}
