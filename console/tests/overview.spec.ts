import { expect, look, test } from './console'

test('Overview shows how the server is, and every chart as a table too', async ({ page }) => {
  await page.goto('/overview')
  await expect(page.getByText('Nothing is wrong')).toBeVisible()
  await expect(page.getByText('Freshness, p99')).toBeVisible()
  const rates = page.getByRole('region', { name: 'Events and requests' })
  await expect(rates.locator('svg path').first()).toBeAttached({ timeout: 15_000 })
  await look(page, 'overview')

  for (const name of ['Events and requests', 'Time to answer', 'Freshness', 'Rungs', 'Click-through']) {
    await page.getByRole('button', { name: `Show ${name} as a table` }).click()
    await expect(page.getByRole('table', { name }).getByRole('row').nth(1)).toBeVisible()
  }
  await page.getByRole('combobox', { name: 'Span of time' }).click()
  await page.getByRole('option', { name: 'last day' }).click()
  await expect(page.getByRole('region', { name: 'Click-through' }).first()).toContainText('items shown')
})
