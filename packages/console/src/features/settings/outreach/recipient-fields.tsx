// Who is written to: pasted, read at once, and shown as it was understood.
import { TriangleAlert } from 'lucide-react'
import { useId } from 'react'
import { templatePieces } from '../../../app/templates/fill-template.ts'
import { Chip } from '../../../ui/chip.tsx'
import { Field, TextArea } from '../../../ui/field.tsx'
import { useSettingsWords } from '../use-settings-words.ts'
import type { BatchForm } from './use-batch-form.ts'

const shownMost = 5

export function RecipientFields({ form }: { readonly form: BatchForm }) {
  const { t, plural } = useSettingsWords()
  const id = useId()
  const { draft, read, change } = form
  const template = draft.chosen?.template ?? null
  const names = Array.from({ length: template?.variables ?? 0 }, (_, n) =>
    t('outreach.variable', { count: n + 1 }),
  )
  const columns = [t('outreach.address'), t('outreach.person'), ...names, t('outreach.saidYes')]
  const sample = read.recipients[0]
  return (
    <>
      <Field
        label={t('outreach.lines')}
        htmlFor={id}
        hint={t('outreach.linesHint', { columns: columns.join(', ') })}
      >
        <TextArea
          id={id}
          spellCheck={false}
          className="font-mono"
          placeholder={['+15551234567', 'Maya', ...names.map(() => '…'), t('outreach.yes')].join(', ')}
          value={draft.lines}
          onChange={event => change({ lines: event.target.value })}
        />
      </Field>
      {read.faults.length > 0 ? (
        <div role="status" className="rounded-s border border-waiting-line bg-waiting-soft px-3 py-2">
          <p className="flex items-center gap-2 font-medium text-waiting-ink">
            <TriangleAlert size={14} aria-hidden="true" />
            {plural('outreach.faults', read.faults.length)}
          </p>
          <ul className="mt-1 text-ink-2">
            {read.faults.slice(0, shownMost).map(({ line, text, why }) => (
              <li key={line} className="truncate">
                {t('outreach.faultLine', { line, why: t(`outreach.fault.${why}`), text })}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {read.recipients.length > 0 ? (
        <div className="overflow-x-auto">
          <table className="w-full text-left text-13">
            <caption className="sr-only">{t('outreach.preview')}</caption>
            <thead className="text-ink-3">
              <tr>
                {columns.map(column => (
                  <th key={column} scope="col" className="py-1 pr-3 font-normal whitespace-nowrap">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {read.recipients.slice(0, shownMost).map(recipient => (
                <tr key={recipient.address} className="border-t border-line">
                  <td className="py-1.5 pr-3 tabular-nums">{recipient.address}</td>
                  <td className="py-1.5 pr-3">{recipient.name}</td>
                  {recipient.variables.map((value, n) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: variables stand in their order
                    <td key={n} className="py-1.5 pr-3">
                      {value}
                    </td>
                  ))}
                  <td className="py-1.5">
                    <Chip tone={recipient.optedIn ? 'person' : 'neutral'}>
                      {t(recipient.optedIn ? 'outreach.yes' : 'outreach.no')}
                    </Chip>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {read.recipients.length > shownMost ? (
            <p className="pt-1 text-ink-3">
              {t('outreach.andMore', { count: read.recipients.length - shownMost })}
            </p>
          ) : null}
        </div>
      ) : null}
      {template && sample ? (
        <p className="rounded-m bg-person-soft px-3 py-2 text-14 break-words whitespace-pre-wrap">
          {templatePieces(template, sample.variables)
            .body.map(piece => piece.text)
            .join('')}
        </p>
      ) : null}
    </>
  )
}
