// Words of a seed: scenes in two languages, and what is filled into them.
import type { Dice } from './dice.ts'
import type { Scenario } from './scenario.ts'
import { english } from './texts-en.ts'
import { spanish } from './texts-es.ts'

const products = [
  ['watering can', 'la regadera'],
  ['ceramic pot', 'la maceta de cerámica'],
  ['garden lamp', 'la lámpara de jardín'],
  ['folding chair', 'la silla plegable'],
  ['olive tree', 'el olivo'],
  ['herb planter', 'la jardinera de hierbas'],
  ['hammock', 'la hamaca'],
  ['bird feeder', 'el comedero de pájaros'],
  ['parasol', 'la sombrilla'],
  ['rain barrel', 'el barril de lluvia'],
] as const
const cities = [
  'Bremen',
  'Lyon',
  'Madrid',
  'Porto',
  'Sevilla',
  'Guadalajara',
  'Leeds',
  'Bogotá',
  'Graz',
  'Valparaíso',
]
const days = [
  ['Monday', 'lunes'],
  ['Tuesday', 'martes'],
  ['Wednesday', 'miércoles'],
  ['Thursday', 'jueves'],
  ['Friday', 'viernes'],
  ['Saturday', 'sábado'],
] as const
const first = [
  'Ada',
  'Bruno',
  'Camila',
  'Dario',
  'Elena',
  'Fatima',
  'Gonzalo',
  'Hana',
  'Inés',
  'José',
  'Kira',
  'Lucía',
  'Mateo',
  'Nadia',
  'Óscar',
  'Pilar',
  'Quentin',
  'Rosa',
  'Sven',
  'Tomás',
  'Ulla',
  'Vera',
  'Wanda',
  'Ximena',
  'Yusuf',
  'Zoe',
]
const last = [
  'Álvarez',
  'Brandt',
  'Castillo',
  'Dubois',
  'Eriksson',
  'Fuentes',
  'Gómez',
  'Hansen',
  'Ibáñez',
  'Jansen',
  'Keller',
  'López',
  'Moreau',
  'Núñez',
  'Ortega',
  'Petrov',
  'Quiroga',
  'Ríos',
  'Silva',
  'Torres',
  'Urbina',
  'Vogel',
  'Walker',
  'Yilmaz',
  'Zamora',
]

export interface Scene extends Omit<Scenario, 'topic' | 'tag'> {
  readonly topic: string
  readonly tag: string
  /** Fills the slots: the same order, product and city throughout. */
  fill(text: string): string
}

export function sceneOf(dice: Dice): Scene {
  const language = dice.in(0.5) ? 0 : 1
  const scenario = dice.of(language === 0 ? english : spanish)
  const order = `AB-${100_000 + dice.below(900_000)}`
  const product = dice.of(products)[language]
  const city = dice.of(cities)
  const amount = String(9 + dice.below(240))
  const phone = `+34 6${10 + dice.below(90)} ${100 + dice.below(900)} ${100 + dice.below(900)}`
  const slots: Readonly<Record<string, () => string>> = {
    order: () => order,
    product: () => product,
    city: () => city,
    amount: () => amount,
    phone: () => phone,
    day: () => dice.of(days)[language],
  }
  return {
    ...scenario,
    fill: text => text.replace(/\{(\w+)\}/g, (whole, slot: string) => slots[slot]?.() ?? whole),
  }
}

export interface Person {
  readonly name: string
  readonly email: string | null
}

export function personOf(dice: Dice, n: number): Person {
  const [given, family] = [dice.of(first), dice.of(last)]
  const plain = `${given}.${family}`.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return { name: `${given} ${family}`, email: dice.in(0.8) ? `${plain}.${n}@customer.example` : null }
}
