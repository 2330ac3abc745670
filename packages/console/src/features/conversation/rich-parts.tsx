// Parts that customers send from their phones: places, people's cards, baskets.
import type { CardsPart, LocationPart, OrderPart } from '@baton/core'
import { ContactRound, ExternalLink, MapPin, ShoppingBasket } from 'lucide-react'
import { useChannelWords } from '../../app/use-channel-words.ts'

export function LocationView({ part }: { readonly part: LocationPart }) {
  const { t } = useChannelWords()
  const { latitude, longitude, name, address } = part
  const at = `${latitude},${longitude}`
  return (
    <div className="flex items-start gap-2">
      <MapPin size={16} className="mt-0.5 shrink-0" aria-hidden="true" />
      <div className="min-w-0">
        <p className="font-medium break-words">{name ?? `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`}</p>
        {address ? <p className="text-13 break-words text-ink-2">{address}</p> : null}
        <a
          href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${at.replace(',', '/')}`}
          target="_blank"
          rel="noreferrer noopener"
          className="inline-flex items-center gap-1 text-13 underline decoration-current/40 underline-offset-2 hover:decoration-current"
        >
          {t('said.map')}
          <ExternalLink size={12} aria-hidden="true" />
        </a>
      </div>
    </div>
  )
}

export function CardsView({ part }: { readonly part: CardsPart }) {
  return (
    <ul className="flex flex-col gap-2">
      {part.cards.map((card, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the cards of a message never change
        <li key={index} className="flex items-start gap-2">
          <ContactRound size={16} className="mt-0.5 shrink-0" aria-hidden="true" />
          <div className="min-w-0">
            <p className="font-medium break-words">{card.name}</p>
            {[...card.phones, ...card.emails].map(each => (
              <p key={each} className="text-13 break-all text-ink-2 tabular-nums">
                {each}
              </p>
            ))}
          </div>
        </li>
      ))}
    </ul>
  )
}

function money(amount: number, currency: string, language: string): string {
  try {
    return new Intl.NumberFormat(language, { style: 'currency', currency }).format(amount)
  } catch {
    // The channel's own word for it.
    return `${amount} ${currency}`
  }
}

export function OrderView({ part }: { readonly part: OrderPart }) {
  const { t, language } = useChannelWords()
  const currencies = [...new Set(part.items.map(item => item.currency))]
  const [currency] = currencies
  const total = part.items.reduce((sum, item) => sum + item.price * item.quantity, 0)
  return (
    <div>
      <p className="flex items-center gap-2 font-medium">
        <ShoppingBasket size={16} aria-hidden="true" />
        {t('said.order')}
      </p>
      {part.text ? <p className="mt-1 break-words whitespace-pre-wrap">{part.text}</p> : null}
      <table className="mt-1.5 w-full text-13 tabular-nums">
        <tbody>
          {part.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the items of an order never change
            <tr key={index}>
              <td className="pr-2 align-top whitespace-nowrap text-ink-2">{item.quantity} ×</td>
              <td className="w-full pr-3 break-all">{item.product}</td>
              <td className="text-right whitespace-nowrap">{money(item.price, item.currency, language)}</td>
            </tr>
          ))}
        </tbody>
        {currencies.length === 1 && currency ? (
          <tfoot>
            <tr className="border-t border-current/20 font-medium">
              <td colSpan={2} className="pt-1">
                {t('said.total')}
              </td>
              <td className="pt-1 text-right whitespace-nowrap">{money(total, currency, language)}</td>
            </tr>
          </tfoot>
        ) : null}
      </table>
    </div>
  )
}
