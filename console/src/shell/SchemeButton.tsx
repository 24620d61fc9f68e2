import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'

/** Light or dark, as chosen; as the system has it until then. */
export function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  return (
    <ActionIcon variant="default" size="lg" onClick={() => setColorScheme(dark ? 'light' : 'dark')} aria-label={dark ? 'Use light colours' : 'Use dark colours'}>
      <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
        {dark
          ? <g stroke="currentColor" strokeWidth="1.6" strokeLinecap="round"><circle cx="9" cy="9" r="3.4" fill="currentColor" /><path d="M9 1v2M9 15v2M1 9h2M15 9h2M3.3 3.3l1.4 1.4M13.3 13.3l1.4 1.4M3.3 14.7l1.4-1.4M13.3 4.7l1.4-1.4" /></g>
          : <path fill="currentColor" d="M7 1.5a7.5 7.5 0 1 0 9.5 9.5A6.2 6.2 0 0 1 7 1.5Z" />}
      </svg>
    </ActionIcon>
  )
}
