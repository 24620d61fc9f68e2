import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type FormEvent, useState } from 'react'
import { client } from '../api/client'
import { takeKey, useKey } from '../api/key'
import type { AccessAnswer } from '../api/wire'

function use(key: string) {
  takeKey(key)
  // What another key was shown is none of this one's business.
  client.clear()
}

/** Asks for a key. */
export function KeyForm({ onDone }: { onDone?: () => void }) {
  const [text, setText] = useState('')
  const take = (event: FormEvent) => {
    event.preventDefault()
    use(text.trim())
    onDone?.()
  }
  return (
    <form onSubmit={take}>
      <Stack gap="sm">
        <PasswordInput label="API key" description="As 'attune keys create' says it once. Kept in this tab only, until it is closed." placeholder="atn_…" autoComplete="off" value={text} onChange={event => setText(event.currentTarget.value)} required />
        <Group><Button type="submit" disabled={!text.trim()}>Use this key</Button></Group>
      </Stack>
    </form>
  )
}

/** Says what the key allows, and takes another. */
export function KeyButton({ access }: { access: AccessAnswer | undefined }) {
  const [open, { open: show, close }] = useDisclosure()
  const key = useKey()
  return (
    <>
      <Button variant="default" size="compact-md" onClick={show}>{access ? (access.keyed ? `Key: ${access.scope}` : 'No keys') : 'Key'}</Button>
      <Modal opened={open} onClose={close} title="Access" closeButtonProps={{ 'aria-label': 'Close' }}>
        <Stack>
          <Text size="sm">
            {access && !access.keyed
              ? 'This server has no keys: whoever is on this machine may do everything. Make one with: attune keys create --scope read'
              : 'A key of scope read shows recommendations; write shows users, scenarios and generations and changes them; admin does everything.'}
          </Text>
          <KeyForm onDone={close} />
          {key && <Button variant="default" onClick={() => { use(''); close() }}>Forget the key</Button>}
        </Stack>
      </Modal>
    </>
  )
}
