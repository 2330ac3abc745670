// The door. Errors stand at the field or above the button, and never take what was typed.
import { Eye, EyeOff } from 'lucide-react'
import type { FormEvent } from 'react'
import { useRef, useState } from 'react'
import { useWords } from '../../app/i18n.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { Mark } from '../../ui/mark.tsx'

export type SignInOutcome = 'ok' | 'wrong' | 'failed'

interface SignInProps {
  readonly onSubmit: (email: string, password: string) => Promise<SignInOutcome>
  /** The agent was signed out while working. */
  readonly again: boolean
}

interface Errors {
  readonly email?: string
  readonly password?: string
  readonly form?: string
}

/** Three faces, one ring: what the product does, before a word is read. */
function Picture() {
  return (
    <div className="mb-8 flex items-center gap-4" aria-hidden="true">
      <Avatar name="Maya L" size={36} />
      <span className="h-px w-6 bg-line-strong" />
      <Avatar name="Bot" face="bot" size={36} />
      <span className="h-px w-6 bg-line-strong" />
      <Avatar name="Ana T" face="agent" size={36} ring="mine" />
    </div>
  )
}

export function SignIn({ onSubmit, again }: SignInProps) {
  const { t } = useWords()
  const [errors, setErrors] = useState<Errors>({})
  const [busy, setBusy] = useState(false)
  const [shown, setShown] = useState(false)
  const email = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (busy) return
    const given = { email: email.current?.value.trim() ?? '', password: password.current?.value ?? '' }
    if (given.email === '') {
      setErrors({ email: t('signIn.emailMissing') })
      email.current?.focus()
      return
    }
    if (given.password === '') {
      setErrors({ password: t('signIn.passwordMissing') })
      password.current?.focus()
      return
    }
    setBusy(true)
    setErrors({})
    const outcome = await onSubmit(given.email, given.password)
    setBusy(false)
    if (outcome === 'wrong') {
      setErrors({ password: t('signIn.wrong') })
      password.current?.select()
    } else if (outcome === 'failed') setErrors({ form: t('signIn.failed') })
  }

  return (
    <main className="flex min-h-dvh flex-col items-center justify-center overflow-y-auto bg-canvas px-4 py-10">
      <Picture />
      <form
        onSubmit={submit}
        noValidate
        className="w-full max-w-90 rounded-m border border-line bg-surface p-6 pane:p-8"
        aria-labelledby="sign-in-title"
      >
        <div className="mb-6">
          <div className="mb-4">
            <Mark size={32} />
          </div>
          <h1 id="sign-in-title" className="text-20 font-semibold tracking-tight">
            {t('signIn.title')}
          </h1>
          <p className="mt-1 text-14 text-ink-2">{again ? t('signIn.again') : t('signIn.text')}</p>
        </div>
        <div className="flex flex-col gap-4">
          <Field label={t('signIn.email')} htmlFor="email" error={errors.email ?? null}>
            <TextInput
              ref={email}
              id="email"
              name="email"
              type="email"
              autoComplete="username"
              autoFocus
              aria-invalid={errors.email ? true : undefined}
              aria-describedby={errors.email ? 'email-error' : undefined}
            />
          </Field>
          <Field label={t('signIn.password')} htmlFor="password" error={errors.password ?? null}>
            <div className="relative">
              <TextInput
                ref={password}
                id="password"
                name="password"
                type={shown ? 'text' : 'password'}
                autoComplete="current-password"
                className="pr-10"
                aria-invalid={errors.password ? true : undefined}
                aria-describedby={errors.password ? 'password-error' : undefined}
              />
              <button
                type="button"
                aria-label={shown ? t('signIn.hide') : t('signIn.show')}
                onClick={() => setShown(!shown)}
                className="absolute inset-y-0 right-0 flex w-10 items-center justify-center rounded-s text-ink-3 hover:text-ink"
              >
                {shown ? <EyeOff size={16} /> : <Eye size={16} />}
              </button>
            </div>
          </Field>
          {errors.form ? (
            <p role="alert" className="rounded-s bg-failure-soft px-2.5 py-2 text-failure-ink">
              {errors.form}
            </p>
          ) : null}
          <Button type="submit" look="filled" size="l" busy={busy} className="mt-1 w-full">
            {t('signIn.submit')}
          </Button>
        </div>
      </form>
      <p className="mt-8 text-ink-3">{t('signIn.line')}</p>
    </main>
  )
}
