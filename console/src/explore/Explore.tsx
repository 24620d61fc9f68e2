import { Button, Group, NumberInput, Paper, Select, SimpleGrid, Stack, Switch, Text, Title } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'wouter'
import { useMay } from '../api/access'
import { useGenerations, useScenarios } from '../api/catalog'
import type { AnswerItem } from '../api/wire'
import { FaultNote } from '../parts/FaultNote'
import { changesOf, difference, nothing } from './changes'
import { useAct } from './events'
import { ItemDrawer } from './ItemDrawer'
import { LivePanel } from './LivePanel'
import { eventKey, ProfileCard } from './ProfileCard'
import { UserPick, useUsers } from './UserPick'
import { type Asked, useList, useProfile } from './useList'

const most = 50

/** A user, what is known of them, and their list as it is this moment. */
export default function Explore() {
  const [query, setQuery] = useSearchParams()
  const set = (changes: Record<string, string | null>) =>
    setQuery(before => {
      for (const [name, value] of Object.entries(changes)) {
        if (value) before.set(name, value)
        else before.delete(name)
      }
      return before
    })
  const somebody = useUsers('', useMay('admin') && !query.get('user')).data?.rows[0]?.[0]
  const user = query.get('user') ?? (typeof somebody === 'string' ? somebody : '')
  return (
    <Stack>
      <Title order={1}>Explore</Title>
      <UserPick user={user} onPick={next => set({ user: next, item: null })} />
      {user ? <OfUser key={user} user={user} query={query} set={set} /> : <Text c="dimmed">Name a user to see their list. Anybody will do: a stranger gets a list too.</Text>}
    </Stack>
  )
}

function OfUser({ user, query, set }: { user: string; query: URLSearchParams; set: (changes: Record<string, string | null>) => void }) {
  const [count, setCount] = useState(12)
  const [after, setAfter] = useState<string>()
  const [without, setWithout] = useState<string[]>([])
  const [live, setLive] = useState(false)
  const [said, setSaid] = useState('')
  const [scenario, other, generation] = [query.get('scenario') ?? 'default', query.get('beside'), query.get('by') ?? undefined]
  const mayLook = useMay('write')
  const asked = { user, count, without, after, live }
  const first = useList({ ...asked, scenario })
  const profile = useProfile(user, after, live, mayLook)
  const offsets = useOffsets(first.data?.items)
  const act = useAct((token, { type, itemId }) => {
    setAfter(token)
    setSaid(`Sent: ${type} of ${itemId}.`)
  })
  const send = (type: string, itemId: string) => act.mutate({ type, userId: user, itemId, ...(first.data && { recommendationId: first.data.recommendationId }) })
  const open = (item: string) => set({ item })
  return (
    <>
      <Paper withBorder p="sm" component="section" aria-label="Settings of the list">
        <Group align="end">
          <ScenarioPick label="Scenario" value={scenario} onPick={value => set({ scenario: value })} />
          <NumberInput label="Items" value={count} onChange={value => setCount(Math.min(most, Math.max(1, Number(value) || 1)))} min={1} max={most} w={90} />
          <Switch label="Ask again every 4 s" checked={live} onChange={event => setLive(event.currentTarget.checked)} mb={8} />
          {other === null
            ? <Button variant="default" onClick={() => set({ beside: scenario })}>Compare</Button>
            : <><ScenarioPick label="Compared scenario" value={other} onPick={value => set({ beside: value })} />{mayLook && <GenerationPick value={generation} onPick={value => set({ by: value })} />}<Button variant="default" onClick={() => set({ beside: null, by: null })}>End the comparison</Button></>}
          {without.length > 0 && <Button variant="default" onClick={() => setWithout([])}>Count all events again</Button>}
        </Group>
      </Paper>
      {act.error && <FaultNote fault={act.error} />}
      <Text size="sm" role="status">{said}</Text>
      <div className="explore">
        {mayLook
          ? <ProfileCard profile={profile.data} error={profile.error} offsets={offsets} without={without} onOpen={open} onUndo={offset => setWithout(now => (now.includes(offset) ? now.filter(one => one !== offset) : [...now, offset]))} />
          : <Text size="sm" c="dimmed">A key of scope write shows the profile.</Text>}
        <SimpleGrid cols={{ base: 1, lg: other === null ? 1 : 2 }} spacing="lg">
          <LivePanel title={other === null ? `List of ${user}` : `Scenario ${scenario}${generation ? ', in service' : ''}`} list={first} onOpen={open} onAct={send} />
          {other !== null && <Beside asked={asked} scenario={other} generation={generation} first={first.data?.items} onOpen={open} onAct={send} />}
        </SimpleGrid>
      </div>
      <ItemDrawer id={query.get('item') ?? undefined} onClose={() => set({ item: null })} onOpen={open} onUser={next => set({ user: next, item: null })} onAct={send} />
    </>
  )
}

interface BesideProps {
  asked: Omit<Asked, 'scenario' | 'generation'>
  scenario: string
  /** By which kept generation; undefined for the one in service. */
  generation: string | undefined
  /** The list it stands beside. */
  first: AnswerItem[] | undefined
  onOpen: (id: string) => void
  onAct: (type: string, id: string) => void
}

function Beside({ asked, scenario, generation, first, onOpen, onAct }: BesideProps) {
  const list = useList({ ...asked, scenario, generation })
  const here = list.data?.items
  const ids = new Set(first?.map(item => item.id))
  const shared = here?.filter(item => ids.has(item.id)).length ?? 0
  const note = `${shared} of ${here?.length ?? 0} items are in both lists.`
  if (!generation) return <LivePanel title={`Compared: ${scenario}`} list={list} note={note} onOpen={onOpen} onAct={onAct} />
  // Two generations differ by their places: what is marked is the other list, and not the moment before. While this generation
  // has not answered yet, what stands here is another's: nothing is said of it.
  const both = first && here && !list.isPlaceholderData
  const changes = both ? changesOf(first.map(item => item.id), here.map(item => item.id)) : nothing
  const beside = { ...list, changes, gone: first?.filter(item => changes.gone.includes(item.id)) ?? [] }
  const said = both ? difference(changes) : ''
  return <LivePanel title={`Compared: ${scenario} by generation ${generation}`} list={beside} note={note} said={said} onOpen={onOpen} />
}

const inService = 'in service'

function GenerationPick({ value, onPick }: { value: string | undefined; onPick: (value: string | null) => void }) {
  const kept = useGenerations(true).data?.generations.filter(one => !one.inService).map(one => `${one.number}`) ?? []
  const names = [...new Set([inService, ...(value ? [value] : []), ...kept])]
  return <Select label="Compared generation" data={names} value={value ?? inService} onChange={next => next && onPick(next === inService ? null : next)} allowDeselect={false} w={180} comboboxProps={{ transitionProps: { duration: 0 } }} />
}

function ScenarioPick({ label, value, onPick }: { label: string; value: string; onPick: (value: string) => void }) {
  const scenarios = useScenarios()
  const names = [...new Set(['default', value, ...(scenarios.data?.scenarios.map(one => one.name!) ?? [])])]
  return <Select label={label} data={names} value={value} onChange={next => next && onPick(next)} allowDeselect={false} w={180} comboboxProps={{ transitionProps: { duration: 0 } }} />
}

// The profile does not say where its events stand in the log; the reasons of the list do. What was once known stays known.
function useOffsets(items: { contributions?: { events: { type: string; itemId: string; timestamp: string; offset?: string }[] }[] }[] | undefined) {
  const [known] = useState(() => new Map<string, string>())
  return useMemo(() => {
    for (const event of items?.flatMap(item => item.contributions ?? []).flatMap(part => part.events) ?? []) {
      if (event.offset) known.set(eventKey(event.type, event.itemId, event.timestamp), event.offset)
    }
    return new Map(known)
  }, [items, known])
}
