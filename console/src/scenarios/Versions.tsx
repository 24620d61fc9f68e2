import { Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import type { Scenario } from '../api/wire'
import { DataTable } from '../parts/DataTable'
import { instant } from '../parts/text'

interface Props {
  versions: Scenario[]
  onLoad: (version: Scenario) => void
  onBack: (version: number) => void
}

/** Every version kept, newest first: what it changed, to be looked at or gone back to. */
export function Versions({ versions, onLoad, onBack }: Props) {
  return (
    <Card withBorder component="section" aria-label="Versions">
      <Stack gap="sm">
        <Title order={2}>Versions</Title>
        <DataTable
          label="Versions kept" rows={versions} keyOf={row => String(row.version)}
          columns={[
            { name: 'Version', of: row => row.version },
            { name: 'Saved', of: row => (row.savedAt ? instant(row.savedAt) : '') },
            { name: 'Changed', of: row => <Text size="sm" className="mono">{changesOf(row, versions[versions.indexOf(row) + 1]) || '–'}</Text> },
            {
              name: 'Actions',
              of: row => (
                <Group gap={6} wrap="nowrap">
                  <Button size="compact-xs" variant="default" onClick={() => onLoad(row)} aria-label={`Put version ${row.version} into the editor`}>Look</Button>
                  {row !== versions[0] && <Button size="compact-xs" variant="default" onClick={() => onBack(row.version!)} aria-label={`Go back to version ${row.version}`}>Go back</Button>}
                </Group>
              ),
            },
          ]}
        />
      </Stack>
    </Card>
  )
}

const apart = ['name', 'version', 'savedAt', 'warnings']

// The settings in which a version differs from the one before it.
function changesOf(version: Scenario, before: Scenario | undefined) {
  if (!before) return 'first version'
  return [...new Set([...Object.keys(version), ...Object.keys(before)])]
    .filter(name => !apart.includes(name) && JSON.stringify(version[name]) !== JSON.stringify(before[name]))
    .join(', ')
}
