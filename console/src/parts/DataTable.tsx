import { Table } from '@mantine/core'

export interface Column<Row> {
  name: string
  of: (row: Row) => React.ReactNode
  numeric?: boolean
}

/** Rows under headings; wider than the page it scrolls by itself, also by keyboard. */
export function DataTable<Row>({ label, columns, rows, keyOf }: { label: string; columns: Column<Row>[]; rows: Row[]; keyOf?: (row: Row, place: number) => string }) {
  return (
    <div className="scroll" role="region" aria-label={label} tabIndex={0}>
      <Table aria-label={label} striped highlightOnHover fz="sm">
        <Table.Thead><Table.Tr>{columns.map(column => <Table.Th key={column.name} scope="col" ta={column.numeric ? 'right' : undefined}>{column.name}</Table.Th>)}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {rows.map((row, place) => (
            <Table.Tr key={keyOf?.(row, place) ?? place}>
              {columns.map(column => <Table.Td key={column.name} ta={column.numeric ? 'right' : undefined} className={column.numeric ? 'number' : undefined}>{column.of(row)}</Table.Td>)}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
