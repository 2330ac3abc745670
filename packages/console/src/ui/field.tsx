// A labelled control with its error in place; the error is tied to the control for screen readers.
import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'

export const controlLook =
  'w-full rounded-s border border-line-strong bg-surface px-2.5 text-13 text-ink outline-none transition-[border-color,box-shadow] focus:border-person focus:shadow-[0_0_0_1px_var(--person)] aria-invalid:border-failure aria-invalid:focus:shadow-[0_0_0_1px_var(--failure)] pointer-coarse:text-16'

interface FieldProps {
  readonly label: string
  readonly htmlFor: string
  readonly required?: string | null
  readonly error?: string | null
  readonly hint?: ReactNode
  /** The label is only for screen readers: in a row of fields that say themselves what they are. */
  readonly bare?: boolean | undefined
  readonly children: ReactNode
}

export function Field({ label, htmlFor, required, error, hint, bare, children }: FieldProps) {
  return (
    <div className={classes('flex min-w-0 flex-col', !bare && 'gap-1.5')}>
      <label
        htmlFor={htmlFor}
        className={bare ? 'sr-only' : 'flex items-baseline gap-1.5 text-13 font-medium'}
      >
        {label}
        {required ? <span className="font-normal text-ink-3">{required}</span> : null}
      </label>
      {children}
      {error ? (
        <p id={`${htmlFor}-error`} role="alert" className="text-13 text-failure-ink">
          {error}
        </p>
      ) : hint ? (
        <p id={`${htmlFor}-hint`} className="text-13 text-ink-3">
          {hint}
        </p>
      ) : null}
    </div>
  )
}

export function TextInput({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={classes(controlLook, 'h-9 touch:h-10', className)} />
}

/** Grows with its text up to its maximum height. */
export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      {...rest}
      className={classes(controlLook, 'field-sizing-content max-h-48 min-h-16 resize-none py-2', className)}
    />
  )
}
