import { expect, look, test } from './console'

test('Query runs SQL, draws it, keeps it over a reload, and says what is wrong', async ({ page }) => {
  await page.goto('/query')
  await page.getByRole('button', { name: 'Run' }).click()
  await expect(page.getByRole('table', { name: 'Rows' }).getByRole('row')).not.toHaveCount(1)
  await expect(page.getByRole('region', { name: 'Chart' }).locator('svg path').first()).toBeAttached()
  await look(page, 'query')

  await page.getByRole('textbox', { name: 'Keep it as' }).fill('mine')
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await page.reload()
  await expect(page.getByRole('region', { name: 'Saved queries' }).getByRole('button', { name: 'mine', exact: true })).toBeVisible()

  const statement = page.getByRole('textbox', { name: 'SQL statement' })
  await statement.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('drop table events')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(page.getByRole('alert')).toContainText('sql')
})
