/** What the server says, as /openapi/v1.json describes it: the fields the console reads. */

export type Properties = Record<string, unknown>

export interface AccessAnswer { workspace: string; scope: Scope; keyed: boolean }
export type Scope = 'read' | 'write' | 'admin'

export interface AnswerEvent { type: string; itemId: string; timestamp: string; offset?: string; score: number }
export interface Contribution { source: string; score: number; events: AnswerEvent[] }
export interface AnswerItem {
  id: string
  score: number
  reason: string
  placed?: string
  propensity?: number
  properties?: Properties
  contributions?: Contribution[]
}
export interface RecommendationAnswer {
  recommendationId: string
  items: AnswerItem[]
  generation: number
  watermark: string
  rung: string
  tookMs: number
}

export interface ProfileEvent { type: string; itemId: string; timestamp: string; strength: number }
export interface ProfileAnswer {
  userId: string
  recent: ProfileEvent[]
  counts: Record<string, number>
  excluded: string[]
  shown: { itemId: string; count: number; timestamp: string }[]
  watermark: string
}

export interface RowVerdict { verdict: 'accepted' | 'duplicate' | 'refused'; id?: string; error?: { field: string; value?: string; limit: string } }
export interface RowsAnswer { token?: string; accepted: number; duplicates?: number; refused: number; rows: RowVerdict[] }

export interface PropertiesRow { id: string; properties?: Properties; changedAt?: string }
export interface ItemsPage { items: PropertiesRow[]; total: number; next?: string }
export interface PropertyColumn { name: string; type: string }
export interface PropertySchemas { items: PropertyColumn[]; users: PropertyColumn[] }
export interface UsersAnswer { users: { id: string; score: number }[]; generation: number; asOf?: string; tookMs: number }

export interface Scenario {
  name?: string
  version?: number
  savedAt?: string
  description?: string
  warnings?: string[]
  [setting: string]: unknown
}
export interface ScenariosAnswer { scenarios: Scenario[] }
export interface PresetsAnswer { presets: { industry: string; scenarios: Scenario[]; notes: string[] }[] }
export interface PreviewLists { empty: number; tooShort: number; coverage: number; categories: number }
export interface PreviewPlaces { itemId: string; before: number; after: number }
export interface PreviewInfo {
  questions: number
  of: string
  inForce: number
  changedSlots: number
  overlap: number
  effect?: number
  before: PreviewLists
  after: PreviewLists
  gaining: PreviewPlaces[]
  losing: PreviewPlaces[]
  warnings: string[]
  note?: string
}

export interface Generation {
  number: number
  inService: boolean
  trainedAt: string
  trainingSeconds: number
  seed: number
  log: string
  dataFingerprint: string
  checksum: string
  bytes: number
  users: number
  items: number
  interactions: number
  settings: Record<string, number>
  metrics: Record<string, number>
  retrievalRecall?: number
  verdict: string
}
export interface GenerationsAnswer { generations: Generation[] }

export interface Job {
  id: string
  kind: string
  state: 'running' | 'done' | 'failed' | 'cancelled'
  progress: number
  stage?: string
  startedAt: string
  endedAt?: string
  outcome?: string
  result?: unknown
}
export interface JobsAnswer { jobs: Job[] }

export interface SqlAnswer { columns: { name: string; type: string }[]; rows: unknown[][]; cut: boolean; tookMs: number }

export interface DataFinding {
  severity: 'good' | 'warning' | 'error'
  kind: string
  what: string
  count: number
  of: number
  share: number
  examples: string[]
  why: string
  remedy: string
}
export interface DataFindingsAnswer { lookedAt: string; days: number; tookMs: number; worst: DataFinding['severity']; findings: DataFinding[]; unfinished: string[] }

export interface StatusAnswer {
  workspace: string
  version: string
  uptimeSeconds: number
  ready: boolean
  generation: number
  items: number
  events: number
  profiles: number
  profileBytes: number
  faults: string[]
  logEnd: string
  watermark: string
  archived: string
}

export interface SeriesTimes { p50: number; p95: number; p99: number }
export interface SeriesPoint {
  at: string
  seconds: number
  events: number
  refused: number
  requests: number
  failed: number
  rungs: Record<string, number>
  freshness?: SeriesTimes
  answers?: SeriesTimes
  commits?: SeriesTimes
  liveLag: number
  archiveLag: number
  memory: number
}
export interface SeriesAnswer { everySeconds: number; points: SeriesPoint[] }
