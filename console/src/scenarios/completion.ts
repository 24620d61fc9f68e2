import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import { get } from '../api/request'
import { client } from '../api/client'
import type { PropertySchemas } from '../api/wire'
import { pathTo } from './place'

interface Schema { properties?: Record<string, Schema>; items?: Schema; $ref?: string; oneOf?: Schema[]; description?: string; additionalProperties?: Schema | boolean }
interface Described { components: { schemas: Record<string, Schema> } }

const answerOnly = ['name', 'version', 'savedAt', 'warnings']
const values: Record<string, string[]> = {
  relation: ['similar', 'complements', 'boughtAfter'],
  fallback: ['trending', 'popular', 'none'],
  diversityMethod: ['mmr', 'dpp'],
}
const sources = ['similar', 'together', 'next', 'bought', 'taste', 'trending', 'popular']
const functions = ['has(', 'size(', 'now()', 'timestamp("")', 'duration("")', 'distance(', 'similarity(']
const ofUser = ['bought', 'viewed', 'disliked', 'recent']

const described = () => client.fetchQuery({ queryKey: ['openapi'], queryFn: () => get<Described>('/openapi/v1.json'), staleTime: Infinity })
const properties = () => client.fetchQuery({ queryKey: ['properties'], queryFn: () => get<PropertySchemas>('/v1/properties'), staleTime: 60_000 })

/** What may be written at a place of a scenario: settings as the API describes them, and the catalog's own properties. */
export const scenarioCompletion = autocompletion({ override: [complete], activateOnTyping: true })

async function complete(context: CompletionContext): Promise<CompletionResult | null> {
  // A text that has no end yet is no text to the parser: whether one stands in a value is read off the line.
  const line = context.state.doc.lineAt(context.pos)
  const before = line.text.slice(0, context.pos - line.from)
  const key = /"(\w+)"\s*:\s*"(?:[^"\\]|\\.)*$/.exec(before)?.[1]
  if (key === 'filter' || key === 'when') return ofCondition(context)
  if (key === 'property') return inQuotes(context, (await properties()).items.map(one => ({ label: one.name, detail: one.type })))
  if (key && values[key]) return inQuotes(context, values[key].map(label => ({ label })))
  if (key || /:\s*[\w.-]*$/.test(before)) return null
  return ofSettings(context, pathTo(context.state, context.pos).path.filter(step => typeof step === 'string'))
}

async function ofSettings(context: CompletionContext, path: string[]): Promise<CompletionResult | null> {
  const word = context.matchBefore(/"?\w*/)
  if (!word || (word.from === word.to && !context.explicit)) return null
  const { schemas } = (await described()).components
  const options = path.at(-1) === 'weights' ? sources.map(label => ({ label })) : settings(schemas, path)
  const opened = word.text.startsWith('"')
  const closed = context.state.sliceDoc(context.pos, context.pos + 1) === '"'
  return {
    from: word.from + (opened ? 1 : 0),
    options: options.map(one => ({
      ...one, type: 'property',
      apply: (view, _, from, to) => {
        const insert = `${opened ? '' : '"'}${one.label}": `
        view.dispatch({ changes: { from, to: closed ? to + 1 : to, insert }, selection: { anchor: from + insert.length }, userEvent: 'input.complete' })
      },
    })),
    validFor: /^\w*$/,
  }
}

function settings(schemas: Record<string, Schema>, path: string[]): Completion[] {
  let at: Schema | undefined = schemas.ScenarioInfo
  for (const step of path) at = resolved(schemas, at?.properties?.[step])
  const found = Object.entries(at?.properties ?? {})
  return (path.length === 0 ? found.filter(([name]) => !answerOnly.includes(name)) : found).map(([label, one]) => ({ label, info: one.description?.replaceAll('`', '') }))
}

function resolved(schemas: Record<string, Schema>, schema: Schema | undefined): Schema | undefined {
  if (!schema) return undefined
  if (schema.$ref) return schemas[schema.$ref.split('/').at(-1)!]
  if (schema.items) return resolved(schemas, schema.items)
  return schema.oneOf ? resolved(schemas, schema.oneOf.find(one => one.$ref)) : schema
}

async function ofCondition(context: CompletionContext): Promise<CompletionResult | null> {
  const word = context.matchBefore(/[\w.]*/)
  if (!word || (word.from === word.to && !context.explicit)) return null
  const known = await properties()
  return {
    from: word.from,
    options: [
      ...known.items.map(one => ({ label: `item.${one.name}`, detail: one.type, type: 'property' })),
      ...known.users.map(one => ({ label: `user.${one.name}`, detail: one.type, type: 'property' })),
      ...ofUser.map(name => ({ label: `user.${name}`, detail: 'items', type: 'property' })),
      ...functions.map(label => ({ label: label.replaceAll('"', '\\"'), type: 'function' })),
    ],
    validFor: /^[\w.]*$/,
  }
}

function inQuotes(context: CompletionContext, options: Completion[]): CompletionResult | null {
  const word = context.matchBefore(/[\w-]*/)
  return word && { from: word.from, options, validFor: /^[\w-]*$/ }
}
