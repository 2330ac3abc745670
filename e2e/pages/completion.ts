// The form that completes a takeover, filled in with the pointer.
import type { Locator } from 'playwright-core'
import type { Desk } from './desk.ts'

export interface Completion {
  readonly topic: string
  readonly outcome: string
  readonly tag?: string
  /** The label of a closing block. */
  readonly closing?: string
}

async function pick(desk: Desk, form: Locator, field: RegExp, choice: string): Promise<void> {
  await form.getByRole('combobox', { name: field }).fill(choice)
  await desk.page.getByRole('option', { name: choice }).first().click()
}

/** Fills in the open form, without completing it. */
export async function fillCompletion(
  desk: Desk,
  { topic, outcome, tag, closing }: Completion,
): Promise<Locator> {
  const form = desk.dialog('Resolve and hand back')
  await form.waitFor()
  await pick(desk, form, /^Topic/, topic)
  await pick(desk, form, /^Outcome/, outcome)
  if (tag) await pick(desk, form, /^Tags/, tag)
  if (closing) await pick(desk, form, /^Closing message/, closing)
  return form
}

/** Fills in the open form and completes the takeover. */
export async function complete(desk: Desk, completion: Completion): Promise<void> {
  const form = await fillCompletion(desk, completion)
  await form.getByRole('button', { name: /^Complete/ }).click()
  await form.waitFor({ state: 'detached' })
}
