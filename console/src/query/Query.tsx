import { PostgreSQL, sql as language } from '@codemirror/lang-sql'
import { autocompletion } from '@codemirror/autocomplete'
import { Button, Card, Group, Stack, Text, TextInput, Title, UnstyledButton } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useMay } from '../api/access'
import { sql } from '../api/query'
import { CodeEditor } from '../editor/CodeEditor'
import { FaultNote } from '../parts/FaultNote'
import { NeedsScope } from '../parts/NeedsScope'
import { Result } from './Result'
import { useSaved } from './saved'

const columns = ['log_partition', 'log_offset', 'event_id', 'type', 'user_id', 'session_id', 'item_id', 'happened_at', 'accepted_at', 'value', 'recommendation_id', 'context']
const extensions = [language({ dialect: PostgreSQL, schema: { events: columns }, defaultTable: 'events', upperCaseKeywords: false }), autocompletion()]

/** SQL on the history, read-only: a table, a chart, and a list of what was worth keeping. */
export default function Query() {
  const may = useMay('admin')
  const saved = useSaved()
  const [text, setText] = useState(saved.all[0]?.sql ?? 'select count(*) from events')
  const [name, setName] = useState('')
  const run = useMutation({ mutationFn: () => sql(text) })
  const keep = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim()) saved.save({ name: name.trim(), sql: text })
    setName('')
  }
  if (!may) return <NeedsScope page="Query" scope="admin" />
  return (
    <Stack>
      <Title order={1}>Query</Title>
      <div className="beside">
        <Card withBorder component="section" aria-label="Saved queries">
          <Stack gap="xs">
            <Title order={2}>Saved</Title>
            <ul className="plain">
              {saved.all.map(one => (
                <li key={one.name}>
                  <Group justify="space-between" wrap="nowrap">
                    <UnstyledButton className="inline" fz="sm" onClick={() => setText(one.sql)}>{one.name}</UnstyledButton>
                    <Button size="compact-xs" variant="default" className="whole" onClick={() => saved.drop(one.name)} aria-label={`Forget ${one.name}`}>Forget</Button>
                  </Group>
                </li>
              ))}
            </ul>
            <Text size="xs" c="dimmed">Kept in this browser.</Text>
          </Stack>
        </Card>
        <Stack>
          <Card withBorder component="section" aria-label="Statement">
            <Stack gap="sm">
              <Text size="sm" c="dimmed">The table of behaviour is <span className="mono">events</span>. Nothing can be changed from here. Ctrl+Enter runs it.</Text>
              <CodeEditor label="SQL statement" value={text} onChange={setText} extensions={extensions} onRun={() => run.mutate()} />
              <Group align="end" justify="space-between">
                <Button onClick={() => run.mutate()} loading={run.isPending}>Run</Button>
                <form onSubmit={keep}>
                  <Group align="end" gap="xs"><TextInput label="Keep it as" value={name} onChange={event => setName(event.currentTarget.value)} w={180} maxLength={80} /><Button type="submit" variant="default" disabled={!name.trim()}>Keep</Button></Group>
                </form>
              </Group>
              {run.error && <FaultNote fault={run.error} />}
            </Stack>
          </Card>
          {run.data && <Result key={run.submittedAt} answer={run.data} />}
        </Stack>
      </div>
    </Stack>
  )
}
