// Puts the console on the page.
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { initialLanguage } from './app/i18n.tsx'
import { Providers } from './app/providers.tsx'
import { router } from './app/router.tsx'
import { loadWords } from './app/words.ts'
import './tokens.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html lacks #root')
const page = createRoot(root)
const begin = () =>
  page.render(
    <StrictMode>
      <Providers>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  )
// In English, where the words of another language do not come.
loadWords(initialLanguage()).then(begin, begin)
