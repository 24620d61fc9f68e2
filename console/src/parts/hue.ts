/** A colour for a text, always the same: things of one kind look alike. Light enough for dark text on it. */
export function faceOf(kind: string) {
  let hash = 7
  for (const letter of kind) hash = (hash * 31 + letter.codePointAt(0)!) % 3600
  const hue = hash / 10
  return { background: `linear-gradient(120deg, hsl(${hue} 70% 82%), hsl(${(hue + 40) % 360} 65% 74%))`, color: '#1b1f23' }
}

/** What an item is of: its category, its brand, or the first of its sets. */
export function kindOf(properties: Record<string, unknown> | undefined) {
  for (const name of ['category', 'categories', 'genres', 'brand']) {
    const value = properties?.[name]
    const one = Array.isArray(value) ? value.at(-1) : value
    if (typeof one === 'string' && one) return one
  }
  return ''
}
