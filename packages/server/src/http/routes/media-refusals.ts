// Why a file is not taken or not sent, and what to do about it.
import type { Problem } from '@baton/protocol'
import type { Taken } from '../../app/media-taking.ts'
import { ProblemError, problemOf, refuse } from '../problem.ts'

type Refused = Extract<Taken, { ok: false }>['why']

const allowed =
  'Send pictures (PNG, JPEG, GIF, WebP, AVIF, HEIC), audio, video, PDF, office documents, plain text or ZIP.'

/** For ids of files that are somebody else's, of another conversation, or gone. */
export const notTheirsProblem = (): Problem =>
  problemOf(
    422,
    'unknown_media',
    'One of the files is not yours to send here, or was not sent within a day. Add it again.',
    { fields: ['media'] },
  )

export function notTheirs(): never {
  throw new ProblemError(notTheirsProblem())
}

export function refuseUpload(why: Refused, maxBytes: number): never {
  switch (why) {
    case 'too_large':
      return refuse(
        413,
        'file_too_large',
        `A file may have at most ${maxBytes / 1_024 / 1_024} MB. Send a smaller one.`,
        { maxBytes },
      )
    case 'empty':
      return refuse(422, 'file_empty', 'This file is empty. Choose another one.')
    case 'forbidden':
      return refuse(422, 'file_kind', `Files of this kind are not taken. ${allowed}`)
    case 'too_many':
      throw new ProblemError(
        problemOf(429, 'too_many_files', 'These are many files in a short time. Wait a few minutes.'),
        60,
      )
    case 'no_room':
      return refuse(
        507,
        'no_room',
        'There is no room left for files on the server. Tell whoever runs it; text can still be sent.',
      )
  }
}
