// Pasted lines as recipients: address, name, variables, and last whether they said yes. Commas, semicolons or tabs;
// quotes keep a comma inside. Pure; what cannot be used is named by its line.
export interface Recipient {
  readonly address: string
  readonly name: string
  readonly variables: readonly string[]
  readonly optedIn: boolean
}

export type LineFault = 'address' | 'twice' | 'variables'

export interface ReadLines {
  readonly recipients: readonly Recipient[]
  readonly faults: readonly { readonly line: number; readonly text: string; readonly why: LineFault }[]
}

const yes = /^(yes|y|true|1|sí|si|s)$/i
const no = /^(no|n|false|0|)$/i

function separatorOf(text: string): string {
  const counts = ['\t', ';', ','].map(sign => ({ sign, count: text.split(sign).length }))
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).sign
}

function cellsOf(line: string, separator: string): readonly string[] {
  const cells: string[] = []
  let cell = ''
  let quoted = false
  for (let n = 0; n < line.length; n++) {
    const char = line[n] ?? ''
    if (quoted && char === '"' && line[n + 1] === '"') {
      cell += '"'
      n += 1
    } else if (char === '"' && (quoted || cell.trim() === '')) quoted = !quoted
    else if (char === separator && !quoted) {
      cells.push(cell.trim())
      cell = ''
    } else cell += char
  }
  return [...cells, cell.trim()]
}

/** As the channel writes numbers. */
function addressOf(cell: string): string | null {
  const plain = cell.replace(/[\s().-]/g, '').replace(/^00/, '+')
  const address = /^[1-9]\d{6,14}$/.test(plain) ? `+${plain}` : plain
  return /^\+[1-9]\d{6,14}$/.test(address) ? address : null
}

function recipientOf(cells: readonly string[]): Omit<Recipient, 'address'> {
  const [, name = '', ...rest] = cells
  const last = rest.at(-1)
  const said = last !== undefined && (yes.test(last) || no.test(last))
  return {
    name,
    variables: said ? rest.slice(0, -1) : rest,
    optedIn: last !== undefined && yes.test(last),
  }
}

/** `variables`: how many the template has. */
export function readLines(text: string, variables: number): ReadLines {
  const recipients: Recipient[] = []
  const faults: { line: number; text: string; why: LineFault }[] = []
  const known = new Set<string>()
  const separator = separatorOf(text)
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const cells = cellsOf(line, separator)
    const address = addressOf(cells[0] ?? '')
    // The first line of a table names its columns.
    if (!address && index === 0 && !/\d{4}/.test(line)) continue
    const refuse = (why: LineFault) => faults.push({ line: index + 1, text: line.slice(0, 80), why })
    if (!address) {
      refuse('address')
      continue
    }
    const recipient = { address, ...recipientOf(cells) }
    const filled = recipient.variables.filter(value => value !== '').length
    if (known.has(address)) refuse('twice')
    else if (filled !== variables || recipient.variables.length !== variables) refuse('variables')
    else {
      known.add(address)
      recipients.push(recipient)
    }
  }
  return { recipients, faults }
}
