import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { get, part } from '../api/request'
import type { AnswerItem, ProfileAnswer, RecommendationAnswer } from '../api/wire'
import { type Changes, changesOf, nothing } from './changes'

export interface Asked {
  user: string
  scenario: string
  count: number
  /** Events left out of the account, by their places in the log. */
  without: string[]
  /** The token of the last event sent from here: the answer waits for it. */
  after: string | undefined
  live: boolean
  /** A kept generation that answers; undefined for the one in service. */
  generation?: string | undefined
}

const everySoOften = 4_000
const longestWait = 1_000

/** The list of a user as it is, with what changed since it was last another. */
export function useList({ user, scenario, count, without, after, live, generation }: Asked) {
  const path = `/v1/users/${part(user)}${generation ? `/generations/${part(generation)}` : ''}/recommendations`
  const query = useQuery({
    queryKey: ['list', path, scenario, count, without, after],
    queryFn: ({ signal }) =>
      get<RecommendationAnswer>(path, { scenario, count, without, after, deadline: longestWait, explain: true }, signal),
    refetchInterval: live ? everySoOften : false,
    placeholderData: keepPreviousData,
  })
  const marks = useChanges(`${path}\n${scenario}\n${count}`, query.isPlaceholderData ? undefined : query.data)
  return { ...query, ...marks }
}

/** What is known of a user. */
export const useProfile = (user: string, after: string | undefined, live: boolean, enabled: boolean) =>
  useQuery({
    queryKey: ['profile', user, after],
    queryFn: ({ signal }) => get<ProfileAnswer>(`/v1/users/${part(user)}/profile`, {}, signal),
    refetchInterval: live ? everySoOften : false,
    placeholderData: (before, query) => (query?.queryKey[1] === user ? before : undefined),
    enabled,
  })

function useChanges(subject: string, answer: RecommendationAnswer | undefined) {
  const [state, setState] = useState<{ changes: Changes; gone: AnswerItem[] }>({ changes: nothing, gone: [] })
  const last = useRef<{ subject: string; items: AnswerItem[] } | null>(null)
  useEffect(() => {
    if (!answer) return
    const before = last.current
    last.current = { subject, items: answer.items }
    if (before?.subject !== subject) {
      setState({ changes: nothing, gone: [] })
      return
    }
    const changes = changesOf(before.items.map(item => item.id), answer.items.map(item => item.id))
    // The same list again leaves the marks of the last change to be looked at.
    if (changes.added.size + changes.moved.size + changes.gone.length > 0) {
      setState({ changes, gone: before.items.filter(item => changes.gone.includes(item.id)) })
    }
  }, [subject, answer])
  return state
}
