import { Stack, Text, Title } from '@mantine/core'
import type { Scope } from '../api/wire'

/** A page that this tab's key does not reach. */
export const NeedsScope = ({ page, scope }: { page: string; scope: Scope }) => (
  <Stack>
    <Title order={1}>{page}</Title>
    <Text>This page needs a key of scope {scope}{scope === 'admin' ? '' : ' or above'}. Give one under Key, at the top.</Text>
  </Stack>
)
