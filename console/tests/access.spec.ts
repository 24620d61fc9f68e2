import type { Page } from '@playwright/test'
import { expect, look, test } from './console'

test.use({ baseURL: async ({}, use) => use(process.env.ATTUNE_KEYED!) })

async function give(page: Page, key: string) {
  await page.getByLabel('API key').fill(key)
  await page.getByRole('button', { name: 'Use this key' }).click()
}

test('A server with keys asks for one, and shows what its scope allows', async ({ page }) => {
  await page.goto('/overview')
  await expect(page.getByRole('alert')).toBeVisible()
  await look(page, 'key')
  await give(page, 'atn_nonsense')
  await expect(page.getByText('The key is not one that works here.')).toBeVisible()

  await give(page, process.env.ATTUNE_READ_KEY!)
  await expect(page.getByText('This page needs a key of scope write or above.')).toBeVisible()
  await page.getByRole('link', { name: 'Explore' }).click()
  await page.getByRole('combobox', { name: 'User' }).fill('somebody')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page.getByText('A key of scope write shows the profile.')).toBeVisible()

  await page.getByRole('button', { name: 'Key: read' }).click()
  await give(page, process.env.ATTUNE_ADMIN_KEY!)
  await page.getByRole('link', { name: 'Overview' }).click()
  await expect(page.getByText('There is no generation yet')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Key: admin' })).toBeVisible()
})

test('On a phone the menu opens, leads on, and closes', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/explore')
  await give(page, process.env.ATTUNE_ADMIN_KEY!)
  const menu = page.getByRole('button', { name: 'Open the menu' })
  await expect(menu).toHaveAttribute('aria-expanded', 'false')
  // What is out of sight is out of reach of the keyboard too.
  await expect(page.locator('nav[aria-label=Pages]')).toHaveAttribute('inert', '')
  await menu.click()
  await page.getByRole('link', { name: 'Generations' }).click()
  await expect(page.getByRole('heading', { name: 'Generations' })).toBeVisible()
  await expect(page.getByText('None is trained yet.')).toBeVisible()
  await expect(menu).toHaveAttribute('aria-expanded', 'false')
  await expect(page.locator('main')).toBeFocused()
})
