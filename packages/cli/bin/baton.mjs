#!/usr/bin/env node
// `npx baton …` in a fresh clone: the TypeScript is run as it is, so that nothing has to be built before.
import { tsImport } from 'tsx/esm/api'

const { main } = await tsImport('../src/main.ts', import.meta.url)
process.exitCode = await main(process.argv.slice(2))
