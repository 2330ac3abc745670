// What a site's one script tag loads: a launcher, drawn at once and outside the page's flow, and the page's
// API. The rest comes when the page is idle, or as soon as somebody wants it. Kept to about a kilobyte.

const script = document.currentScript as HTMLScriptElement | null
const channelId = script?.dataset['channel']

const style = `:host{all:initial;position:fixed;z-index:2147483000;right:20px;bottom:20px}
button{all:unset;box-sizing:border-box;width:56px;height:56px;border-radius:28px;display:grid;place-items:center;cursor:pointer;box-shadow:0 2px 8px #0003;color:#fff}
button:focus-visible{outline:2px solid;outline-offset:-6px}@media print{:host{display:none}}`
const glyph =
  '<svg width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M12 4a8 8 0 0 1 0 16H4l2-3.5A8 8 0 0 1 12 4z"/></svg>'

function rememberedAccent(): string {
  try {
    const { config } = JSON.parse(localStorage.getItem(`baton:${channelId}`) ?? '{}')
    if (/^#[\da-f]{6}$/i.test(config.accent)) return config.accent
  } catch {}
  return '#2f6f5e'
}

function begin(source: string): void {
  const host = document.createElement('baton-widget')
  const calls: [string, unknown[]][] = []
  host.dataset['channel'] = channelId
  host.dataset['origin'] = new URL(source).origin
  Object.assign(host, { calls })

  let wanted = false
  const load = () => {
    if (wanted) return
    wanted = true
    const app = document.createElement('script')
    app.src = new URL('widget-app.js', source).href
    // A blip must not lose the widget for the whole visit.
    app.onerror = () => {
      wanted = false
      app.remove()
    }
    document.head.append(app)
  }
  const call =
    (name: string) =>
    (...given: unknown[]) => {
      calls.push([name, given])
      load()
    }
  Object.assign(window, {
    Baton: Object.fromEntries(['open', 'close', 'identify', 'shutdown'].map(name => [name, call(name)])),
  })

  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style)
  root.adoptedStyleSheets = [sheet]
  root.innerHTML = `<button aria-label="Chat" aria-expanded="false">${glyph}</button>`
  const button = root.querySelector('button')
  if (button) {
    button.style.background = rememberedAccent()
    button.onclick = call('open')
  }
  document.body.append(host)
  if ('requestIdleCallback' in window) requestIdleCallback(load, { timeout: 4_000 })
  else setTimeout(load, 1_500)
}

if (script && !channelId) throw new Error('Baton: the script tag needs data-channel="<channel id>".')
if (script && !document.querySelector('baton-widget')) {
  const { src } = script
  if (document.body) begin(src)
  else addEventListener('DOMContentLoaded', () => begin(src))
}
