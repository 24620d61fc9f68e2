import { Alert, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { PreviewInfo, PreviewPlaces } from '../api/wire'
import { DataTable } from '../parts/DataTable'
import { ItemName } from '../parts/ItemName'
import { count, share } from '../parts/text'

/** What a scenario would change, by the last questions asked. */
export function PreviewReport({ preview }: { preview: PreviewInfo }) {
  const { before, after } = preview
  const rows: [string, string, string][] = [
    ['Empty lists', count(before.empty), count(after.empty)],
    ['Lists too short', count(before.tooShort), count(after.tooShort)],
    ['Part of the items shown at all', share(before.coverage), share(after.coverage)],
    ['Categories in a list', count(before.categories), count(after.categories)],
  ]
  return (
    <Card withBorder component="section" aria-label="Preview" className="appear">
      <Stack gap="sm">
        <Title order={2}>Preview</Title>
        {preview.note && <Alert color="gray" variant="outline">{preview.note}</Alert>}
        <Text size="sm" role="status">
          The last {preview.questions} questions {preview.of === 'scenario' ? 'of this scenario' : 'of the whole workspace'}, answered by{' '}
          {preview.inForce > 0 ? `version ${preview.inForce}` : 'the settings in force'} and by this one: {share(preview.changedSlots)} of the places differ, {share(preview.overlap)} of the items are the same
          {preview.effect !== undefined && <>, expected effect {preview.effect > 0 ? '+' : ''}{share(preview.effect)} of score</>}.
        </Text>
        {preview.warnings.map(warning => <Alert key={warning} color="yellow" variant="outline">{warning}</Alert>)}
        <DataTable label="Lists before and after" rows={rows} columns={[{ name: '', of: row => row[0] }, { name: 'Now', numeric: true, of: row => row[1] }, { name: 'With this', numeric: true, of: row => row[2] }]} />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Places title="Gain places" places={preview.gaining} />
          <Places title="Lose places" places={preview.losing} />
        </SimpleGrid>
      </Stack>
    </Card>
  )
}

function Places({ title, places }: { title: string; places: PreviewPlaces[] }) {
  return (
    <section aria-label={title}>
      <Title order={3}>{title}</Title>
      {places.length === 0 && <Text size="sm" c="dimmed">None.</Text>}
      <ul className="plain">
        {places.map(place => (
          <li key={place.itemId}><Group justify="space-between" wrap="nowrap"><Text size="sm"><ItemName id={place.itemId} /></Text><Text size="sm" className="number aside">{place.before} → {place.after}</Text></Group></li>
        ))}
      </ul>
    </section>
  )
}
