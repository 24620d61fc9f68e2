import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Puts a .br and a .gz beside every asset: the server sends what is there and compresses nothing itself. */
function compressed(folder: string): Plugin {
  return {
    name: 'attune-compressed',
    apply: 'build',
    closeBundle() {
      const assets = join(folder, 'assets')
      for (const name of readdirSync(assets).filter(name => /\.(js|css|svg)$/.test(name))) {
        const bytes = readFileSync(join(assets, name))
        writeFileSync(join(assets, `${name}.br`), brotliCompressSync(bytes))
        writeFileSync(join(assets, `${name}.gz`), gzipSync(bytes, { level: 9 }))
      }
    },
  }
}

const folder = process.env.ATTUNE_CONSOLE_OUT ?? '../artifacts/console'

export default defineConfig({
  plugins: [react(), compressed(folder)],
  build: {
    outDir: folder,
    emptyOutDir: true,
    // A small picture inlined as data: would need a wider policy; a file needs none.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: Object.fromEntries(['/v1', '/health', '/metrics', '/openapi'].map(path => [path, process.env.ATTUNE ?? 'http://127.0.0.1:8080'])) },
})
