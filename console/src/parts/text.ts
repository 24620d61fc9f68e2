const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })
const shares = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' })
const steps: [Intl.RelativeTimeFormatUnit, number][] = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]]

/** A number as people read it: two digits behind the point at most, more where it is very small. */
export const count = (value: number) =>
  value !== 0 && Math.abs(value) < 0.01 ? value.toPrecision(2) : numbers.format(value)

export const share = (value: number) => shares.format(value)

/** How long ago, or until. */
export function ago(instant: string, now = Date.now()) {
  const seconds = (new Date(instant).getTime() - now) / 1000
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1]
  return relative.format(Math.round(seconds / size), unit)
}

/** An instant in this browser's zone. */
export const instant = (text: string) => new Date(text).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** Seconds as people say them. */
export function duration(seconds: number) {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 90) return `${count(seconds)} s`
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${count(Math.round(seconds / 360) / 10)} h` : `${Math.round(seconds / 86_400)} days`
}

/** Bytes in powers of 1024. */
export function bytes(value: number) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log2(value) / 10))
  return `${count(Math.round((value / 1024 ** power) * 10) / 10)} ${units[power]}`
}

/** What one may call an item: its name or title, or else its id. */
export function titleOf(id: string, properties?: Record<string, unknown>) {
  const name = properties?.name ?? properties?.title
  return typeof name === 'string' && name ? name : id
}
