// What is offered to me stands on every page; its code comes after the first paint.
import { later } from './later.tsx'

export const OfferBar = later(() => import('../features/shell/offer-bar.tsx').then(module => module.OfferBar))
