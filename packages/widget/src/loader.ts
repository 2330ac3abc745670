// What a site's one script tag loads: a launcher, drawn at once and outside the page's flow, and the page's
// API. The rest comes when the page is idle, or as soon as somebody wants it. Kept to about a kilobyte.

const script = document.currentScript as HTMLScriptElement | null
const channel = script?.dataset['channel']

const style = `:host{all:initial;position:fixed;z-index:2147483000;right:20px;bottom:20px}
button{border:0;padding:14px;width:56px;height:56px;border-radius:28px;cursor:pointer;color:#fff;box-shadow:0 4px 16px #0003}`
const glyph =
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"><path d="M12 4a8 8 0 0 1 0 16H4l2-3.5A8 8 0 0 1 12 4z"/></svg>'

const latestMs = 1_000
const againMs = 5_000

/** Of the last visit, so that the launcher does not change its colour under the visitor's eyes. */
function rememberedAccent(): string | null {
  try {
    return JSON.parse(localStorage[`baton:${channel}`]).config.accent
  } catch {
    return null
  }
}

function begin(source: string): void {
  const host = document.createElement('baton-widget')
  const calls: [string, unknown[]][] = []
  Object.assign(host.dataset, { channel, origin: new URL(source).origin })
  Object.assign(host, { calls })

  let loading = false
  const load = () => {
    if (loading) return
    loading = true
    const app = document.createElement('script')
    app.src = source.replace(/widget\.js/, 'widget-app.js')
    // A blip must not lose the widget for the whole visit.
    app.onerror = () => {
      loading = false
      setTimeout(load, againMs)
    }
    document.head.append(app)
  }
  const page: Record<string, (...given: unknown[]) => void> = {}
  for (const name of ['open', 'close', 'identify', 'shutdown']) {
    page[name] = (...given) => {
      calls.push([name, given])
      load()
    }
  }
  Object.assign(window, { Baton: page })

  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style)
  root.adoptedStyleSheets = [sheet]
  const button = document.createElement('button')
  button.ariaLabel = 'Chat'
  button.innerHTML = glyph
  button.style.background = rememberedAccent() ?? '#2f6f5e'
  button.onclick = () => page['open']?.()
  root.append(button)
  document.body.append(host)
  window.requestIdleCallback?.(load)
  // A page that is never idle has visitors, too.
  setTimeout(load, latestMs)
}

if (!channel) throw new Error('Baton: the script tag needs data-channel="<channel id>".')
if (script && !document.querySelector('baton-widget')) {
  const { src } = script
  if (document.body) begin(src)
  else addEventListener('DOMContentLoaded', () => begin(src))
}
