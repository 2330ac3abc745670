// Shows what is pushed while no page may be open, and leads to the conversation when it is clicked.
self.addEventListener('push', event => {
  const told = event.data ? event.data.json() : {}
  const { title = 'Baton', body = '', tag, url = '/' } = told
  event.waitUntil(
    self.registration.showNotification(title, { body, tag, icon: '/favicon.svg', data: { url } }),
  )
})

async function open(url) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const page = pages.find(one => one.visibilityState === 'visible') ?? pages[0]
  if (!page) return self.clients.openWindow(url)
  // The page goes there itself: nothing is loaded anew, and no draft is lost.
  page.postMessage({ type: 'open', url })
  return page.focus()
}

self.addEventListener('notificationclick', event => {
  event.notification.close()
  event.waitUntil(open(event.notification.data.url))
})
