// Tries /graphiql in a real browser that reaches the hub and nothing else. The
// CDN, where the page wants it, is what npm fetched.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import puppeteer from 'puppeteer-core'
import { found, pieces } from './assets.js'

const { MAILLAGE_URL: hub, MAILLAGE_ADMINISTRATOR: token } = process.env
if (!hub || !token) throw new Error('MAILLAGE_URL or MAILLAGE_ADMINISTRATOR is not set: run `make clients`')
const screenshots = process.env.SCREENSHOTS ?? mkdtempSync(join(tmpdir(), 'maillage-graphiql-'))
const cdn = /^https:\/\/cdn\.jsdelivr\.net\/npm\/((?:@[^/]+\/)?[^@/]+)@([^/]+)\/(.+)$/

const names = ['chromium', 'chromium-browser', 'google-chrome']
const executablePath = process.env.CHROMIUM ?? names.map((name) => `/usr/bin/${name}`).find(existsSync)
if (!executablePath) throw new Error(`none of ${names} is in /usr/bin: install one, or name it in CHROMIUM`)

let browser
before(async () => {
  const args = ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1']
  browser = await puppeteer.launch({ executablePath, args, defaultViewport: { width: 1400, height: 900 } })
})
after(() => browser.close())

/** What went wrong in pages, and where they went beside the hub. */
const wrong = []

async function open(query) {
  const page = await browser.newPage()
  page.on('pageerror', (error) => wrong.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
  await page.setRequestInterception(true)
  page.on('request', (request) => {
    const [, name, version, file] = cdn.exec(request.url()) ?? []
    if (request.url().startsWith(hub) || request.url().startsWith('data:')) return request.continue()
    const known = pieces().find((p) => p.package === name && p.version === version && p.file === file)
    if (!known) {
      wrong.push(`a request to ${request.url()}`)
      return request.abort()
    }
    request.respond({
      headers: { 'access-control-allow-origin': '*' },
      contentType: file.endsWith('.css') ? 'text/css' : 'text/javascript',
      body: readFileSync(new URL(`node_modules/${name}/${file}`, import.meta.url)),
    })
  })
  await page.goto(`${hub}/graphiql` + (query ? '?' + new URLSearchParams({ query }) : ''))
  await page.waitForSelector('.graphiql-execute-button')
  return page
}

async function ask(query) {
  const response = await fetch(`${hub}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  })
  const { data, errors } = await response.json()
  assert.equal(errors, undefined)
  return data
}

const shows = (page, selector, text) =>
  page.waitForFunction((s, t) => document.querySelector(s)?.textContent.includes(t), { timeout: 30_000 }, selector, text)
const shot = (page, name) => page.screenshot({ path: join(screenshots, `${name}.png`) })

test('the page names what npm has, by its hashes', async () => {
  const page = await (await fetch(`${hub}/graphiql?query=x`)).text()
  const named = [...page.matchAll(/(?:src|href)="([^"]+)" integrity="([^"]+)" crossorigin/g)].map(([, url, hash]) => [url, hash.replaceAll('&#43;', '+')])
  assert.equal(named.length, pieces().length)
  for (const piece of pieces().map(found)) {
    const url = named[0][0].startsWith('/') ? `/graphiql/${piece.file.split('/').at(-1)}` : `https://cdn.jsdelivr.net/npm/${piece.package}@${piece.version}/${piece.file}`
    assert.deepEqual(named.find(([one]) => one === url), [url, piece.integrity])
  }
})

test('it opens on the question, and answers it', async () => {
  const page = await open()
  await shows(page, '.graphiql-query-editor', 'WhoContributes')
  await page.click('.graphiql-execute-button')
  await shows(page, '.result-window', 'Valenciennes')
  await shot(page, 'question')
  assert.match(new URL(page.url()).searchParams.get('query'), /Qui contribue/)
  await page.close()
})

test('the schema can be explored', async () => {
  const page = await open()
  await page.click('button[aria-label="Show Documentation Explorer"]')
  await shows(page, '.graphiql-doc-explorer', 'Query')
  await page.evaluate(() => [...document.querySelectorAll('.graphiql-doc-explorer a')].find((a) => a.textContent === 'Query').click())
  await shows(page, '.graphiql-doc-explorer', 'Any object by its')
  await shot(page, 'documentation')
  await page.close()
})

test('a subscription sends the token, and shows what comes', async () => {
  const { changes } = await ask('{ changes(last: 1) { pageInfo { endCursor } } }')
  const after = JSON.stringify(changes.pageInfo.endCursor) // so that it does not matter which comes first
  const page = await open(`subscription { changed(filter: {types: [PARTNER]}, after: ${after}) { node { operation actor { name } record { ... on Partner { name } } } } }`)
  const headers = await page.waitForSelector('button::-p-text(Headers)')
  await headers.click()
  await page.evaluate((written) => {
    const editors = [...document.querySelectorAll('.graphiql-editor-tool .CodeMirror')]
    editors.at(-1).CodeMirror.setValue(written)
  }, JSON.stringify({ Authorization: `Bearer ${token}` }))
  await page.click('.graphiql-execute-button')
  await ask(`mutation { createPartner(input: {code: "seen-${Date.now()}", name: "Seen in GraphiQL"}) { recordId } }`)
  await shows(page, '.result-window', 'Seen in GraphiQL')
  await shows(page, '.result-window', 'Demo administrator') // whom the public is not told
  await shot(page, 'subscription')
  assert.ok(!page.url().includes(token), 'the token stands in the address')
  await page.close()
})

test('nothing went wrong meanwhile, and no other host was asked', () => assert.deepEqual(wrong, []))
