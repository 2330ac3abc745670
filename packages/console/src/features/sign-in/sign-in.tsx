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

/** What the product does, before a word of it is read: the ring moves to the person who speaks. */
function Sample() {
  const { t } = useWords()
  return (
    <div
      aria-hidden="true"
      className="flex flex-1 flex-col items-center justify-center bg-canvas px-12 max-wide:hidden"
    >
      <div className="flex w-full max-w-104 flex-col gap-4 rounded-m border border-line bg-surface px-5 py-6">
        <div className="flex items-end gap-3">
          <Avatar name="Maya Lind" size={28} />
          <p className="rounded-m bg-sunken px-3 py-2 text-14">{t('signIn.sampleAsk')}</p>
        </div>
        <div className="flex flex-row-reverse items-end gap-3">
          <Avatar name="Bot" face="bot" size={28} />
          <p className="max-w-64 rounded-m border border-bot-line px-3 py-2 text-14">
            {t('signIn.sampleBot')}
          </p>
        </div>
        <p className="flex items-center gap-3 text-ink-2">
          <span className="h-px flex-1 bg-line" />
          {t('signIn.sampleLine')}
          <span className="h-px flex-1 bg-line" />
        </p>
        <div className="flex flex-row-reverse items-end gap-3.5 pr-0.5">
          <Avatar name="Ana Torres" face="agent" size={28} ring="mine" />
          <p className="max-w-64 rounded-m bg-person-soft px-3 py-2 text-14">{t('signIn.sampleAgent')}</p>
        </div>
      </div>
      <p className="mt-8 text-20 font-semibold tracking-tight">{t('signIn.line')}</p>
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
    <div className="flex h-dvh overflow-y-auto">
      <Sample />
      <main className="flex min-h-full flex-1 flex-col items-center justify-center bg-surface px-5 py-10 wide:border-l wide:border-line">
        <form onSubmit={submit} noValidate className="w-full max-w-80" aria-labelledby="sign-in-title">
          <div className="mb-6">
            <div className="mb-4">
              <Mark size={40} />
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
      </main>
    </div>
  )
}
