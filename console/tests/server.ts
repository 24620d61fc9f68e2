import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const program = join(root, 'artifacts/bin/Attune.Server/release/Attune.Server')
const longestStart = 90_000

/** Starts the demo's shop on a free port, in a data directory of its own, and ends it after the last test. */
export default async function start() {
  if (!existsSync(program)) throw new Error(`${program} is not built: run eng/build first.`)
  const data = mkdtempSync(join(tmpdir(), 'attune-console-'))
  const server = spawn(program, ['demo', '--data', data, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const address = await new Promise<string>((found, failed) => {
    let said = ''
    const late = setTimeout(() => failed(new Error(`The demo was not ready after ${longestStart} ms. It said:\n${said}`)), longestStart)
    const hear = (bytes: Buffer) => {
      said += bytes.toString()
      const at = /Try it yourself at (http:\/\/\S+?):?\s/.exec(said)
      if (at) {
        clearTimeout(late)
        found(at[1]!)
      }
    }
    server.stdout.on('data', hear)
    server.stderr.on('data', hear)
    server.on('exit', code => failed(new Error(`The demo ended with ${code}. It said:\n${said}`)))
  })
  process.env.ATTUNE = address
  await prepare(address)
  return async () => {
    const ended = new Promise(done => server.on('exit', done))
    server.removeAllListeners('exit')
    server.on('exit', () => rmSync(data, { recursive: true, force: true }))
    const gone = new Promise(done => server.on('exit', done))
    server.kill('SIGINT')
    await Promise.race([gone, ended])
  }
}

/** The scenarios of a shop, and questions to preview them by. */
async function prepare(address: string) {
  await expectOk(await fetch(`${address}/v1/scenarios/presets/shop`, { method: 'POST' }))
  for (let shopper = 0; shopper < 30; shopper++) {
    await expectOk(await fetch(`${address}/v1/users/shopper-${String(shopper).padStart(5, '0')}/recommendations?scenario=home`))
  }
}

async function expectOk(answer: Response) {
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}`)
}
