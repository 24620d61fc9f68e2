import { expect, look, test } from './console'

test.describe('Data', () => {
  test('browses items and users', async ({ page }) => {
    await page.goto('/data')
    const items = page.getByRole('table', { name: 'Items of the catalog' })
    await expect(items.getByRole('row')).toHaveCount(51)
    await page.getByRole('button', { name: 'Next 50' }).click()
    await expect(items).toContainText('item-0051')
    await page.getByRole('region', { name: 'Items', exact: true }).getByRole('searchbox', { name: 'Find' }).fill('plush bear')
    await expect(items.getByRole('row').nth(1)).toContainText('Plush Bear')
    await look(page, 'data')

    await page.getByRole('table', { name: 'Users heard of last' }).getByRole('link').first().click()
    await expect(page.getByRole('heading', { name: 'Explore' })).toBeVisible()
  })

  test('says what is wrong with the data, and what to do', async ({ page }) => {
    await page.goto('/data')
    const findings = page.getByRole('region', { name: 'Findings' })
    const bots = findings.getByRole('article', { name: 'bots' })
    await expect(bots).toContainText('user price-robot: 200 in a minute')
    await expect(bots).toContainText('To do: Keep crawlers and tests out')
    await findings.getByText(/as they should be$/).click()
    await expect(findings.getByText(/events name no user\.$/)).toBeVisible()
    await look(page, 'data-findings')
  })

  test('imports a file and says which rows were refused and why', async ({ page }) => {
    await page.goto('/data')
    const form = page.getByRole('region', { name: 'Import a file' })
    const file = 'event_id,type,user_id,item_id,timestamp,value\ni-1,view,imported,item-0001,2026-01-02T10:00:00Z,\ni-1,view,imported,item-0001,2026-01-02T10:00:00Z,\n"i-2",purchase,imported,item-0002,2026-01-02T10:05:00Z,12.50\ni-3,veiw,imported,item-0003,2026-01-02T10:06:00Z,\nshort,row\n'
    // By key: findings that come in meanwhile move the button from under a pointer.
    await form.locator('input[type=file]').setInputFiles({ name: 'events.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
    await form.getByRole('button', { name: 'Import', exact: true }).press('Enter')

    await expect(form.getByRole('status')).toHaveText('Done: 5 rows, 2 accepted, 1 known already, 2 refused.')
    const refused = form.getByRole('table', { name: 'Refused rows' })
    await expect(refused).toContainText('veiw')
    await expect(refused).toContainText('It has 2 cells; the head has 6.')
    await look(page, 'data-import')

    await form.getByRole('combobox', { name: 'It holds' }).click()
    await page.getByRole('option', { name: 'items' }).click()
    await form.locator('input[type=file]').setInputFiles({ name: 'items.jsonl', mimeType: 'application/x-ndjson', buffer: Buffer.from('{"id":"imported-1","name":"Imported Lamp","price":"9.5"}\nno json\n') })
    await form.getByRole('button', { name: 'Import', exact: true }).press('Enter')
    await expect(form.getByRole('status')).toHaveText('Done: 2 rows, 1 accepted, 0 known already, 1 refused.')
  })
})
