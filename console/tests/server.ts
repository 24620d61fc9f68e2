import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const program = join(root, 'artifacts/bin/Attune.Server/release/Attune.Server')
const longestStart = 90_000

interface Running { address: string; stop: () => Promise<void> }

/** Starts a server in a data directory of its own and waits until it says where it listens. */
async function run(verb: string, heard: RegExp): Promise<Running> {
  const data = mkdtempSync(join(tmpdir(), 'attune-console-'))
  const server = spawn(program, [verb, '--data', data, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>(done => server.on('exit', done))
  let said = ''
  const address = await new Promise<string>((found, failed) => {
    const late = setTimeout(() => failed(new Error(`'${verb}' was not ready after ${longestStart} ms. It said:\n${said}`)), longestStart)
    const hear = (bytes: Buffer) => {
      said += bytes.toString()
      const at = heard.exec(said)
      if (at) {
        clearTimeout(late)
        found(at[1]!)
      }
    }
    server.stdout.on('data', hear)
    server.stderr.on('data', hear)
    void ended.then(code => failed(new Error(`'${verb}' ended with ${code}. It said:\n${said}`)))
  })
  const stop = async () => {
    server.kill('SIGINT')
    await ended
    rmSync(data, { recursive: true, force: true })
  }
  return { address, stop }
}

/** The demo's shop, and beside it an empty server with keys, each on a free port; both end after the last test. */
export default async function start() {
  if (!existsSync(program)) throw new Error(`${program} is not built: run eng/build first.`)
  const running = await Promise.all([run('demo', /Try it yourself at (http:\/\/\S+?):?\s/), run('serve', /listens on (http:\/\/[^,\s]+)/)])
  const [shop, keyed] = running
  process.env.ATTUNE = shop.address
  process.env.ATTUNE_KEYED = keyed.address
  await prepare(shop.address)
  const admin = await keyOf(keyed.address, 'admin')
  process.env.ATTUNE_ADMIN_KEY = admin
  process.env.ATTUNE_READ_KEY = await keyOf(keyed.address, 'read', admin)
  return async () => {
    await Promise.all(running.map(one => one.stop()))
  }
}

async function keyOf(address: string, scope: string, owner?: string) {
  const headers = { 'Content-Type': 'application/json', ...(owner && { Authorization: `Bearer ${owner}` }) }
  const answer = await fetch(`${address}/v1/keys`, { method: 'POST', headers, body: JSON.stringify({ scope }) })
  await expectOk(answer.clone())
  return ((await answer.json()) as { key: string }).key
}

/** The scenarios of a shop, and questions to preview them by. */
async function prepare(address: string) {
  await expectOk(await fetch(`${address}/v1/scenarios/presets/shop`, { method: 'POST' }))
  for (let shopper = 0; shopper < 30; shopper++) {
    await expectOk(await fetch(`${address}/v1/users/shopper-${String(shopper).padStart(5, '0')}/recommendations?scenario=home`))
  }
  await crawl(address)
  await trainAgain(address)
}

/** A machine that looks at two hundred items in a minute: what is wrong with the shop's data. */
async function crawl(address: string) {
  const minute = Math.floor(Date.now() / 60_000 - 2) * 60_000
  const events = Array.from({ length: 200 }, (_, n) => ({
    type: 'view', userId: 'price-robot', sessionId: 'robot', itemId: `item-${String(n).padStart(4, '0')}`, timestamp: new Date(minute + n * 250).toISOString(),
  }))
  await expectOk(await fetch(`${address}/v1/events`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(events) }))
}

/** A second generation, to be set beside the first. */
async function trainAgain(address: string) {
  const began = await fetch(`${address}/v1/jobs`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"kind":"train"}' })
  await expectOk(began.clone())
  let job = (await began.json()) as { id: string; state: string }
  while (job.state === 'running') {
    await new Promise(done => setTimeout(done, 200))
    job = (await (await fetch(`${address}/v1/jobs/${job.id}`)).json()) as typeof job
  }
}

async function expectOk(answer: Response) {
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}`)
}
