// The side panel of a selected block: its name, its form, and where it leads.
import type { BlockId } from '@baton/core'
import { Copy, Play, Trash2, X, Zap } from 'lucide-react'
import type { RefObject } from 'react'
import { useEffect, useId, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { Field, TextInput } from '../../../ui/field.tsx'
import { useBuilderHere } from '../builder/builder-context.tsx'
import { groupTones, shownBlocks } from '../flow/block-kinds.ts'
import type { From } from '../flow/edits.ts'
import { addTrigger, blockIn, renameBlock, startAt } from '../flow/edits.ts'
import { useBotWords } from '../use-bot-words.ts'
import { BlockFields } from './block-fields.tsx'
import { Panel } from './panel.tsx'
import { useBlockForm } from './use-block-form.ts'
import { WayFields } from './way-fields.tsx'

interface BlockPanelProps {
  readonly id: BlockId
  readonly bodyRef: RefObject<HTMLDivElement | null>
  readonly onClose: () => void
  readonly onAdd: (from: From) => void
}

/** A rename takes hold when the field is left, so that no half-typed name is in the way. */
function NameField({ id }: { readonly id: BlockId }) {
  const { t } = useBotWords()
  const { draft, edit, selectBlock, findings, fresh } = useBuilderHere()
  const fieldId = useId()
  const [typed, setTyped] = useState(id)
  useEffect(() => setTyped(id), [id])
  const taken = renameBlock(draft, id, typed) === null
  const fault = fresh ? undefined : findings.find(({ block, path }) => block === id && path === '')
  function rename() {
    const renamed = renameBlock(draft, id, typed)
    if (renamed === null) return setTyped(id)
    if (renamed === draft) return
    edit(() => renamed)
    selectBlock(typed.trim())
  }
  return (
    <Field
      label={t('form.name')}
      htmlFor={fieldId}
      hint={t('form.nameHint')}
      error={taken ? t('form.nameTaken') : (fault?.message ?? null)}
    >
      <TextInput
        id={fieldId}
        value={typed}
        spellCheck={false}
        aria-invalid={taken || undefined}
        onChange={event => setTyped(event.target.value)}
        onBlur={rename}
        onKeyDown={event => (event.key === 'Enter' ? rename() : undefined)}
      />
    </Field>
  )
}

function LabelField({ id }: { readonly id: BlockId }) {
  const { t } = useBotWords()
  const { flow } = useBuilderHere()
  const fieldId = useId()
  const block = flow.blocks[id]
  const form = useBlockForm(id, block ?? { kind: 'end' })
  return (
    <Field
      label={t('form.label')}
      htmlFor={fieldId}
      required={t('form.optional')}
      hint={t('form.labelHint')}
      error={form.fault('label')}
    >
      <TextInput
        id={fieldId}
        value={block?.label ?? ''}
        onChange={event => form.change({ label: event.target.value || undefined }, 'label')}
      />
    </Field>
  )
}

export function BlockPanel({ id, bodyRef, onClose, onAdd }: BlockPanelProps) {
  const { t } = useBotWords()
  const { flow, edit, remove, duplicate, select } = useBuilderHere()
  const block = blockIn(flow, id)
  if (block === null) return null
  const kind = shownBlocks[block.kind]
  const Icon = kind.icon
  return (
    <Panel
      label={t('panel.block', { name: block.label ?? id })}
      bodyRef={bodyRef}
      head={
        <>
          <span
            className={classes(
              'inline-flex size-7 shrink-0 items-center justify-center rounded-s',
              groupTones[kind.group],
            )}
          >
            <Icon size={15} strokeWidth={1.75} />
          </span>
          <h2 className="min-w-0 flex-1 truncate text-14 font-semibold">{t(kind.name)}</h2>
          <Button
            look="quiet"
            size="s"
            aria-label={t('panel.duplicate')}
            aria-keyshortcuts="mod+d"
            tip={t('panel.duplicate')}
            tipSide="bottom"
            icon={<Copy size={15} />}
            onClick={() => duplicate(id)}
          />
          <Button
            look="quiet"
            size="s"
            aria-label={t('panel.delete')}
            tip={t('panel.delete')}
            tipSide="bottom"
            icon={<Trash2 size={15} />}
            onClick={() => remove(id)}
          />
          <Button
            look="quiet"
            size="s"
            aria-label={t('app.close')}
            icon={<X size={16} />}
            onClick={onClose}
          />
        </>
      }
    >
      <p className="-mt-1 text-ink-2">{t(kind.text)}</p>
      <BlockFields key={id} id={id} block={block} />
      <hr className="border-line" />
      <WayFields id={id} block={block} onAdd={onAdd} />
      <hr className="border-line" />
      <NameField id={id} />
      <LabelField id={id} />
      <div className="flex flex-wrap gap-2">
        {flow.start === id ? null : (
          <Button size="s" icon={<Play size={14} />} onClick={() => edit(draft => startAt(draft, id))}>
            {t('panel.startHere')}
          </Button>
        )}
        <Button
          size="s"
          icon={<Zap size={14} />}
          onClick={() => {
            edit(draft => addTrigger(draft, id))
            select({ kind: 'trigger', at: flow.triggers.length })
          }}
        >
          {t('panel.addTrigger')}
        </Button>
      </div>
    </Panel>
  )
}
