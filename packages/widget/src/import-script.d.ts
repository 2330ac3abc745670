// `import()` as the browser has it, put there by the build (vite.config.ts): the bundler would wrap it.
import type { CreateMediaKit } from './media/media-kit.ts'
import type { Words } from './words.ts'

export interface LateScript {
  /** Of `widget-media.js`. */
  readonly createMediaKit: CreateMediaKit
  /** Of `widget-<language>.js`. */
  readonly words: Words
}

declare global {
  function importScript(url: string): Promise<LateScript>
}
