// Signing in, then on to the inbox.
import { isApiError } from '@baton/client'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import type { SignInOutcome } from '../features/sign-in/sign-in.tsx'
import { later } from './later.tsx'

const SignIn = later(() => import('../features/sign-in/sign-in.tsx').then(module => module.SignIn))

import { useWords } from './i18n.tsx'
import { api } from './link.ts'
import { useTitle } from './use-title.ts'

export function SignInPage() {
  const { t } = useWords()
  const navigate = useNavigate()
  const router = useRouter()
  const queries = useQueryClient()
  const { to } = useSearch({ from: '/sign-in' })
  useTitle(0, t('signIn.submit'))
  async function submit(email: string, password: string): Promise<SignInOutcome> {
    try {
      await api.call('POST /sign-in', { body: { email, password } })
      queries.clear()
      if (to) router.history.push(to)
      else await navigate({ to: '/inbox', search: { list: 'active' } })
      return 'ok'
    } catch (fault) {
      return isApiError(fault) && fault.status >= 400 && fault.status < 500 && fault.status !== 429
        ? 'wrong'
        : 'failed'
    }
  }
  return <SignIn onSubmit={submit} again={to !== undefined} />
}
