import { useMutation } from '@tanstack/react-query'
import { post } from '../api/request'
import type { RowsAnswer } from '../api/wire'

/** What may be sent by a click, and what it is called. */
export const acts = [
  { type: 'view', name: 'View' },
  { type: 'cart', name: 'Cart' },
  { type: 'purchase', name: 'Buy' },
  { type: 'like', name: 'Like' },
  { type: 'dislike', name: 'Dislike' },
  { type: 'hide', name: 'Hide' },
] as const

export interface Act { type: string; userId: string; itemId: string; recommendationId?: string }

/** Sends an event; the token that comes back makes the next answers wait for it. */
export const useAct = (onToken: (token: string | undefined, act: Act) => void) =>
  useMutation({
    mutationFn: (act: Act) => post<RowsAnswer>('/v1/events', act),
    onSuccess: (answer, act) => onToken(answer.token, act),
  })
