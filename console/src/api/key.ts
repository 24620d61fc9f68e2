import { useSyncExternalStore } from 'react'

const place = 'attune.key'
const listeners = new Set<() => void>()

/** The key of this tab; gone when the tab is closed. Empty where none was given. */
export const currentKey = () => sessionStorage.getItem(place) ?? ''

/** Takes a key for this tab, or with an empty text forgets it. */
export function takeKey(key: string) {
  if (key) sessionStorage.setItem(place, key)
  else sessionStorage.removeItem(place)
  listeners.forEach(listener => listener())
}

/** The key, followed as it changes. */
export const useKey = () =>
  useSyncExternalStore(listener => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, currentKey)
