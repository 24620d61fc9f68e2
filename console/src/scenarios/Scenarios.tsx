import { Button, Card, Group, Menu, NavLink, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useSearchParams } from 'wouter'
import { useMay } from '../api/access'
import { useScenarios } from '../api/catalog'
import { client } from '../api/client'
import { get, part, post } from '../api/request'
import type { PresetsAnswer } from '../api/wire'
import { FaultNote } from '../parts/FaultNote'
import { NeedsScope } from '../parts/NeedsScope'
import { ScenarioEditor } from './ScenarioEditor'

/** Placements by name, and how their lists are made. */
export default function Scenarios() {
  const may = useMay('write')
  const [query, setQuery] = useSearchParams()
  const scenarios = useScenarios()
  if (!may) return <NeedsScope page="Scenarios" scope="write" />
  const names = scenarios.data?.scenarios.map(one => one.name!) ?? []
  const chosen = query.get('name') ?? names[0]
  const choose = (name: string | undefined) => setQuery(name ? { name } : {})
  return (
    <Stack>
      <Title order={1}>Scenarios and rules</Title>
      {scenarios.error && <FaultNote fault={scenarios.error} />}
      <div className="beside">
        <Card withBorder component="nav" aria-label="Scenarios">
          <Stack gap="xs">
            {names.length === 0 && <Text size="sm" c="dimmed">No scenario is saved: every placement is answered as the server's settings have it.</Text>}
            {scenarios.data?.scenarios.map(one => (
              <NavLink key={one.name} component="button" label={one.name} description={one.description} active={one.name === chosen} aria-current={one.name === chosen ? 'true' : undefined} onClick={() => choose(one.name)} variant="light" className="nav-item" />
            ))}
            <NewName onName={choose} />
            <Presets />
          </Stack>
        </Card>
        {chosen && <ScenarioEditor key={chosen} name={chosen} onGone={() => choose(undefined)} />}
      </div>
    </Stack>
  )
}

function NewName({ onName }: { onName: (name: string) => void }) {
  const [name, setName] = useState('')
  const take = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim()) onName(name.trim())
    setName('')
  }
  return (
    <form onSubmit={take}>
      <Group gap="xs" align="end" wrap="nowrap">
        <TextInput label="New scenario" placeholder="gifts" value={name} onChange={event => setName(event.currentTarget.value)} flex={1} />
        <Button type="submit" variant="default" disabled={!name.trim()}>Begin</Button>
      </Group>
    </form>
  )
}

function Presets() {
  const presets = useQuery({ queryKey: ['presets'], queryFn: ({ signal }) => get<PresetsAnswer>('/v1/scenarios/presets', {}, signal), staleTime: 300_000 })
  const save = useMutation({
    mutationFn: (industry: string) => post<{ saved: string[]; kept: string[]; notes: string[] }>(`/v1/scenarios/presets/${part(industry)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['scenarios'] }),
  })
  return (
    <Stack gap={4}>
      <Menu transitionProps={{ duration: 0 }}>
        <Menu.Target><Button variant="default">Begin with a preset</Button></Menu.Target>
        <Menu.Dropdown>{presets.data?.presets.map(one => <Menu.Item key={one.industry} onClick={() => save.mutate(one.industry)}>{one.industry}</Menu.Item>)}</Menu.Dropdown>
      </Menu>
      {save.error && <FaultNote fault={save.error} />}
      <Text size="xs" c="dimmed" role="status">{save.data ? `Saved ${save.data.saved.length}, kept ${save.data.kept.length} that were there. ${save.data.notes.join(' ')}` : ''}</Text>
    </Stack>
  )
}
