// One query on the pool; its fault says what was being done.
import type pg from 'pg'
import { asPortFault } from './pool.ts'
import { pastDeadlocks } from './transaction.ts'

/** `name` prepares the statement once per connection; empty: it is planned anew. */
export type Query = <Row extends pg.QueryResultRow>(
  what: string,
  name: string,
  text: string,
  values: unknown[],
) => Promise<Row[]>

export function queryOn(pool: pg.Pool): Query {
  return async <Row extends pg.QueryResultRow>(
    what: string,
    name: string,
    text: string,
    values: unknown[],
  ) => {
    const query = name === '' ? { text, values } : { name, text, values }
    try {
      return (await pastDeadlocks(() => pool.query<Row>(query))).rows
    } catch (error) {
      throw asPortFault(what, error)
    }
  }
}
