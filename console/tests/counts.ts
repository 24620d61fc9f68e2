import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

/** Says what failed and why, and ends with the one line that ./test adds up. */
export default class Counts implements Reporter {
  #total = 0
  #failed = 0
  #skipped = 0
  #errors = 0

  onTestEnd(test: TestCase, result: TestResult) {
    this.#total++
    if (result.status === 'skipped') this.#skipped++
    else if (result.status !== 'passed') {
      this.#failed++
      console.log(`${test.titlePath().slice(2).join(' · ')} [FAIL]`)
      result.errors.forEach(error => console.log(`  Error Message: ${plain(error.message ?? error.value ?? '')}`))
    } else console.log(`${test.titlePath().slice(2).join(' · ')} ${result.duration} ms`)
  }

  onStdOut(text: string | Buffer) {
    process.stdout.write(text)
  }

  onError(error: { message?: string }) {
    this.#errors++
    console.log(`Error Message: ${plain(error.message ?? '')}`)
  }

  onEnd() {
    console.log(`Total: ${this.#total}, Errors: ${this.#errors}, Failed: ${this.#failed}, Skipped: ${this.#skipped}`)
  }
}

// Without the colours of a terminal.
const plain = (text: string) => text.replaceAll(/\u001b\[[0-9;]*m/g, '')
