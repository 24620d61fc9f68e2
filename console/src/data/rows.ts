/** A row of a file, with the line it began at. */
export interface Row { line: number; value: unknown; fault?: string }

const mostRowText = 1_000_000

/** A file's text, unpacked where its name says so; tells how much of the file is read. */
function textOf(file: File, read: (bytes: number) => void): ReadableStream<string> {
  let bytes = 0
  const counted = file.stream().pipeThrough(new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, out) {
      read(bytes += chunk.byteLength)
      out.enqueue(chunk)
    },
  }))
  return (file.name.endsWith('.gz') ? counted.pipeThrough(new DecompressionStream('gzip')) : counted).pipeThrough(new TextDecoderStream())
}

/** The lines of a text; read as it goes, whatever its length. */
async function* linesOf(text: ReadableStream<string>): AsyncGenerator<string> {
  const reader = text.getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    const parts = (rest + value).split('\n')
    rest = parts.pop()!
    if (rest.length > mostRowText) throw new Error(`A line is longer than ${mostRowText} characters. Is it text?`)
    for (const line of parts) yield line.replace(/\r$/, '')
  }
  if (rest) yield rest.replace(/\r$/, '')
}

/** The rows of a CSV, TSV, NDJSON or JSON file, by its name. */
export async function* rowsOf(file: File, read: (bytes: number) => void): AsyncGenerator<Row> {
  const name = file.name.replace(/\.gz$/, '')
  const text = textOf(file, read)
  if (/\.(csv|tsv)$/i.test(name)) yield* tableRows(linesOf(text), name.toLowerCase().endsWith('.tsv') ? '\t' : ',')
  else if (/\.json$/i.test(name)) yield* arrayRows(text)
  else yield* objectRows(linesOf(text))
}

async function* objectRows(lines: AsyncIterable<string>): AsyncGenerator<Row> {
  let line = 0
  for await (const text of lines) {
    line++
    if (text.trim()) yield parsed(text, line)
  }
}

async function* arrayRows(stream: ReadableStream<string>): AsyncGenerator<Row> {
  const text = (await Array.fromAsync(stream)).join('')
  try {
    const all: unknown = JSON.parse(text)
    let line = 0
    for (const value of Array.isArray(all) ? all : [all]) yield { line: ++line, value }
  } catch {
    // Many files called .json hold an object a line.
    let line = 0
    for (const one of text.split('\n')) {
      line++
      if (one.trim()) yield parsed(one, line)
    }
  }
}

function parsed(text: string, line: number): Row {
  try {
    return { line, value: JSON.parse(text) as unknown }
  } catch (fault) {
    return { line, value: null, fault: `No JSON: ${(fault as Error).message}` }
  }
}

async function* tableRows(lines: AsyncIterable<string>, separator: string): AsyncGenerator<Row> {
  let names: string[] | undefined
  let [line, began, open] = [0, 0, '']
  for await (const text of lines) {
    line++
    if (open === '') began = line
    open += open === '' ? text : `\n${text}`
    // A quote that is not closed goes on in the next line.
    if ((open.split('"').length - 1) % 2 === 1 && open.length < mostRowText) continue
    const cells = cellsOf(open, separator)
    open = ''
    if (cells.length === 1 && cells[0] === '') continue
    if (!names) names = cells.map(cell => cell.trim())
    else if (cells.length !== names.length) yield { line: began, value: null, fault: `It has ${cells.length} cells; the head has ${names.length}.` }
    else yield { line: began, value: Object.fromEntries(names.map((name, place) => [name, cells[place]] as const).filter(([, cell]) => cell !== '')) }
  }
  if (open !== '') yield { line: began, value: null, fault: 'A quote is not closed.' }
}

/** The cells of one line; a cell in quotes may hold the separator, and a quote twice. */
export function cellsOf(text: string, separator: string) {
  const cells: string[] = []
  let [cell, quoted] = ['', false]
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!
    if (quoted && sign === '"' && text[at + 1] === '"') cell += text[at++]!
    else if (sign === '"') quoted = !quoted
    else if (sign === separator && !quoted) {
      cells.push(cell)
      cell = ''
    } else cell += sign
  }
  return [...cells, cell]
}
