// Compares docs/schema.graphql with the released schema and the changelog, by the rules of docs/schema-changes.md.
//
//   node check.mjs                    prints what breaks a promise
//   node check.mjs --update           writes the changelog's entries
//   node check.mjs --release 1.1.0    makes the present schema the released one
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { buildSchema } from 'graphql'
import { check, released, update } from './changelog.mjs'

const { values } = parseArgs({ options: { update: { type: 'boolean' }, release: { type: 'string' } } })
const file = name => new URL(`../../docs/${name}`, import.meta.url)
const [publishedFile, releasedFile, changelogFile] =
  ['schema.graphql', 'schema/released.graphql', 'schema-changelog.md'].map(file)
const [published, last, changelog] = [publishedFile, releasedFile, changelogFile].map(f => readFileSync(f, 'utf8'))
const [before, after] = [last, published].map(sdl => buildSchema(sdl))

if (values.update) {
  writeFileSync(changelogFile, await update(before, after, changelog))
} else {
  const now = new Date()
  const wrong = await check(before, after, changelog, now)
  if (wrong.length > 0) {
    console.error(wrong.join('\n'))
    console.error('docs/schema-changes.md says what to do; `make schema-check ARGS=--update` writes the entries')
    process.exit(1)
  }
  if (values.release) {
    writeFileSync(changelogFile, released(changelog, values.release, now.toISOString().slice(0, 10)))
    writeFileSync(releasedFile, published)
  }
}
