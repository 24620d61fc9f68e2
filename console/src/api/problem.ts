/** One fault of a request, as the server names it. */
export interface FieldError {
  field: string
  value?: string
  limit: string
  position?: number
  suggestion?: string
}

/** An answer that is not what was asked for: the server's problem, or that it could not be reached. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly errors: FieldError[] = [],
  ) {
    super(detail || title)
  }

  /** The faults a line each, or what happened. */
  get lines(): string[] {
    return this.errors.length > 0 ? this.errors.map(sentence) : [this.detail || this.title]
  }
}

/** What is allowed, and what was probably meant where the sentence does not say so itself. */
export const advice = ({ limit, suggestion }: FieldError) => (suggestion && !limit.includes('Did you mean') ? `${limit} Did you mean ${suggestion}?` : limit)

const sentence = (error: FieldError) => `${error.field}${error.value === undefined ? '' : ` '${error.value}'`}: ${advice(error)}`

/** What a request was refused for. */
export async function problemOf(answer: Response): Promise<ApiProblem> {
  const body = await answer.json().catch(() => ({})) as Partial<ApiProblem>
  return new ApiProblem(answer.status, body.title ?? `The server answered ${answer.status}.`, body.detail ?? '', body.errors ?? [])
}
