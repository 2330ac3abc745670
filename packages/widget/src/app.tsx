// Takes over the element that the loader put on the page: draws the widget into its shadow, where neither the
// page's styles nor its scripts' selectors reach, and answers the page's API.
import { render } from 'preact'
import { fillsScreen } from './ui/panel.tsx'
import type { Speech } from './ui/speech.ts'
import { Widget } from './ui/widget.tsx'
import { createMemory } from './visit/memory.ts'
import { Visit } from './visit/visit.ts'
import type { Identity } from './visit/visitor-door.ts'
import style from './widget.css?inline'
import { en, languageOf, type Words } from './words.ts'

type Call = readonly [name: string, given: readonly unknown[]]

class BatonWidget extends HTMLElement {
  #visit: Visit | null = null

  connectedCallback(): void {
    const { channel, origin } = this.dataset
    if (this.#visit !== null || !channel || !origin) return
    const visit = new Visit({ origin, channelId: channel, memory: createMemory(channel) })
    this.#visit = visit
    const begin = (language: string, words: Words) => {
      // Taken off the page meanwhile.
      if (this.#visit !== visit) return
      // Open before a reload, open after it; but on a phone it would hide the page that was asked for.
      if (visit.wasOpen && !fillsScreen()) visit.setOpen(true)
      this.#draw({ language, words, visit })
      this.#answer(visit)
      visit.start()
    }
    const language = languageOf([document.documentElement.lang, ...navigator.languages])
    if (language === 'en') begin(language, en)
    else
      importScript(`${origin}/widget-${language}.js`).then(
        ({ words }) => begin(language, words),
        () => begin('en', en),
      )
  }

  disconnectedCallback(): void {
    this.#visit?.end()
    this.#visit = null
  }

  #draw(speech: Speech): void {
    const { visit } = speech
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
    const hadFocus = root.activeElement !== null
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(style)
    root.replaceChildren()
    root.adoptedStyleSheets = [sheet]
    // The page's own shortcuts must not fire while a visitor writes: outside, the event comes from no field.
    for (const type of ['keydown', 'keyup', 'keypress']) root.addEventListener(type, stop)
    let { open } = visit.state
    const draw = () => {
      const { state } = visit
      const focused = root.activeElement
      render(<Widget state={state} speech={speech} />, root)
      // A button that has done its work goes, and must not take the focus out of the panel with it.
      if (state.open !== open || (focused && !focused.isConnected)) moveFocus(root, state.open)
      open = state.open
    }
    draw()
    visit.subscribe(draw)
    if (hadFocus) moveFocus(root, open)
    followKeyboard(this)
  }

  #answer(visit: Visit): void {
    const page = {
      open: () => visit.setOpen(true),
      close: () => visit.setOpen(false),
      /** For the next conversation that begins. */
      identify: (given?: unknown) => visit.identify(identityOf(given)),
      /** Removes the widget and forgets the visitor, as when somebody signs out of the site. */
      shutdown: () => {
        visit.forget()
        this.remove()
      },
    }
    Object.assign(globalThis, { Baton: page })
    // What the page asked for before we were here.
    const { calls = [] } = this as { readonly calls?: readonly Call[] }
    for (const [name, given] of calls) {
      if (name in page) page[name as keyof typeof page](given[0])
    }
  }
}

function stop(event: Event): void {
  event.stopPropagation()
}

/** Into the panel when it opens, back to the launcher when it closes. */
function moveFocus(root: ShadowRoot, open: boolean): void {
  // On a phone the composer would bring up the keyboard over what was said.
  const target = !open ? '.launcher' : fillsScreen() ? '.panel' : 'textarea'
  root.querySelector<HTMLElement>(target)?.focus({ preventScroll: true })
}

/** A phone's keyboard covers the page without changing its size: follow what is really visible. */
function followKeyboard(host: HTMLElement): void {
  const viewport = globalThis.visualViewport
  const fit = () => {
    host.style.setProperty('--seen-height', `${viewport?.height}px`)
    host.style.setProperty('--seen-top', `${viewport?.offsetTop}px`)
  }
  viewport?.addEventListener('resize', fit)
  viewport?.addEventListener('scroll', fit)
}

/** What a page's script gives can be anything. */
function identityOf(given: unknown): Identity {
  const { name, email }: { name?: unknown; email?: unknown } = Object(given)
  return { name: name ? String(name) : null, email: email ? String(email) : null }
}

customElements.define('baton-widget', BatonWidget)
