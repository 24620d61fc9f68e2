import AxeBuilder from '@axe-core/playwright'
import { type Page, expect, test as base } from '@playwright/test'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'

const shots = resolve(import.meta.dirname, '../../artifacts/console-shots')
mkdirSync(shots, { recursive: true })

/** A page that may speak to its own server only, and ends without a fault in the browser's console. */
export const test = base.extend<{ page: Page; baseURL: string }>({
  baseURL: async ({}, use) => use(process.env.ATTUNE!),
  page: async ({ page, baseURL }, use) => {
    const faults: string[] = []
    const own = new URL(baseURL).host
    await page.route('**/*', route => {
      const asked = new URL(route.request().url())
      if (asked.host === own || asked.protocol === 'data:') return route.continue()
      faults.push(`a request to ${asked.host}`)
      return route.abort()
    })
    page.on('console', message => {
      if (message.type() === 'error' && !expected(message.text())) faults.push(message.text())
    })
    page.on('pageerror', error => faults.push(error.message))
    await use(page)
    expect(faults, 'faults in the browser').toEqual([])
  },
})

// The browser logs every answer of 400 and above as an error, also those the page asked for and shows.
const expected = (text: string) => /the server responded with a status of (400|401|403|404|409)/.test(text)

/** Fails on a serious or critical finding of axe; keeps what the page looks like, light, dark and on a phone. */
export async function look(page: Page, name: string) {
  await page.evaluate(() => scrollTo(0, 0))
  for (const scheme of ['light', 'dark'] as const) {
    await paint(page, scheme)
    await page.screenshot({ path: `${shots}/${name}-${scheme}.png`, fullPage: true })
    // What the colours do not change is looked at once.
    const axe = new AxeBuilder({ page })
    const found = await (scheme === 'light' ? axe : axe.withRules('color-contrast')).analyze()
    const grave = found.violations.filter(one => one.impact === 'serious' || one.impact === 'critical')
    expect(grave.map(one => `${scheme}: ${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map(node => `${node.target} ${node.any[0]?.message ?? ''}`).join('; ')}`)).toEqual([])
  }
  const size = page.viewportSize()!
  await page.setViewportSize({ width: 390, height: 844 })
  await paint(page, 'light')
  await page.screenshot({ path: `${shots}/${name}-phone.png`, fullPage: true })
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(beyond, 'pixels the page is wider than a phone').toBeLessThanOrEqual(0)
  await page.setViewportSize(size)
}

async function paint(page: Page, scheme: 'light' | 'dark') {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  await expect(page.locator(`html[data-mantine-color-scheme=${scheme}]`)).toBeAttached()
}

export { expect }
