// The one tag that puts the chat on a page.
export const snippetOf = (channelId: string): string =>
  `<script src="${location.origin}/widget.js" data-channel="${channelId}" async></script>`
