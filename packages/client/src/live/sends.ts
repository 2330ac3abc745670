// What a visitor said and the server has not answered yet. A broken line says nothing about a send: it goes
// again with the same clientId, and the server stores it once [DL3].
import type { ClientMessage, ServerMessage } from '@baton/protocol'
import { type ApiError, errorOfProblem } from '../api-error.ts'

interface Waiting {
  readonly message: Extract<ClientMessage, { type: 'send' }>
  readonly resolve: (answer: { seq: number }) => void
  readonly reject: (fault: ApiError) => void
}

export class Sends {
  readonly #waiting = new Map<string, Waiting>()
  readonly #send: (message: ClientMessage) => boolean
  #count = 0

  constructor(send: (message: ClientMessage) => boolean) {
    this.#send = send
  }

  add(given: { readonly clientId: string; readonly text: string }): Promise<{ seq: number }> {
    this.#count += 1
    const ref = String(this.#count)
    return new Promise((resolve, reject) => {
      const message = { type: 'send', ref, clientId: given.clientId, text: given.text } as const
      this.#waiting.set(ref, { message, resolve, reject })
      this.#send(message)
    })
  }

  /** The line is new: everything unanswered, in the order in which it was said. */
  sendAll(): void {
    for (const { message } of this.#waiting.values()) this.#send(message)
  }

  accept({ ref, seq }: Extract<ServerMessage, { type: 'accepted' }>): void {
    this.#waiting.get(ref)?.resolve({ seq })
    this.#waiting.delete(ref)
  }

  /** False when the refusal is not about a send. */
  refuse({ ref, problem }: Extract<ServerMessage, { type: 'refused' }>): boolean {
    const send = ref === null ? undefined : this.#waiting.get(ref)
    if (ref === null || send === undefined) return false
    this.#waiting.delete(ref)
    send.reject(errorOfProblem(problem))
    return true
  }

  rejectAll(fault: ApiError): void {
    const all = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const send of all) send.reject(fault)
  }
}
