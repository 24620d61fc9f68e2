/** What became of a list: where each item stood before, what is new, what is gone. */
export interface Changes {
  /** Places gained (above 0) or lost, by item; only of items that moved. */
  moved: Map<string, number>
  added: Set<string>
  gone: string[]
}

export const nothing: Changes = { moved: new Map(), added: new Set(), gone: [] }

/** Compares two lists of ids. */
export function changesOf(before: readonly string[], after: readonly string[]): Changes {
  const places = new Map(before.map((id, place) => [id, place]))
  const now = new Set(after)
  const moved = new Map<string, number>()
  const added = new Set<string>()
  after.forEach((id, place) => {
    const was = places.get(id)
    if (was === undefined) added.add(id)
    else if (was !== place) moved.set(id, was - place)
  })
  return { moved, added, gone: before.filter(id => !now.has(id)) }
}

/** The changes in words, for who listens. */
export function sentence({ moved, added, gone }: Changes) {
  if (moved.size + added.size + gone.length === 0) return 'The list is as it was.'
  return `The list has changed: ${added.size} new, ${moved.size} moved, ${gone.length} gone.`
}

/** What one list has that another has not, in words. */
export function difference({ moved, added, gone }: Changes) {
  if (moved.size + added.size + gone.length === 0) return 'Both lists are the same, place by place.'
  return `Beside the list in service: ${added.size} only here, ${moved.size} at another place, ${gone.length} only there.`
}
