// Puts the pieces of GraphiQL, as npm has them, where the build tag
// graphiql_offline takes them from. It refuses one that is not what pieces.json
// says; with --pin, after an upgrade, it says so anew.
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'

const at = (path) => new URL(path, import.meta.url)
const json = (path) => JSON.parse(readFileSync(at(path), 'utf8'))

/** A piece as it is in the package that npm fetched. */
export const found = (piece) => {
  const content = readFileSync(at(`node_modules/${piece.package}/${piece.file}`))
  return {
    ...piece,
    version: json(`node_modules/${piece.package}/package.json`).version,
    integrity: 'sha384-' + createHash('sha384').update(content).digest('base64'),
  }
}

export const pieces = () => json('pieces.json')

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const actual = pieces().map(found)
  if (process.argv.includes('--pin')) {
    writeFileSync(at('pieces.json'), '[\n' + actual.map((piece) => '  ' + JSON.stringify(piece)).join(',\n') + '\n]\n')
  }
  for (const [i, piece] of pieces().entries()) {
    if (actual[i].integrity !== piece.integrity || actual[i].version !== piece.version) {
      console.error(`${piece.package}/${piece.file} is not what pieces.json says: ${JSON.stringify(actual[i])}`)
      process.exit(1)
    }
  }
  rmSync(at('generated'), { recursive: true, force: true })
  mkdirSync(at('generated'))
  for (const piece of pieces()) cpSync(at(`node_modules/${piece.package}/${piece.file}`), at(`generated/${basename(piece.file)}`))
}
