import { expect, look, test } from './console'

test.describe('Explore', () => {
  test('shows a list with reasons, and a click changes it', async ({ page }, { repeatEachIndex }) => {
    const visitor = `console-visitor-${repeatEachIndex}`
    await page.goto(`/explore?user=${visitor}`)
    const list = page.getByRole('region', { name: `List of ${visitor}` })
    await expect(list.getByRole('listitem')).toHaveCount(12)
    await expect(page.getByText('Nobody has seen this user yet')).toBeVisible()

    await list.getByRole('button', { name: /^Send an event about/ }).first().click()
    await page.getByRole('menuitem', { name: 'View' }).click()

    await expect(list.getByRole('status')).toContainText(/The list has changed: \d+ new/)
    await expect(page.getByRole('region', { name: 'Profile' }).getByText(/view 1/)).toBeVisible()
    await expect(list.getByText('new', { exact: true }).first()).toBeVisible()
    await look(page, 'explore')
  })

  test('undoes events and counts them again', async ({ page }) => {
    await page.goto('/explore?user=shopper-00003')
    const profile = page.getByRole('region', { name: 'Profile' })
    const undo = profile.getByRole('button', { name: /^Undo the/ })
    await expect(undo.first()).toBeVisible()
    // One event alone may move nothing; all that are shown move something.
    const events = await undo.count()
    for (let left = events; left > 0; left--) await undo.first().click()

    await expect(profile.getByRole('button', { name: /^Count again/ })).toHaveCount(events)
    await expect(page.getByRole('region', { name: /^List of/ }).getByRole('status')).toContainText('The list has changed')
    await page.getByRole('button', { name: 'Count all events again' }).click()
    await expect(profile.getByRole('button', { name: /^Count again/ })).toHaveCount(0)
  })

  test('sets two scenarios side by side', async ({ page }) => {
    await page.goto('/explore?user=shopper-00002&scenario=default')
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByRole('combobox', { name: 'Compared scenario' }).click()
    await page.getByRole('option', { name: 'newsletter' }).click()

    await expect(page.getByRole('region', { name: 'Scenario default' }).getByRole('listitem').first()).toBeVisible()
    await expect(page.getByRole('region', { name: 'Compared: newsletter' }).getByRole('listitem').first()).toBeVisible()
    await look(page, 'explore-compared')
  })

  test('sets two generations side by side and marks the places that differ', async ({ page }) => {
    await page.goto('/explore?user=shopper-00004&beside=default')
    await page.getByRole('combobox', { name: 'Compared generation' }).click()
    await page.getByRole('option', { name: /^\d+$/ }).first().click()

    const beside = page.getByRole('region', { name: /^Compared: default by generation \d+$/ })
    await expect(beside.getByRole('listitem')).toHaveCount(12)
    await expect(beside.getByRole('status')).toHaveText(/^(Beside the list in service: \d+ only here, \d+ at another place, \d+ only there\.|Both lists are the same, place by place\.)$/)
    const [, added, moved] = /(\d+) only here, (\d+) at/.exec((await beside.getByRole('status').textContent())!) ?? ['', '0', '0']
    await expect(beside.locator('.marked-new')).toHaveCount(Number(added))
    await expect(beside.locator('.marked-moved')).toHaveCount(Number(moved))
    await expect(page).toHaveURL(/by=\d+/)
    await look(page, 'explore-generations')

    await page.goto('/explore?user=shopper-00004&beside=default&by=999')
    await expect(page.getByRole('alert')).toContainText(/Generation 999 is not kept; kept: /)
  })

  test('opens an item with its neighbours and its audience, by keyboard', async ({ page }) => {
    await page.goto('/explore?user=shopper-00001')
    const name = page.getByRole('listitem').locator('.tile-name').first()
    await name.focus()
    await page.keyboard.press('Enter')

    const drawer = page.getByRole('dialog')
    await expect(drawer.getByRole('region', { name: 'Resembles it' }).getByRole('button').first()).toBeVisible()
    await expect(drawer.getByRole('region', { name: 'Audience' }).getByRole('button').first()).toBeVisible()
    await expect(drawer.getByRole('table', { name: 'Properties' })).toBeVisible()
    await look(page, 'item')
    await page.keyboard.press('Escape')
    await expect(drawer).toBeHidden()
    await expect(name).toBeFocused()
  })
})
