// Signing in by email and password. The library keeps the hashes, the sessions and the cookie; it is loaded on
// first use, as most servers answer thousands of messages for each sign-in.
import type pg from 'pg'
import type { SignIn } from '../app/ports.ts'

export interface SignInOptions {
  /** Its connections must have `auth` as their search path. */
  readonly pool: pg.Pool
  readonly secret: string
  readonly publicUrl: string
}

async function createAuth({ pool, secret, publicUrl }: SignInOptions) {
  const { betterAuth } = await import('better-auth')
  return betterAuth({
    database: pool,
    secret,
    baseURL: publicUrl,
    basePath: '/api/auth',
    emailAndPassword: { enabled: true, autoSignIn: false, minPasswordLength: 8, maxPasswordLength: 128 },
    session: { expiresIn: 7 * 24 * 60 * 60, updateAge: 24 * 60 * 60 },
    advanced: {
      cookiePrefix: 'baton',
      useSecureCookies: publicUrl.startsWith('https://'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
    },
    // Our own limits stand before every route.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })
}

export function createSignIn(options: SignInOptions): SignIn {
  let loading: ReturnType<typeof createAuth> | null = null
  const auth = () => {
    loading ??= createAuth(options)
    return loading
  }

  return {
    async register({ name, email, password }) {
      const { rowCount } = await options.pool.query('select 1 from "user" where email = $1', [email])
      if (rowCount) return null
      const made = await (await auth()).api.signUpEmail({ body: { name, email, password } })
      return made.user.id
    },
    async signIn(email, password, headers) {
      const response = await (await auth()).api.signInEmail({
        body: { email, password },
        headers,
        asResponse: true,
      })
      if (response.status === 401 || response.status === 400 || response.status === 403) return null
      if (!response.ok) throw new Error(`signing in failed with status ${response.status}`)
      const answer: unknown = await response.json()
      const signInId = idIn(answer)
      return signInId === null ? null : { signInId, cookies: response.headers.getSetCookie() }
    },
    async identify(headers) {
      if (!headers.get('cookie')?.includes('baton')) return null
      const session = await (await auth()).api.getSession({ headers })
      return session?.user.id ?? null
    },
    async signOut(headers) {
      const response = await (await auth()).api.signOut({ headers, asResponse: true })
      return response.headers.getSetCookie()
    },
  }
}

function idIn(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('user' in answer)) return null
  const { user } = answer
  if (typeof user !== 'object' || user === null || !('id' in user)) return null
  return typeof user.id === 'string' ? user.id : null
}
