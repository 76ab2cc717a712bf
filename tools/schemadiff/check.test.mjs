import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildSchema } from 'graphql'
import { check, released, update } from './changelog.mjs'
import { compare, deprecations, noticed } from './changes.mjs'

const head = '# Changes\n\nWords.\n\n## Unreleased\n'
const today = new Date('2026-11-25')

// A schema with one of everything that can change.
const base = `
directive @known(at: String, by: Int = 1, to: Int! = 2) on QUERY | FIELD
directive @again repeatable on FIELD
directive @weight(of: Int!) on FIELD_DEFINITION
type Query { one(of: Int, some: [Int!], word: Word = A, must: Int! = 2): One many: [One!]! other: Node any: Any when: Date gone(a: In): Int }
type Mutation { write(in: In!, pick: Pick): Int }
interface Node { id: ID! }
interface Named { name: String }
type One implements Node & Named { id: ID! name: String }
type Two implements Node { id: ID! }
union Any = One | Two
enum Word { A B }
input In { a: Int b: Int! c: Int! = 3 d: [Int] }
input Pick @oneOf { a: Int b: Int }
scalar Date @specifiedBy(url: "https://example.org/1")
`

for (const [was, is, ...want] of [
  ['scalar Date', 'scalar Day scalar Date', 'safe Day'],
  ['type Two implements', 'type Three { a(of: Int! @deprecated): Int @deprecated } type Two implements', 'safe Three'],
  [', pick: Pick): Int }', '): Int }', 'breaking Mutation.write.pick'],
  ['interface Named { name: String }\ntype One implements Node & Named', 'type Named { name: String }\ntype One implements Node',
    'breaking Named', 'breaking One'],
  ['many: [One!]!', 'many: [One!]! more(to: Int!): Int @deprecated', 'safe Query.more'],
  [' when: Date', '', 'breaking Query.when'],
  ['when: Date', 'when: Int', 'breaking Query.when'],
  ['when: Date', 'when: Date!', 'safe Query.when'],
  ['when: Date', 'when: [Date]', 'breaking Query.when'],
  ['many: [One!]!', 'many: [One!]', 'breaking Query.many'],
  ['many: [One!]!', 'many: [One]!', 'breaking Query.many'],
  ['other: Node', 'other: One', 'breaking Query.other'],
  ['of: Int,', 'of: Int, to: Int,', 'dangerous Query.one.to'],
  ['of: Int,', 'of: Int, to: Int!,', 'breaking Query.one.to'],
  ['of: Int,', 'of: Int, to: Int! = 1,', 'dangerous Query.one.to'],
  ['of: Int,', '', 'breaking Query.one.of'],
  ['of: Int,', 'of: Int!,', 'breaking Query.one.of'],
  ['of: Int,', 'of: [Int],', 'breaking Query.one.of'],
  ['of: Int,', 'of: Int = 4,', 'dangerous Query.one.of'],
  ['some: [Int!]', 'some: [Int]', 'safe Query.one.some'],
  ['some: [Int!]', 'some: [Int!]!', 'breaking Query.one.some'],
  ['word: Word = A', 'word: Word = B', 'dangerous Query.one.word'],
  ['word: Word = A', 'word: Word', 'dangerous Query.one.word'],
  ['must: Int! = 2', 'must: Int!', 'breaking Query.one.must'],
  ['must: Int! = 2', 'must: Int = 2', 'safe Query.one.must'],
  ['enum Word { A B }', 'enum Word { A B C }', 'dangerous Word.C'],
  ['enum Word { A B }', 'enum Word { A }', 'breaking Word.B'],
  ['union Any = One | Two', 'union Any = One', 'breaking Any'],
  ['union Any = One', 'union Any = Query | One', 'dangerous Any'],
  ['type One implements Node & Named', 'type One implements Node', 'breaking One'],
  ['type Two implements Node { id: ID! }', 'type Two implements Node & Named { id: ID! name: String }',
    'dangerous Two', 'safe Two.name'],
  ['type One implements Node & Named { id: ID! name: String }\ntype Two implements Node { id: ID! }',
    'type One implements Node { id: ID! }\ntype Two implements Node & Named { id: Int! name: String }',
    'breaking One', 'breaking One.name', 'breaking Two.id', 'dangerous Two', 'safe Two.name'],
  ['input In { a: Int', 'input In { a: Int!', 'breaking In.a'],
  ['input In { a: Int', 'input In {', 'breaking In.a'],
  ['input In { a: Int', 'input In { e: Int a: Int', 'safe In.e'],
  ['input In { a: Int', 'input In { e: Int! a: Int', 'breaking In.e'],
  ['c: Int! = 3', 'c: Int! = 4', 'dangerous In.c'],
  ['c: Int! = 3', 'c: Int!', 'breaking In.c'],
  ['b: Int! c', 'b: Int c', 'safe In.b'],
  ['input Pick @oneOf', 'input Pick', 'safe Pick.@oneOf'],
  ['input In {', 'input In @oneOf {', 'breaking In.@oneOf'],
  ['example.org/1', 'example.org/2', 'dangerous Date.@specifiedBy.url'],
  ['directive @known(at: String, by: Int = 1, to: Int! = 2) on QUERY | FIELD', '', 'breaking @known'],
  ['directive @again', 'directive @new(of: Int!) on FIELD directive @again', 'safe @new'],
  ['on QUERY | FIELD', 'on QUERY', 'breaking @known'],
  ['on QUERY | FIELD', 'on QUERY | FIELD | MUTATION', 'safe @known'],
  ['@again repeatable', '@again', 'breaking @again'],
  ['to: Int! = 2) on', 'to: Int! = 2) repeatable on', 'safe @known'],
  ['@known(at: String', '@known(at: String!', 'breaking @known.at'],
  ['@known(at: String,', '@known(at: String, on: Int!,', 'breaking @known'],
  ['@known(at: String,', '@known(', 'breaking @known.at'],
  [', to: Int! = 2) on', ', to: Int!) on', 'breaking @known.to'],
  ['when: Date', 'when: Date @deprecated(reason: "a")', 'safe Query.when.@deprecated'],
  ['of: Int,', 'of: Int @deprecated(reason: "a"),', 'safe Query.one.of.@deprecated'],
  ['enum Word { A B }', 'enum Word { A B @deprecated }', 'safe Word.B.@deprecated'],
  ['when: Date', 'when: Date @weight(of: 2)'],
  ['when: Date', '"A day." when: Date'],
  ['enum Word { A B }', '"Words." enum Word { "An A." A B }'],
  ['enum Word { A B }', 'enum Word { B A }'],
  ['(at: String,', '("A moment." at: String,'],
  ['input In { a: Int', '"An input." input In { "A field." a: Int'],
  ['of: Int,', '"A number." of: Int,'],
  ['type Mutation { write', 'schema { query: Query mutation: Writes } type Writes { write',
    'breaking Mutation', 'breaking schema', 'safe Writes'],
]) {
  test(`${was} → ${is}`, async () => {
    const text = base.replace(was, is)
    assert.notEqual(text, base)
    const changes = await compare(buildSchema(base), buildSchema(text))
    assert.deepEqual(changes.map(c => `${c.severity} ${c.path}`), want)
  })
}

test('what is deprecated otherwise, or no more, is a change', async () => {
  const [old, other] = ['a', 'b'].map(reason => base.replace('when: Date', `when: Date @deprecated(reason: "${reason}")`))
  for (const text of [base, other]) {
    const changes = await compare(buildSchema(old), buildSchema(text))
    assert.deepEqual(changes.map(c => c.severity), ['safe'], changes.map(c => c.message).join())
  }
  assert.deepEqual(await compare(buildSchema(old), buildSchema(old)), [])
})

const added = "- safe: Field 'b' was added to object type 'Query'"
const removed = "- breaking: Field 'b' was removed from object type 'Query'"
const removedOld = "- breaking: Field 'b' (deprecated) was removed from object type 'Query'"

test('the changelog has every change and no other', async () => {
  const [before, after] = ['type Query { a: Int }', 'type Query { a: Int b: Int }'].map(s => buildSchema(s))
  for (const [changelog, ...want] of [
    [`${head}${added}\n`],
    [`${head}${added} — somebody asked for it\n`],
    [head, `not in the changelog: ${added}`],
    [`${head}\n## 1.0\n${added}\n`, `not in the changelog: ${added}`],
    [`${head}${added}\n- safe: more\n`, 'in the changelog, and not so: - safe: more'],
    [`${head}${added}s\n`, `not in the changelog: ${added}`, `in the changelog, and not so: ${added}s`],
    ['# Changes\n', 'the changelog has no section "## Unreleased"'],
  ]) {
    assert.deepEqual(await check(before, after, changelog, today), want)
  }
})

test('breaking changes need a deprecation or a reason', async () => {
  const refused = entry => `it breaks clients, and was not deprecated for 180 days: ${entry}`
  const old = day => `type Query { a: Int b: Int @deprecated(reason: "${day}: use \`Query.a\`.") }`
  for (const [before, entry, ...want] of [
    ['type Query { a: Int b: Int }', removed, refused(removed)],
    ['type Query { a: Int b: Int @deprecated }', removedOld, refused(removedOld)],
    [old('2026-05-29'), removedOld],
    [old('2026-05-30'), removedOld, refused(removedOld)],
    ['type Query { a: Int b: Int }', `${removed} — accepted because it told what was hidden`],
    ['type Query { a: Int b: Int }', `${removed} — nobody minds`, refused(removed)],
  ]) {
    const said = await check(buildSchema(before), buildSchema('type Query { a: Int }'), `${head}${entry}\n`, today)
    assert.deepEqual(said, want, before)
  }
})

test('parts are noticed with what contains them', () => {
  const old = '@deprecated(reason: "2020-01-01: use `Query.a`.")'
  for (const [before, path, want] of [
    [`type Query { a: Int b(c: Int): Int ${old} }`, 'Query.b.c', true],
    ['type Query { a: Int b(c: Int): Int }', 'Query.b.c', false],
    [`type Query { a: Int b(c: Int ${old}): Int }`, 'Query.b.c', true],
    [`type Query { a: Int b(c: Int ${old}): Int }`, 'Query.b', false],
    [`type Query { a: Int b: T ${old} } type T { a: Int }`, 'T', true],
    [`type Query { a: Int b: T ${old} c: T } type T { a: Int }`, 'T', false],
    ['type Query { a: Int b(in: T): Int } input T { a: Int }', 'T', false],
    [`type Query { a: Int b(in: T): Int ${old} } input T { a: Int }`, 'T', true],
    ['type Query { a: Int } type T { a: Int }', 'T', false],
    [`type Query { a: E } enum E { A B ${old} }`, 'E.B', true],
    [`type Query { a: E } enum E { A B ${old} }`, 'E.A', false],
  ]) {
    assert.equal(noticed(buildSchema(before), path, today), want, `${path} of ${before}`)
  }
})

test('deprecations give a date and a replacement', () => {
  for (const [reason, right] of [
    ['@deprecated(reason: "2026-11-25: use `Query.a` instead.")', true],
    ['@deprecated(reason: "2026-11-25: use `Query.a` with `Query`, once a day.")', true],
    ['@deprecated(reason: "2026-11-25: use `Query.a(of:)` instead.")', true],
    ['', true],
    ['@deprecated', false],
    ['@deprecated(reason: "")', false],
    ['@deprecated(reason: "use `Query.a` instead.")', false],
    ['@deprecated(reason: "2026-13-25: use `Query.a` instead.")', false],
    ['@deprecated(reason: "2026-11-25: use `Query.a` instead")', false],
    ['@deprecated(reason: "2026-11-25: use Query.a instead.")', false],
    ['@deprecated(reason: "2026-11-25: use `Query.z` instead.")', false],
  ]) {
    const wrong = deprecations(buildSchema(`type Query { a(of: Int): Int b: Int ${reason} }`))
    assert.equal(wrong.length === 0, right, `${reason}: ${wrong}`)
  }
})

test('an update keeps reasons, prose and older releases', async () => {
  const before = buildSchema('type Query { a: Int b: Int } type T { a: Int }')
  const after = buildSchema('type Query { a: Int } type T { a: Int b: Int }')
  const reason = `${removed} — accepted because it was never there\n`
  const older = '\n## 1.0, 2026-01-01\n\n- safe: more\n'
  const want = `${head}\nWhat this is about.\n\n${reason}- safe: Field 'b' was added to object type 'T'\n${older}`
  const got = await update(before, after, `${head}\nWhat this is about.\n\n${reason}- safe: gone\n${older}`)
  assert.equal(got, want)
  assert.equal(await update(before, after, got), got)
  assert.deepEqual(await check(before, after, got, today), [])
  await assert.rejects(update(before, after, '# Changes\n'), /no section/)
})

test('a release takes the entries', () => {
  assert.equal(released(`${head}\n${added}\n`, '1.1.0', '2026-11-25'), `${head}\n## 1.1.0, 2026-11-25\n\n${added}\n`)
})
