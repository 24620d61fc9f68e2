import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

const browser = process.env.ATTUNE_CHROMIUM ?? '/usr/bin/chromium'
if (!existsSync(browser)) {
  throw new Error(`${browser} is not there: install Debian's package chromium, or name a Chromium in ATTUNE_CHROMIUM.`)
}

export default defineConfig({
  testDir: '.',
  globalSetup: './server.ts',
  reporter: './counts.ts',
  outputDir: '../../artifacts/console-tests',
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath: browser, args: ['--no-sandbox', '--disable-background-networking'] },
  },
})
