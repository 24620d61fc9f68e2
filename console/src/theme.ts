import { createTheme, type CSSVariablesResolver } from '@mantine/core'

/** Dark enough shades that text on and in them has a contrast of 4.5 to 1 at least. */
export const theme = createTheme({
  primaryColor: 'cyan',
  primaryShade: { light: 9, dark: 9 },
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.125rem' }, h3: { fontSize: '1rem' } } },
  respectReducedMotion: true,
})

/** The library's own grey for lesser text is too pale to read on white, and on dark cards. */
export const resolver: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-dimmed': '#4d565f', '--mantine-color-placeholder': '#5f6872', '--mantine-color-anchor': '#0b6477', '--mantine-color-cyan-filled-hover': '#095a6b' },
  dark: { '--mantine-color-dimmed': '#b3b9c0', '--mantine-color-placeholder': '#a2a9b1', '--mantine-color-anchor': '#66d9e8', '--mantine-color-cyan-filled-hover': '#095a6b' },
})
