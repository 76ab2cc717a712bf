// Holds the changelog of the schema against the changes, and writes its entries.
import { compare, deprecations, notice, noticed } from './changes.mjs'

const unreleased = '## Unreleased\n'

const entry = c => `- ${c.severity}: ${c.message}`

// Returns the changelog before, in and after its first section; undefined when it has none.
function sections(changelog) {
  const at = changelog.indexOf(unreleased)
  if (at < 0) return undefined
  const rest = changelog.slice(at + unreleased.length)
  const end = rest.indexOf('\n## ')
  return { head: changelog.slice(0, at), section: end < 0 ? rest : rest.slice(0, end), older: end < 0 ? '' : rest.slice(end) }
}

const entriesOf = section => section.split('\n').filter(line => line.startsWith('- '))

// Returns the entry of a change, and what a person wrote after its dash.
function logged(entries, change) {
  const text = entry(change)
  const line = entries.find(e => e === text || e.startsWith(`${text} — `))
  return line === undefined ? undefined : { line, why: line.slice(text.length + ' — '.length) }
}

// Returns what breaks a promise. The changelog has every change and no other; breaking ones were deprecated long enough,
// or have a reason.
export async function check(before, after, changelog, now) {
  const parts = sections(changelog)
  if (!parts) return ['the changelog has no section "## Unreleased"']
  const entries = entriesOf(parts.section)
  const wrong = []
  const known = new Set()
  for (const change of await compare(before, after)) {
    const found = logged(entries, change)
    if (!found) {
      wrong.push(`not in the changelog: ${entry(change)}`)
      continue
    }
    known.add(found.line)
    if (change.severity === 'breaking' && !found.why.startsWith('accepted because ') && !noticed(before, change.path, now)) {
      wrong.push(`it breaks clients, and was not deprecated for ${notice} days: ${entry(change)}`)
    }
  }
  wrong.push(...entries.filter(e => !known.has(e)).map(e => `in the changelog, and not so: ${e}`))
  return [...wrong, ...deprecations(after)]
}

// Returns the changelog with missing entries added and outdated ones removed. The others keep their words.
export async function update(before, after, changelog) {
  const parts = sections(changelog)
  if (!parts) throw new Error('the changelog has no section "## Unreleased"')
  const had = entriesOf(parts.section)
  const prose = parts.section.split('\n').filter(line => line !== '' && !line.startsWith('- '))
  const entries = (await compare(before, after)).map(c => logged(had, c)?.line ?? entry(c))
  const blocks = [prose, entries].filter(b => b.length > 0).map(b => `\n${b.join('\n')}\n`)
  return parts.head + unreleased + blocks.join('') + parts.older
}

// Returns the changelog with a heading of the release under that of what is unreleased.
export function released(changelog, version, day) {
  return changelog.replace(unreleased, () => `${unreleased}\n## ${version}, ${day}\n`)
}
