import { json } from '@codemirror/lang-json'
import { Alert, Button, Card, Group, List, Modal, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '../api/client'
import { advice, ApiProblem } from '../api/problem'
import { get, part, post, put, remove } from '../api/request'
import type { PreviewInfo, Scenario, ScenariosAnswer } from '../api/wire'
import { CodeEditor } from '../editor/CodeEditor'
import { FaultNote } from '../parts/FaultNote'
import { useCheck } from './check'
import { scenarioCompletion } from './completion'
import { PreviewReport } from './PreviewReport'
import { Versions } from './Versions'

const extensions = [json(), scenarioCompletion]

/** The settings of a scenario as one writes them: without what only answers say. */
export function textOf({ name: _name, version: _version, savedAt: _savedAt, warnings: _warnings, ...settings }: Scenario) {
  return JSON.stringify(settings, null, 2)
}

/** One scenario: its settings checked as they are typed, their effect before they are saved, its versions. */
export function ScenarioEditor({ name, onGone }: { name: string; onGone: () => void }) {
  const versions = useQuery({
    queryKey: ['versions', name],
    queryFn: ({ signal }) => get<ScenariosAnswer>(`/v1/scenarios/${part(name)}/versions`, {}, signal).catch(fault => {
      if (fault instanceof ApiProblem && fault.status === 404) return { scenarios: [] }
      throw fault
    }),
  })
  if (versions.error) return <FaultNote fault={versions.error} />
  // A name nobody has saved begins as an empty scenario.
  return versions.data ? <Editing key={name} name={name} versions={versions.data.scenarios} onGone={onGone} /> : null
}

function Editing({ name, versions, onGone }: { name: string; versions: Scenario[]; onGone: () => void }) {
  const inForce = versions[0]
  const [text, setText] = useState(() => (inForce ? textOf(inForce) : '{\n  "count": 10\n}'))
  const [asking, { open: ask, close }] = useDisclosure()
  const { checked, diagnostics } = useCheck(name, text)
  const refresh = () => Promise.all([client.invalidateQueries({ queryKey: ['versions', name] }), client.invalidateQueries({ queryKey: ['scenarios'] })])
  const taken = async (saved: Scenario) => {
    await refresh()
    setText(textOf(saved))
  }
  const preview = useMutation({ mutationFn: () => post<PreviewInfo>(`/v1/scenarios/${part(name)}/preview`, JSON.parse(text)) })
  const save = useMutation({ mutationFn: () => put<Scenario>(`/v1/scenarios/${part(name)}?version=${inForce?.version ?? 0}`, JSON.parse(text)), onSuccess: taken })
  const back = useMutation({
    mutationFn: (version: number) => post<Scenario>(`/v1/scenarios/${part(name)}/rollback`, { version }),
    onSuccess: taken,
  })
  const drop = useMutation({ mutationFn: () => remove(`/v1/scenarios/${part(name)}`), onSuccess: async () => (close(), await refresh(), onGone()) })
  const good = checked?.errors.length === 0
  const changed = !inForce || text !== textOf(inForce)
  const fault = save.error ?? preview.error ?? back.error ?? drop.error
  return (
    <Stack>
      <Card withBorder component="section" aria-label={`Settings of ${name}`}>
        <Stack gap="sm">
          <Group justify="space-between"><Title order={2}>{name}</Title><Text size="sm" c="dimmed">{inForce ? `version ${inForce.version} is in force` : 'not saved yet'}</Text></Group>
          <CodeEditor label={`Settings of ${name}, JSON`} value={text} onChange={setText} extensions={extensions} diagnostics={diagnostics} />
          <Findings errors={checked?.errors.map(error => `${error.field}: ${advice(error)}`)} warnings={checked?.warnings ?? []} />
          <Group>
            <Button variant="default" disabled={!good} loading={preview.isPending} onClick={() => preview.mutate()}>Preview the effect</Button>
            <Button disabled={!good || !changed} loading={save.isPending} onClick={() => save.mutate()}>Save</Button>
            {inForce && changed && <Button variant="default" onClick={() => setText(textOf(inForce))}>Discard changes</Button>}
            {inForce && <Button variant="default" onClick={ask}>Delete</Button>}
          </Group>
          <Text size="sm" role="status">{save.data && !changed ? `Version ${save.data.version} is in force from the next question on.` : ''}</Text>
          {fault && <FaultNote fault={fault} />}
        </Stack>
      </Card>
      {preview.data && <PreviewReport preview={preview.data} />}
      {versions.length > 0 && <Versions versions={versions} onLoad={version => setText(textOf(version))} onBack={version => back.mutate(version)} />}
      <Modal opened={asking} onClose={close} title={`Delete ${name}?`} closeButtonProps={{ 'aria-label': 'Close' }}>
        <Stack>
          <Text size="sm">Its questions follow the scenario default from then on.</Text>
          <Group><Button color="red.9" onClick={() => drop.mutate()} loading={drop.isPending}>Delete</Button><Button variant="default" onClick={close}>Keep</Button></Group>
        </Stack>
      </Modal>
    </Stack>
  )
}

function Findings({ errors, warnings }: { errors: string[] | undefined; warnings: string[] }) {
  return (
    <div role="status">
      {errors === undefined ? <Text size="sm" c="dimmed">Checking …</Text> : errors.length > 0 ? (
        <Alert color="red" variant="outline" title="This would be refused"><List size="sm">{errors.map(error => <List.Item key={error}>{error}</List.Item>)}</List></Alert>
      ) : warnings.length > 0 ? (
        <Alert color="yellow.9" variant="outline" title="This would be taken, but"><List size="sm">{warnings.map(warning => <List.Item key={warning}>{warning}</List.Item>)}</List></Alert>
      ) : <Text size="sm" c="dimmed">No fault found.</Text>}
    </div>
  )
}
