// Every case, in the order in which they run: first what else depends on.
import type { Case } from '../case.ts'
import { cancelled, control, staleLater, stalePermit } from './control.ts'
import { garbage, signature } from './doors.ts'
import { forms, variables } from './forms.ts'
import { burst, deadline, guidance, handedBack, noInput, plainTurn, twice } from './turns.ts'

export const allCases: readonly Case[] = [
  signature,
  plainTurn,
  burst,
  noInput,
  twice,
  handedBack,
  guidance,
  variables,
  control,
  cancelled,
  staleLater,
  stalePermit,
  garbage,
  deadline,
  ...forms,
]
