// Compares two schemas by what a change does to clients that were written for the older one.
import { ChangeType, CriticalityLevel, diff } from '@graphql-inspector/core'
import { getNamedType, isEnumType, isRequiredArgument, isRequiredInputField } from 'graphql'

// How long something stays after it was deprecated, in days.
export const notice = 180

const severities = {
  [CriticalityLevel.Breaking]: 'breaking',
  [CriticalityLevel.Dangerous]: 'dangerous',
  [CriticalityLevel.NonBreaking]: 'safe',
}

// Returns the changes as {severity, path, message}, breaking ones first. Descriptions may change at any time, and
// directives of our own, such as weights of cost, do not reach clients.
export async function compare(before, after) {
  const found = (await diff(before, after)).filter(c =>
    !c.type.includes('DESCRIPTION') && (!c.type.startsWith('DIRECTIVE_USAGE') || /@(deprecated|oneOf|specifiedBy)\b/.test(c.path)))
  return withoutParts(found)
    .map(c => ({ severity: severity(c, after), path: c.path ?? 'schema', message: c.message.replaceAll(/\s+/g, ' ') }))
    .sort((a, b) => order(a.severity, b.severity) || order(a.path, b.path) || order(a.message, b.message))
}

const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0)

// Leaves out changes inside of what was added, and says once that something is deprecated.
function withoutParts(changes) {
  const whole = new Map(changes
    .filter(c => /^(TYPE|FIELD|FIELD_ARGUMENT|INPUT_FIELD|ENUM_VALUE|DIRECTIVE)_ADDED$/.test(c.type))
    .map(c => [c.path, c]))
  const said = new Set()
  return changes.filter(c => {
    if (c.path === undefined) return true
    const inside = parents(c.path).some(p => whole.has(p) || said.has(p)) || (whole.get(c.path) ?? c) !== c
    const again = said.has(c.path)
    if (c.path.includes('@') && !c.path.startsWith('@')) said.add(c.path)
    return !inside && !again
  })
}

function parents(path) {
  const names = path.split('.')
  return names.slice(1).map((_, i) => names.slice(0, i + 1).join('.'))
}

// Returns the verdict of graphql-inspector, which is too mild in two cases: valid documents become invalid.
function severity(change, after) {
  const lost = change.type === ChangeType.DirectiveRepeatableRemoved
    || change.type.includes('DEFAULT') && isRequired(after, change.path)
  return lost ? 'breaking' : severities[change.criticality.level]
}

function isRequired(schema, path) {
  const [type, field, argument] = path.split('.')
  if (type.startsWith('@')) {
    return schema.getDirective(type.slice(1)).args.some(a => a.name === field && isRequiredArgument(a))
  }
  const found = schema.getType(type).getFields()[field]
  return argument === undefined ? isRequiredInputField(found)
    : found.args.some(a => a.name === argument && isRequiredArgument(a))
}

// Returns everything of a schema that can be deprecated: its path, its schema coordinate, why it is, and its type.
function deprecable(schema) {
  return Object.values(schema.getTypeMap()).filter(t => !t.name.startsWith('__')).flatMap(t => {
    const members = isEnumType(t) ? t.getValues() : Object.values(t.getFields?.() ?? {})
    return members.flatMap(m => {
      const path = `${t.name}.${m.name}`
      const own = { path, coordinate: path, reason: m.deprecationReason, type: m.type && getNamedType(m.type).name }
      return [own, ...(m.args ?? []).map(a => ({
        path: `${path}.${a.name}`, coordinate: `${path}(${a.name}:)`, reason: a.deprecationReason,
        type: getNamedType(a.type).name, of: own,
      }))]
    })
  })
}

// A reason has the day, what to use instead as a schema coordinate, and a full stop.
const form = /^(\d{4}-\d{2}-\d{2}): [^`]*`([^`]+)`.*\.$/

function since(reason) {
  const day = new Date(form.exec(reason ?? '')?.[1] ?? NaN)
  return Number.isNaN(day.getTime()) ? undefined : day
}

// Returns the errors in the form of a schema's deprecations.
export function deprecations(schema) {
  const all = deprecable(schema)
  const exists = coordinate => schema.getType(coordinate) !== undefined || all.some(d => d.coordinate === coordinate)
  return all.filter(d => d.reason != null).flatMap(d => {
    if (!since(d.reason)) {
      return [`${d.coordinate} is deprecated because "${d.reason}": say \`YYYY-MM-DD: use \`Type.field\` instead.\``]
    }
    const instead = form.exec(d.reason)[2]
    return exists(instead) ? [] : [`${d.coordinate} is deprecated in favour of ${instead}, which is not there`]
  })
}

// Reports whether a removal was announced long enough before. What is at the path, or contains it, was deprecated; for a
// type, everything that leads to it.
export function noticed(before, path, now) {
  const over = d => now - (since(d?.reason) ?? now) >= notice * 86_400_000
  const all = deprecable(before)
  if (!before.getType(path)) return all.some(d => [path, ...parents(path)].includes(d.path) && over(d))
  const leading = all.filter(d => d.type === path)
  return leading.length > 0 && leading.every(d => over(d) || over(d.of))
}
