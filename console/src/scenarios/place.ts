import { syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'

/** Where a position of a JSON text stands: the names and numbers that lead to it. */
export function pathTo(state: EditorState, position: number): { path: (string | number)[] } {
  const node = syntaxTree(state).resolveInner(position, -1)
  const path: (string | number)[] = []
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    if (at.name === 'Property' && node.name !== 'PropertyName') path.unshift(nameOf(state, at))
    else if (at.name === 'Property' && at !== node.parent) path.unshift(nameOf(state, at))
    if (at.parent?.name === 'Array') path.unshift(entriesOf(at.parent).findIndex(one => one.from === at.from))
  }
  return { path }
}

/** The range that a field as <c>boosts[0].when</c> stands in: its value, or the nearest there is. */
export function rangeOf(state: EditorState, field: string, theName = false): { from: number; to: number } {
  const root = syntaxTree(state).topNode.firstChild
  let at: SyntaxNode | null = root
  let found: SyntaxNode | null = root
  for (const step of stepsOf(field)) {
    const property: SyntaxNode | undefined = typeof step === 'string' && at?.name === 'Object' ? at.getChildren('Property').find(one => nameOf(state, one) === step) : undefined
    const entry: SyntaxNode | undefined = typeof step === 'number' && at?.name === 'Array' ? entriesOf(at)[step] : undefined
    at = property?.lastChild ?? entry ?? null
    if (!at) break
    found = theName && property ? property.firstChild : at
  }
  return found ? { from: found.from, to: found.to } : { from: 0, to: state.doc.length }
}

const stepsOf = (field: string) => [...field.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, number, name]) => (number === undefined ? name! : Number(number)))

const entriesOf = (array: SyntaxNode) => {
  const entries: SyntaxNode[] = []
  for (let at = array.firstChild; at; at = at.nextSibling) if (!['[', ']', ',', '⚠'].includes(at.name)) entries.push(at)
  return entries
}

function nameOf(state: EditorState, property: SyntaxNode) {
  const name = property.getChild('PropertyName')
  return name ? state.sliceDoc(name.from, name.to).replaceAll('"', '') : ''
}
