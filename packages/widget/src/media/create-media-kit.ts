// The widget's second script: files, drawn and uploaded; texts with marks; feedback.
import type { BodyOf, MediaPart } from '@baton/client'
import { createRatings } from '../rating/create-ratings.ts'
import ratingStyle from '../rating/rating.css?inline'
import { ratingTables } from '../rating/rating-words.ts'
import { textView } from '../text/text-view.ts'
import style from './media.css?inline'
import type { MediaHost } from './media-host.ts'
import type { CreateMediaKit } from './media-kit.ts'
import { type MediaWords, mediaTables } from './media-words.ts'
import { type Attached, canRetry, Tray } from './tray.ts'

type Draw = Parameters<CreateMediaKit>[0]

interface Held {
  url: string | null
  goodUntil: number
  trouble: 'gone' | 'unreachable' | null
}

interface Scene {
  readonly h: Draw
  readonly host: MediaHost
  readonly tray: Tray
  readonly words: MediaWords
  readonly sized: (bytes: number) => string
}

/** Pixels of the longest side of a picture in a bubble. */
const boxMax = 220
const boxMin = 48
const mega = 1_048_576

function sizedIn(language: string) {
  return (bytes: number) => {
    const large = bytes >= 1_000_000
    const unit = large ? 'megabyte' : 'kilobyte'
    const maximumFractionDigits = large && bytes < 10 * mega ? 1 : 0
    const form = new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits })
    return form.format(large ? bytes / mega : Math.max(1, bytes / 1_024))
  }
}

function glyph(h: Draw, path: string, size = 16) {
  const look = { width: size, height: size, viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor' }
  return h(
    'svg',
    { ...look, 'stroke-width': 2, 'stroke-linecap': 'round', 'aria-hidden': true },
    h('path', { d: path }),
  )
}

function itemView({ h, host, tray, words, sized }: Scene, item: Attached) {
  const { name, preview, trouble, part, share, sizeBytes } = item
  const percent = Math.round(share * 100)
  const coming = trouble === null && part === null
  const why = trouble === 'tooLarge' ? words.tooLarge(sized(host.maxBytes() ?? 0)) : trouble && words[trouble]
  return h(
    'li',
    { class: trouble ? 'bad' : '' },
    preview && !trouble
      ? h('img', { class: 'thumb', src: preview, alt: '' })
      : h(
          'i',
          { class: 'thumb' },
          glyph(h, 'M14 3H7a1 1 0 0 0-1 1v16a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V7l-4-4v4h4'),
        ),
    h(
      'div',
      { class: 'about' },
      h('b', { title: name }, name),
      why
        ? h('span', { class: 'why', role: 'alert' }, why)
        : h('span', null, coming ? `${percent} %` : sized(sizeBytes)),
    ),
    trouble && canRetry(trouble)
      ? h(
          'button',
          { type: 'button', 'aria-label': words.retryOf(name), onClick: () => void tray.send(item) },
          glyph(h, 'M20 11a8 8 0 1 0-2.3 5.7M20 5v6h-6'),
        )
      : null,
    h(
      'button',
      { type: 'button', 'aria-label': words.remove(name), onClick: () => tray.remove(item) },
      glyph(h, 'm6 6 12 12M18 6 6 18'),
    ),
    coming
      ? h('i', {
          class: 'bar',
          role: 'progressbar',
          'aria-label': name,
          'aria-valuenow': percent,
          style: { width: `${percent}%` },
        })
      : null,
  )
}

/** Links by file. They run out; what is shown stays, what is clicked is fetched anew. */
function linksOf({ host, tray }: Pick<Scene, 'host' | 'tray'>) {
  const links = new Map<string, Held>()
  async function fetchLink(id: string, held: Held): Promise<void> {
    try {
      const { url, expiresAt } = await host.link(id)
      held.url = host.origin + url
      held.goodUntil = Date.parse(expiresAt) - 30_000
      held.trouble = null
    } catch (fault) {
      // An error of the app's, whose classes are not ours.
      held.trouble = Object(fault).status === 404 ? 'gone' : 'unreachable'
    }
    host.redraw()
  }
  return {
    of({ mediaId }: MediaPart, unsent: boolean): Held {
      if (unsent) return { url: tray.previews.get(mediaId) ?? null, goodUntil: 0, trouble: null }
      const known = links.get(mediaId)
      if (known) return known
      const held: Held = { url: tray.previews.get(mediaId) ?? null, goodUntil: 0, trouble: null }
      links.set(mediaId, held)
      if (held.url === null) void fetchLink(mediaId, held)
      return held
    },
    again({ mediaId }: MediaPart): void {
      links.delete(mediaId)
      host.redraw()
    },
    /** Follows the link while it is good; else gets a new one first. */
    follow(event: Event, { mediaId }: MediaPart, held: Held): void {
      if (held.url?.startsWith('blob:') || Date.now() < held.goodUntil) return
      event.preventDefault()
      // Opened now, while the click allows it.
      const page = open('', '_blank')
      void fetchLink(mediaId, held).then(() => {
        if (page && held.url) page.location.href = held.url
        else page?.close()
      })
    },
  }
}

function pictureView(scene: Scene, part: MediaPart, links: ReturnType<typeof linksOf>, unsent: boolean) {
  const { h, words } = scene
  const held = links.of(part, unsent)
  const { width = boxMax, height = boxMax, name } = part
  const scale = Math.min(1, boxMax / width, boxMax / height)
  const [w, high] = [width, height].map(side => Math.max(boxMin, Math.round(side * scale)))
  const style = { width: `${w}px`, aspectRatio: `${w} / ${high}` }
  const src = scene.tray.previews.get(part.mediaId) ?? held.url
  if (held.trouble === 'gone') return h('span', { class: 'picture', style }, h('span', null, words.gone))
  if (held.trouble)
    return h(
      'button',
      { type: 'button', class: 'picture', style, onClick: () => links.again(part) },
      h('span', null, `${words.unreachable}. ${words.retry}`),
    )
  const link = {
    class: 'picture',
    style,
    href: held.url ?? undefined,
    target: '_blank',
    rel: 'noopener',
    'aria-label': words.open(name),
    onClick: (event: Event) => links.follow(event, part, held),
  }
  const onError = () => {
    held.trouble = 'unreachable'
    scene.host.redraw()
  }
  return h('a', link, src ? h('img', { src, alt: name, onError }) : null)
}

function partView(scene: Scene, part: MediaPart, links: ReturnType<typeof linksOf>, unsent: boolean) {
  const { h, words, sized } = scene
  const { name, mimeType, sizeBytes, width } = part
  if (width && /^image\/(png|apng|jpeg|gif|webp|avif)$/.test(mimeType))
    return pictureView(scene, part, links, unsent)
  const held = links.of(part, unsent)
  const [kind = ''] = mimeType.split('/')
  if (!held.trouble && held.url && (kind === 'audio' || kind === 'video'))
    return h(kind, {
      class: 'player',
      controls: true,
      preload: 'metadata',
      src: held.url,
      'aria-label': name,
    })
  return h(
    'a',
    {
      class: 'file',
      href: held.url ?? undefined,
      target: '_blank',
      rel: 'noopener',
      'aria-label': words.download(name),
      onClick: (event: Event) => links.follow(event, part, held),
    },
    h('b', null, name),
    h('span', null, held.trouble ? words[held.trouble] : sized(sizeBytes)),
  )
}

/** Dragged, dropped or pasted anywhere on the widget. */
function takeFiles(event: Event, tray: Tray): void {
  const { dataTransfer, clipboardData } = event as Partial<DragEvent & ClipboardEvent>
  const given = dataTransfer ?? clipboardData
  if (!given?.types.includes('Files')) return
  event.preventDefault()
  // While it is dragged it shows no files yet.
  if (given.files.length > 0) tray.add(given.files)
}

function buttonView({ h, tray, words }: Scene) {
  const onChange = ({ currentTarget: input }: { currentTarget: HTMLInputElement }) => {
    tray.add(input.files ?? [])
    // The same file can be chosen again.
    input.value = ''
  }
  return h(
    'label',
    { class: 'attach', title: words.attach },
    h('input', { type: 'file', multiple: true, class: 'unseen', 'aria-label': words.attach, onChange }),
    glyph(
      h,
      'm20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.4a1.7 1.7 0 0 1-2.4-2.4l7.9-7.8',
      20,
    ),
  )
}

export const createMediaKit: CreateMediaKit = (h, visit, origin, api, door, redraw) => {
  const host: MediaHost = {
    origin,
    maxBytes: () => visit.state.config?.mediaMaxBytes ?? null,
    token: async () => (await door.enter()).token,
    link: id => api.call('GET /web/media/{id}', { params: { id } }),
    drop(id) {
      api.call('DELETE /web/media/{id}', { params: { id } }).catch(() => undefined)
    },
    redraw,
  }
  const root = document.querySelector('baton-widget')?.shadowRoot
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(style + ratingStyle)
  root?.adoptedStyleSheets.push(sheet)
  const language = root?.querySelector<HTMLElement>('[lang]')?.lang ?? 'en'
  const words = mediaTables[language] ?? mediaTables['en']
  const ratingWords = ratingTables[language] ?? ratingTables['en']
  if (!words || !ratingWords) throw new Error('no words')
  const give = (body: BodyOf<'POST /web/feedback'>) => api.call('POST /web/feedback', { body })
  const rating = createRatings(h, { state: () => visit.state, give, redraw }, ratingWords)
  const tray = new Tray(host)
  const scene: Scene = { h, host, tray, words, sized: sizedIn(language) }
  const links = linksOf(scene)
  for (const type of ['dragover', 'drop', 'paste'])
    root?.addEventListener(type, event => takeFiles(event, tray))
  return {
    count: () => tray.items.length,
    ready: () => tray.items.every(({ part }) => part !== null),
    button: () => buttonView(scene),
    put: (parts = []) => tray.put(parts),
    take: () => tray.take(),
    tray: () =>
      tray.items.length === 0
        ? null
        : h(
            'ul',
            { class: 'files', 'aria-label': words.files },
            ...tray.items.map(item => itemView(scene, item)),
          ),
    text: (text, marked) => textView(h, text, marked),
    part(part, unsent) {
      if (part.kind === 'media') return partView(scene, part, links, unsent !== undefined)
      return part.kind === 'feedback' ? rating(part) : null
    },
  }
}
