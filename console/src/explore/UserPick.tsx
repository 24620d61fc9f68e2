import { Autocomplete, Button, Group } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { useMay } from '../api/access'
import { post } from '../api/request'
import type { SqlAnswer } from '../api/wire'

/** Users by what is typed, those heard of last first. Asks the history, so it needs a key that may. */
export function useUsers(typed: string, enabled: boolean, most = 20) {
  const [text] = useDebouncedValue(typed, 200)
  const like = text.replaceAll("'", "''").replaceAll(/[\\%_]/g, sign => `\\${sign}`)
  return useQuery({
    queryKey: ['users', like, most],
    queryFn: () => post<SqlAnswer>('/v1/query', {
      sql: `select user_id, count(*) as events, max(accepted_at) as last from events where user_id is not null and user_id ilike '%${like}%' escape '\\' group by user_id order by last desc limit ${most}`,
    }),
    enabled,
    staleTime: 10_000,
  })
}

/** Says whose list it is. */
export function UserPick({ user, onPick }: { user: string; onPick: (user: string) => void }) {
  const [text, setText] = useState(user)
  const users = useUsers(text === user ? '' : text, useMay('admin'))
  const names = users.data?.rows.map(row => String(row[0])) ?? []
  useEffect(() => setText(user), [user])
  const take = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim()) onPick(text.trim())
  }
  return (
    <form onSubmit={take}>
      <Group align="end" gap="xs">
        <Autocomplete label="User" placeholder="An id" data={names} filter={({ options }) => options} value={text} onChange={setText} onOptionSubmit={onPick} maxLength={256} w={220} comboboxProps={{ transitionProps: { duration: 0 } }} />
        <Button type="submit" variant="filled">Show</Button>
        {names.length > 0 && <Button variant="default" onClick={() => onPick(names[Math.floor(Math.random() * names.length)]!)}>Somebody else</Button>}
      </Group>
    </form>
  )
}
