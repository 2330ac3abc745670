// The one failure that a caller of the API sees: the server's problem details, or that it was not reached.
import type { Problem } from '@baton/protocol'

/** Codes that no server gives: nothing answered; the answer was no problem document; the caller gave up. */
export type OwnCode = 'unreachable' | 'unreadable' | 'signed_out' | 'closed'

export class ApiError extends Error {
  /** The HTTP status; 0 when no answer came. */
  readonly status: number
  /** Stable; what a program decides by. */
  readonly code: string
  /** For people; says what to do. */
  readonly detail: string
  /** The whole document: a conflict says more in it (`owner`, `missed`, `fields`). Null when there was none. */
  readonly problem: Problem | null

  constructor(
    failure: { status: number; code: string; detail: string; problem?: Problem | null },
    options?: ErrorOptions,
  ) {
    super(failure.detail, options)
    this.name = 'ApiError'
    this.status = failure.status
    this.code = failure.code
    this.detail = failure.detail
    this.problem = failure.problem ?? null
  }
}

export function isApiError(fault: unknown): fault is ApiError {
  return fault instanceof ApiError
}

export function errorOfProblem(problem: Problem): ApiError {
  const { status, code, detail } = problem
  return new ApiError({ status, code, detail, problem })
}

export function ownError(code: OwnCode, detail: string, cause?: unknown): ApiError {
  return new ApiError({ status: code === 'signed_out' ? 401 : 0, code, detail }, { cause })
}

/** The error in an answer that is not 2xx; a proxy's page of HTML is `unreadable`. */
export async function errorOfResponse(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null)
  if (isProblem(body)) return errorOfProblem({ ...body, status: response.status })
  const detail = `The server answered ${response.status} without saying why.`
  return new ApiError({ status: response.status, code: 'unreadable', detail })
}

function isProblem(body: unknown): body is Problem {
  if (typeof body !== 'object' || body === null) return false
  return (
    'code' in body && typeof body.code === 'string' && 'detail' in body && typeof body.detail === 'string'
  )
}
