// A bot that is no flow: one form with sections, and a test chat beside it.
import { SquarePlay } from 'lucide-react'
import type { ComponentType } from 'react'
import { useMemo, useState } from 'react'
import { useLayout } from '../../../app/use-media.ts'
import { Button } from '../../../ui/button.tsx'
import { Drawer } from '../../../ui/drawer.tsx'
import { BotHead } from '../bot/bot-head.tsx'
import type { BotDetail } from '../bot/use-bot.ts'
import { useAutosave, useKeptDraft } from '../bot/use-bot.ts'
import { BotTry } from '../try/bot-try.tsx'
import { useBotWords } from '../use-bot-words.ts'
import { AiFields } from './ai-fields.tsx'
import type { BotKindName } from './bot-kind.ts'
import { HttpFields, RasaFields } from './http-fields.tsx'
import { incompleteIn } from './incomplete.ts'
import type { SettingsForm } from './settings.ts'
import { withField } from './settings.ts'

interface FormBotProps {
  readonly bot: BotDetail
  readonly onBack: () => void
  readonly onReload: () => void
}

const fieldsOfKind: Readonly<Record<Exclude<BotKindName, 'flow'>, ComponentType<{ form: SettingsForm }>>> = {
  ai: AiFields,
  http: HttpFields,
  rasa: RasaFields,
}

export function FormBot({ bot, onBack, onReload }: FormBotProps) {
  const { t } = useBotWords()
  const layout = useLayout()
  const [name, setName] = useState(bot.name)
  const [settings, setSettings] = useState<Readonly<Record<string, unknown>>>(bot.settings)
  const [trying, setTrying] = useState(layout === 'wide')
  const kept = useKeptDraft(bot)
  const draft = useMemo(() => ({ name, settings }), [name, settings])
  const lacks = useMemo(() => incompleteIn(bot.kind, settings, t), [bot.kind, settings, t])
  useAutosave(kept, draft, lacks.length === 0)
  const form = useMemo<SettingsForm>(
    () => ({
      botId: bot.id,
      settings,
      set: (key, value) => setSettings(before => withField(before, key, value)),
    }),
    [bot.id, settings],
  )
  const Fields = bot.kind === 'flow' ? null : fieldsOfKind[bot.kind]
  const chat = trying ? <BotTry botId={bot.id} settings={settings} onClose={() => setTrying(false)} /> : null
  return (
    <main id="chat" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
      <BotHead
        bot={bot}
        draft={draft}
        kept={kept}
        findings={lacks}
        unsaved={lacks.length > 0}
        onName={setName}
        onBack={onBack}
        onReload={onReload}
        onFinding={() => undefined}
      >
        <Button
          aria-pressed={trying}
          aria-label={t('try.open')}
          icon={<SquarePlay size={16} />}
          className={trying ? 'bg-press' : ''}
          onClick={() => setTrying(!trying)}
        >
          <span className="max-pane:sr-only">{t('try.open')}</span>
        </Button>
      </BotHead>
      <div className="flex min-h-0 flex-1">
        <div className="min-w-0 flex-1 overflow-y-auto bg-canvas">
          <div className="mx-auto flex max-w-176 flex-col gap-5 px-6 py-6 max-pane:px-3 max-pane:py-4">
            {Fields ? <Fields form={form} /> : null}
          </div>
        </div>
        {layout === 'pane' ? (
          <Drawer open={trying} onClose={() => setTrying(false)} title={t('try.title')}>
            {chat}
          </Drawer>
        ) : chat ? (
          <div className="w-90 shrink-0 border-l border-line">{chat}</div>
        ) : null}
      </div>
    </main>
  )
}
