/** The server makes one for each answer: a style element without it is not followed by the browser. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? ''

// Where the library locks scrolling behind a drawer it makes a style element of its own, and looks here.
declare global {
  var __webpack_nonce__: string | undefined
}
globalThis.__webpack_nonce__ = styleNonce
