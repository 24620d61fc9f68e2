import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './problem'

/** What is kept of answers: nothing is asked again by itself where it was refused. */
export const client = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, fault) => failures < 2 && (!(fault instanceof ApiProblem) || fault.status === 0 || fault.status === 503 || fault.status === 429),
      refetchOnWindowFocus: false,
      staleTime: 2_000,
    },
  },
})
