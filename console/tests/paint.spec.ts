import { expect, test } from './console'

const runs = 3

test('The built bundle paints; how soon is printed', async ({ browser, baseURL }) => {
  const times: { paint: number; content: number; bytes: number }[] = []
  for (let run = 0; run < runs; run++) {
    const page = await browser.newPage()
    await page.goto(`${baseURL}/overview`)
    await page.getByText('Freshness, p99').waitFor()
    times.push(await page.evaluate(() => ({
      paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1,
      content: performance.now(),
      bytes: performance.getEntriesByType('resource').filter(one => /assets/.test(one.name)).reduce((sum, one) => sum + (one as PerformanceResourceTiming).encodedBodySize, 0),
    })))
    await page.close()
  }
  const middle = (of: (one: (typeof times)[number]) => number) => times.map(of).sort((a, b) => a - b)[Math.floor(runs / 2)]!.toFixed(0)
  console.log(`First contentful paint ${middle(one => one.paint)} ms, figures of the overview ${middle(one => one.content)} ms, ${(Number(middle(one => one.bytes)) / 1024).toFixed(0)} KB of assets, packed; median of ${runs}.`)
  expect(times.every(one => one.paint > 0)).toBe(true)
})

test('Every page of the list has its address at the server, and is found by keyboard', async ({ page }) => {
  await page.goto('/')
  await expect(page).toHaveURL(/overview/)
  const names = await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').allTextContents()
  expect(names).toEqual(['Overview', 'Explore', 'Scenarios', 'Generations', 'Jobs', 'Query', 'Data'])
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused()
  for (const name of [...names.slice(1), names[0]!]) {
    const link = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name })
    await link.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.locator('main')).toBeFocused()
    await expect(page).toHaveTitle(`${name} \u00b7 Attune`)
    const again = await page.request.get(page.url())
    expect(again.headers()['content-type']).toContain('text/html')
  }
})
