// The addresses of the console. An address names the list and the conversation, so that it can be shared.
import { createRootRoute, createRoute, createRouter, Navigate, Outlet } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import type { Tab } from '../features/inbox/list-order.ts'
import { isTab } from '../features/inbox/list-order.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { BotsPage } from './bots-page.tsx'
import { DeskPage } from './desk-page.tsx'
import { DeskRoot } from './desk-root.tsx'
import { useWords } from './i18n.tsx'
import { RulesPage } from './rules-page.tsx'
import { SettingsPage } from './settings-page.tsx'
import { SignInPage } from './sign-in-page.tsx'

function Broken() {
  const { t } = useWords()
  return (
    <div className="h-dvh">
      <Empty
        icon={<TriangleAlert size={18} />}
        title={t('app.broken')}
        text={t('app.brokenText')}
        action={<Button onClick={() => location.reload()}>{t('app.reload')}</Button>}
      />
    </div>
  )
}

const rootRoute = createRootRoute({
  component: Outlet,
  errorComponent: Broken,
  notFoundComponent: () => <Navigate to="/inbox" search={{ list: 'active' }} replace />,
})

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  component: SignInPage,
  // Only an address of our own: nothing that a link brought leads elsewhere.
  validateSearch: (search: Record<string, unknown>): { to?: string } =>
    typeof search.to === 'string' && /^\/(inbox|bots|rules|settings)\b/.test(search.to)
      ? { to: search.to }
      : {},
})

const deskRoute = createRoute({ getParentRoute: () => rootRoute, id: 'desk', component: DeskRoot })

/** One page for the list with and without an open conversation: changing between them keeps it mounted. */
const pageRoute = createRoute({
  getParentRoute: () => deskRoute,
  id: 'page',
  component: DeskPage,
  validateSearch: (search: Record<string, unknown>): { list: Tab; team?: string } => ({
    list: isTab(search.list) ? search.list : ('active' as const),
    ...(typeof search.team === 'string' && /^[\da-f-]{36}$/.test(search.team) ? { team: search.team } : {}),
  }),
})
const inboxRoute = createRoute({ getParentRoute: () => pageRoute, path: '/inbox' })
const conversationRoute = createRoute({ getParentRoute: () => pageRoute, path: '/inbox/$conversationId' })

/** The same for bots. */
const workshopRoute = createRoute({ getParentRoute: () => deskRoute, id: 'workshop', component: BotsPage })
const botsRoute = createRoute({ getParentRoute: () => workshopRoute, path: '/bots' })
const botRoute = createRoute({ getParentRoute: () => workshopRoute, path: '/bots/$botId' })

/** The same for rules. */
const rulesPageRoute = createRoute({
  getParentRoute: () => deskRoute,
  id: 'rules-page',
  component: RulesPage,
})
const rulesRoute = createRoute({ getParentRoute: () => rulesPageRoute, path: '/rules' })
const ruleRoute = createRoute({ getParentRoute: () => rulesPageRoute, path: '/rules/$ruleId' })

/** The same for settings. */
const settingsPageRoute = createRoute({
  getParentRoute: () => deskRoute,
  id: 'settings-page',
  component: SettingsPage,
})
const settingsRoute = createRoute({ getParentRoute: () => settingsPageRoute, path: '/settings' })
const sectionRoute = createRoute({ getParentRoute: () => settingsPageRoute, path: '/settings/$section' })

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    signInRoute,
    deskRoute.addChildren([
      pageRoute.addChildren([inboxRoute, conversationRoute]),
      workshopRoute.addChildren([botsRoute, botRoute]),
      rulesPageRoute.addChildren([rulesRoute, ruleRoute]),
      settingsPageRoute.addChildren([settingsRoute, sectionRoute]),
    ]),
  ]),
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
