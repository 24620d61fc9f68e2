import { Stack, Title } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useMay } from '../api/access'
import { ItemDrawer } from '../explore/ItemDrawer'
import { NeedsScope } from '../parts/NeedsScope'
import { Findings } from './Findings'
import { Import } from './Import'
import { Items } from './Items'
import { Users } from './Users'

/** What there is: what is wrong with it, items, users, and a way in for more. */
export default function Data() {
  const may = useMay('write')
  const [item, setItem] = useState<string>()
  const [, go] = useLocation()
  if (!may) return <NeedsScope page="Data" scope="write" />
  return (
    <Stack>
      <Title order={1}>Data</Title>
      <Findings />
      <Items onOpen={setItem} />
      <Users />
      <Import />
      <ItemDrawer id={item} onClose={() => setItem(undefined)} onOpen={setItem} onUser={user => go(`/explore?user=${encodeURIComponent(user)}`)} />
    </Stack>
  )
}
