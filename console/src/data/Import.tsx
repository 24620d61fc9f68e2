import { Button, Card, FileInput, Group, Progress, Select, Stack, Text, Title } from '@mantine/core'
import { useRef, useState } from 'react'
import { client } from '../api/client'
import { DataTable } from '../parts/DataTable'
import { FaultNote } from '../parts/FaultNote'
import { bytes } from '../parts/text'
import { type Kind, nothingSent, type Upload, upload } from './upload'

/** A file's rows, sent as any application would; what is refused is listed with its line and why. */
export function Import() {
  const [kind, setKind] = useState<Kind>('events')
  const [file, setFile] = useState<File | null>(null)
  const [state, setState] = useState<Upload>()
  const [fault, setFault] = useState<Error>()
  const stop = useRef<AbortController>(null)
  const runs = state !== undefined && !state.done && !fault
  const begin = async () => {
    setFault(undefined)
    setState(nothingSent)
    stop.current = new AbortController()
    try {
      await upload(kind, file!, stop.current.signal, setState)
    } catch (failed) {
      setFault(failed as Error)
    }
    await client.invalidateQueries()
  }
  return (
    <Card withBorder component="section" aria-label="Import a file">
      <Stack gap="sm">
        <Title order={2}>Import a file</Title>
        <Text size="sm" c="dimmed">
          CSV and TSV with a head, JSON, or an object a line; also packed as .gz. Events name a type, a user or session and an item; items and users an id, and what else there is becomes properties. For large files, Parquet and other column names there is <span className="mono">attune import</span>.
        </Text>
        <Group align="end">
          <Select label="It holds" data={['events', 'items', 'users']} value={kind} onChange={value => value && setKind(value as Kind)} allowDeselect={false} w={120} comboboxProps={{ transitionProps: { duration: 0 } }} />
          <FileInput label="File" placeholder="Choose a file" value={file} onChange={setFile} accept=".csv,.tsv,.json,.jsonl,.ndjson,.gz" w={260} clearable={false} />
          <Button disabled={!file || runs} onClick={begin}>Import</Button>
          {runs && <Button variant="default" onClick={() => stop.current?.abort()}>Stop</Button>}
        </Group>
        {file && !state && <Text size="sm" c="dimmed">{bytes(file.size)}</Text>}
        {runs && <Progress value={file ? (100 * state.read) / Math.max(1, file.size) : 0} aria-label="Part of the file that is read" />}
        <Text size="sm" role="status">{state ? sentence(state) : ''}</Text>
        {fault && <FaultNote fault={fault} title="The import ended early" />}
        {state && state.refusals.length > 0 && (
          <>
            <Title order={3}>Refused</Title>
            <div className="high"><DataTable label="Refused rows" rows={state.refusals} columns={[{ name: 'Line', numeric: true, of: row => row.line }, { name: 'Why', of: row => row.why }]} /></div>
            {state.refused > state.refusals.length && <Text size="sm" c="dimmed">And {(state.refused - state.refusals.length).toLocaleString('en')} more.</Text>}
          </>
        )}
      </Stack>
    </Card>
  )
}

const sentence = ({ sent, accepted, duplicates, refused, done, stopped }: Upload) =>
  `${done ? (stopped ? 'Stopped' : 'Done') : 'Importing'}: ${sent.toLocaleString('en')} rows, ${accepted.toLocaleString('en')} accepted, ${duplicates.toLocaleString('en')} known already, ${refused.toLocaleString('en')} refused.`
