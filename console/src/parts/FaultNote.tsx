import { Alert, List } from '@mantine/core'
import { ApiProblem } from '../api/problem'

/** What went wrong, as the server says it, a line a fault. */
export function FaultNote({ fault, title }: { fault: Error; title?: string }) {
  const lines = fault instanceof ApiProblem ? fault.lines : [fault.message]
  const heading = title ?? (fault instanceof ApiProblem ? fault.title : 'That did not work')
  return (
    <Alert color="red" variant="outline" title={heading} role="alert">
      {lines.length === 1 ? lines[0] : <List size="sm">{lines.map(line => <List.Item key={line}>{line}</List.Item>)}</List>}
    </Alert>
  )
}
