// What every page stands on: words, tips, notices, and the cache of questions.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ToastProvider } from '../ui/toast.tsx'
import { TipProvider } from '../ui/tooltip.tsx'
import { useWords, WordsProvider } from './i18n.tsx'

// News come by the live line: nothing is asked again for being old or because the window has the focus.
const queries = new QueryClient({
  defaultOptions: { queries: { refetchOnWindowFocus: false, retry: 1 } },
})

function Notices({ children }: { readonly children: ReactNode }) {
  const { t } = useWords()
  return <ToastProvider closeLabel={t('app.close')}>{children}</ToastProvider>
}

export function Providers({ children }: { readonly children: ReactNode }) {
  return (
    <WordsProvider>
      <QueryClientProvider client={queries}>
        <TipProvider>
          <Notices>{children}</Notices>
        </TipProvider>
      </QueryClientProvider>
    </WordsProvider>
  )
}
