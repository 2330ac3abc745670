const first = [
  'Ana',
  'Ben',
  'Chloé',
  'Diego',
  'Emma',
  'Farid',
  'Greta',
  'Hiro',
  'Ines',
  'Jonas',
  'Kavya',
  'Liam',
]
const last = [
  'Abbott',
  'Berger',
  'Costa',
  'Dhillon',
  'Eriksen',
  'Fontaine',
  'García',
  'Haddad',
  'Ito',
  'Jansen',
  'Kowalski',
]

/** A different one for each of the first 132 customers. */
export function nameOf(customer: number): string {
  return `${first[customer % first.length]} ${last[customer % last.length]}`
}
