import type { Page } from '@playwright/test'
import { expect, look, test } from './console'

/** Replaces the whole text, as somebody pasting would. */
async function write(page: Page, name: string, text: string) {
  const editor = page.getByRole('textbox', { name: `Settings of ${name}, JSON` })
  await editor.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
}

test.describe('Scenarios', () => {
  test('names what is wrong while it is typed, previews what is right, saves it and goes back', async ({ page }) => {
    await page.goto('/scenarios?name=home')
    const settings = page.getByRole('region', { name: 'Settings of home' })
    await expect(settings.getByText('No fault found.')).toBeVisible()

    await write(page, 'home', '{"count": 8, "filter": "item.prize < 100"}')
    await expect(settings.getByText('This would be refused')).toBeVisible()
    await expect(settings.locator('.cm-lintRange-error')).toBeVisible()
    await expect(settings.getByText(/item\.price|'price'|price/).last()).toBeVisible()
    await expect(settings.getByRole('button', { name: 'Save' })).toBeDisabled()
    await look(page, 'scenarios-refused')

    await write(page, 'home', '{"count": 8, "diversity": 0.6, "filter": "item.price < 100"}')
    await settings.getByRole('button', { name: 'Preview the effect' }).click()
    const preview = page.getByRole('region', { name: 'Preview' })
    await expect(preview.getByText(/The last \d+ questions/)).toBeVisible()
    await settings.getByRole('button', { name: 'Save' }).click()
    await expect(settings.getByText('Version 2 is in force from the next question on.')).toBeVisible()
    await look(page, 'scenarios')

    await page.getByRole('button', { name: 'Go back to version 1' }).click()
    await expect(settings.getByText('version 3 is in force')).toBeVisible()
  })

  test('completes the names of settings and of the catalog', async ({ page }) => {
    await page.goto('/scenarios?name=completed')
    await write(page, 'completed', '{')
    await page.keyboard.type('"divers')
    await expect(page.getByRole('option', { name: /^diversityMethod/ })).toBeVisible()
    await page.keyboard.press('Escape')

    await write(page, 'completed', '{"filter": "')
    await page.keyboard.type('item.pri')
    await page.getByRole('option', { name: /^item\.price/ }).click()
    await expect(page.getByRole('textbox', { name: /^Settings of completed/ })).toContainText('item.price')
  })

  test('begins a new scenario and deletes it', async ({ page }) => {
    await page.goto('/scenarios')
    await page.getByRole('textbox', { name: 'New scenario' }).fill('gifts')
    await page.getByRole('button', { name: 'Begin', exact: true }).click()
    await page.getByRole('region', { name: 'Settings of gifts' }).getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('navigation', { name: 'Scenarios' }).getByRole('button', { name: 'gifts' })).toBeVisible()

    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await expect(page.getByRole('navigation', { name: 'Scenarios' }).getByRole('button', { name: 'gifts' })).toHaveCount(0)
  })
})
