// The form of a block by its kind.
import type { Block, BlockKind } from '@baton/core'
import type { ComponentType } from 'react'
import { AiForm, RequestForm } from './call-forms.tsx'
import {
  ConditionForm,
  EndForm,
  PriorityForm,
  QueueForm,
  SetForm,
  StatusForm,
  TagForm,
  WaitForm,
} from './logic-forms.tsx'
import { AskTeamForm, HandoffForm } from './people-forms.tsx'
import { ChoicesForm, FeedbackForm, MessageForm, QuestionForm } from './talk-forms.tsx'
import type { BlockForm } from './use-block-form.ts'
import { useBlockForm } from './use-block-form.ts'

const forms: { readonly [kind in BlockKind]: ComponentType<{ form: BlockForm<kind> }> } = {
  message: MessageForm,
  choices: ChoicesForm,
  question: QuestionForm,
  condition: ConditionForm,
  set: SetForm,
  wait: WaitForm,
  handoff: HandoffForm,
  end: EndForm,
  tag: TagForm,
  priority: PriorityForm,
  status: StatusForm,
  queue: QueueForm,
  feedback: FeedbackForm,
  request: RequestForm,
  ai: AiForm,
  ask_team: AskTeamForm,
}

export function BlockFields({ id, block }: { readonly id: string; readonly block: Block }) {
  const form = useBlockForm(id, block)
  // The table pairs each kind with its form; a union of components takes no single props.
  const Form = forms[block.kind] as ComponentType<{ form: BlockForm }>
  return <Form form={form} />
}
