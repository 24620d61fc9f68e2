import { expect, look, test } from './console'

test.describe('Jobs and generations', () => {
  test('trains, evaluates, cancels, and says how far each is', async ({ page }) => {
    await page.goto('/jobs')
    await page.getByRole('button', { name: 'Tune' }).click()
    await page.getByRole('button', { name: /^Cancel job-/ }).click()
    await expect(page.getByRole('article', { name: /^tune/ })).toContainText('cancelled')

    await page.getByRole('button', { name: 'Evaluate' }).click()
    await expect(page.getByRole('table', { name: /^Result of/ }).getByRole('row').nth(1)).toBeVisible({ timeout: 25_000 })
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await expect(page.getByRole('article', { name: /^train/ }).first()).toContainText('running')
    await expect(page.getByRole('article', { name: /^train/ }).first()).toContainText(/done|Not published/, { timeout: 25_000 })
    await look(page, 'jobs')
  })

  test('shows every training with its intervals, and goes back to one', async ({ page }) => {
    await page.goto('/generations')
    const first = page.getByRole('article', { name: 'Generation 1', exact: true })
    await expect(first).toBeVisible()
    const show = first.getByRole('button', { name: /^Show the details/ })
    if (await show.isVisible()) await show.click()
    await expect(page.getByRole('table', { name: 'Backtest of generation 1' })).toContainText(/0\.\d{4} to 0\.\d{4}/)
    await expect(page.getByRole('table', { name: 'Settings of generation 1' })).toContainText('ials.factors')

    const back = first.getByRole('button', { name: 'Put generation 1 in service' })
    if (await back.isVisible()) {
      await back.click()
      await page.getByRole('dialog').getByRole('button', { name: 'Put in service' }).click()
      await expect(page.getByText('Generation 1 is in service.')).toBeVisible()
    }
    await expect(first).toContainText('in service')
    await look(page, 'generations')
  })
})
