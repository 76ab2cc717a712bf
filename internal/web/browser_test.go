//go:build browser

package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/testhub"
)

// site is a hub with the demo data, and a browser that reaches it.
type site struct {
	*testhub.Hub
	URL     string
	browser context.Context
	streams streams
}

// streams counts the open streams of events, by the cookies that they came with.
type streams struct {
	mu   sync.Mutex
	open map[string]int
}

func (s *streams) add(cookies string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[cookies] += n
}

// openWith returns how many are open that came with some cookies.
func (s *streams) openWith(cookies string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open[cookies]
}

// ServeHTTP serves the hub, and counts its streams.
func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.Contains(r.Header.Get("Accept"), "text/event-stream") {
		cookies := r.Header.Get("Cookie")
		s.streams.add(cookies, 1)
		defer s.streams.add(cookies, -1)
	}
	s.Hub.ServeHTTP(w, r)
}

// patience is how long one step in a browser may take.
const patience = 20 * time.Second

// chromium is the browser of all tests, which ends with them.
var chromium = sync.OnceValues(func() (context.Context, error) {
	flags := append(
		chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.WindowSize(1280, 900),
	)
	allocator, _ := chromedp.NewExecAllocator(context.Background(), flags...)
	browser, _ := chromedp.NewContext(allocator)
	return browser, chromedp.Do(browser)
})

func newSite(t *testing.T) *site {
	t.Helper()
	s := testhub.Kinds[0].Demo(t)
	h := testhub.WithLogins(t, s, server.Config{Ledger: testhub.Ledger(t, s)})
	browser, err := chromium()
	if err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	site := &site{Hub: h, browser: browser, streams: streams{open: map[string]int{}}}
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	site.URL = server.URL
	return site
}

// tab is a tab without anybody else's cookies.
type tab struct {
	context.Context
	t      *testing.T
	site   *site
	cookie string
}

// open opens a tab of a reader of a language. Script says whether pages may run any, and who is empty for whoever has
// not signed in.
func (s *site) open(t *testing.T, language string, script bool, who lexicon.AccountRole) *tab {
	t.Helper()
	ctx, leave := chromedp.NewContext(s.browser, chromedp.WithNewBrowserContext())
	t.Cleanup(leave)
	b := &tab{Context: ctx, t: t, site: s}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	b.do(
		command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !script}),
		command(network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{
			Headers: network.Headers{"Accept-Language": language},
		}),
	)
	if who != "" {
		cookie := s.LoggedIn(t, testhub.Who{Role: who, Contracts: []string{"valenciennes", "val-d-orme"}}).Cookie()
		at, err := url.Parse(s.URL)
		if err != nil {
			t.Fatal(err)
		}
		b.do(command(network.SetCookie, network.SetCookieParams{
			Name: cookie.Name, Value: cookie.Value, Domain: at.Hostname(), Path: "/",
		}))
		b.cookie = cookie.Name + "=" + cookie.Value
	}
	return b
}

// command returns a step that sends a command of the protocol.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// value runs a step that returns something, or ends the test.
func value[T any](b *tab, step chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, step)
	if err != nil {
		b.t.Fatalf("%v, at %s", err, b.address())
	}
	return v
}

// do takes steps, or ends the test.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%v, at %s", err, b.address())
	}
}

func (b *tab) address() string {
	at, _ := chromedp.Run(b, chromedp.Location()) // a browser that is gone has none
	return strings.TrimPrefix(at, b.site.URL)
}

// visit opens an address of the hub.
func (b *tab) visit(address string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.site.URL+address), chromedp.WaitReady(chromedp.CSS("main")))
}

// sees waits until the main part of the page says something.
func (b *tab) sees(words ...string) {
	b.t.Helper()
	for _, w := range words {
		if !b.until("(document.querySelector('main')?.innerText ?? '').replaceAll('\u00ad', '')" +
			".replace(/\\s+/g, ' ').includes(" + strconv.Quote(w) + ")") {
			b.t.Fatalf("%s does not say %q", b.address(), w)
		}
	}
}

// has waits until the page has an element.
func (b *tab) has(selector string) {
	b.t.Helper()
	if !b.until("document.querySelector(" + strconv.Quote(selector) + ") !== null") {
		b.t.Fatalf("%s has no %s", b.address(), selector)
	}
}

// until waits until an expression holds, whichever page is there meanwhile, and tells whether it did.
func (b *tab) until(expression string) bool {
	b.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if is, err := chromedp.Run(b, chromedp.Evaluate[bool](expression)); err == nil && is {
			return true
		}
	}
	return false
}

// follow clicks a link of the main part by its words, and waits until the address has a part.
func (b *tab) follow(words, arrives string) {
	b.t.Helper()
	link := fmt.Sprintf("//main//a[contains(translate(normalize-space(.), '\u00ad', ''), %q)]", words)
	b.do(chromedp.Click(chromedp.Search(link)))
	b.arrives(arrives)
}

// arrives waits until the address has a part.
func (b *tab) arrives(part string) {
	b.t.Helper()
	for end := time.Now().Add(patience); ; {
		if at := b.address(); strings.Contains(at, part) {
			break
		} else if time.Now().After(end) {
			b.t.Fatalf("%s does not lead to %s", at, part)
		}
		time.Sleep(20 * time.Millisecond) // a browser tells nobody when its address changes
	}
	b.do(chromedp.WaitReady(chromedp.CSS("main")))
}

// addresses are all kinds of pages.
var addresses = []string{
	"/contracts", "/contracts/valenciennes", "/contracts/val-d-orme", "/contracts/val-d-orme?by=sector&open=STATE",
	"/contracts/val-d-orme?status=ACTIVE", "/contracts/valenciennes?why=cpam-hainaut%2Faxe-3",
	"/contracts/valenciennes/gaps",
	"/contracts/valenciennes/actions", "/contracts/valenciennes/why/cpam-hainaut/axe-3",
	"/contracts/valenciennes/axes/axe-3",
	"/contracts/valenciennes/actions/planir", "/partners/cpam-hainaut", "/sources/plan-territorial",
	"/themes/valenciennes/sante",
	"/search?q=sante", "/changes", "/nowhere", "/contracts/valenciennes/network", "/contracts/val-d-orme/network",
	"/contracts/val-d-orme/bridges",
	"/contracts/val-d-orme/bridges?without=federation-des-centres-sociaux-du-val-d-orme",
	"/contracts/val-d-orme/timeline", "/compare?contracts=val-d-orme,valenciennes",
	"/contracts/val-d-orme/moved?from=2025-01-01",
	"/contracts/valenciennes/declare", "/contracts/valenciennes/drafts", "/contracts/valenciennes/people", "/imports",
	"/contracts/valenciennes/groups/discriminations",
	"/partners/merge?keep=cpam-hainaut", "/partners/merge?keep=cpam-hainaut&merge=ccas-partenaires",
	"/contracts/val-d-orme?print=1", "/embed/contracts/valenciennes",
	"/records/membership_3ssce1k7yfaxyrahp19kk4qaes/edit",
	"/records/partner_37j09knyf7b2pvahyqx7f1ne1c/add/relation",
	"/records/contribution_4gpmnkr2x8a9savnhnh597c7jn/add/source",
}

// violation is what axe finds.
type violation struct {
	ID, Help string
	Nodes    []struct {
		HTML           string
		FailureSummary string
	}
}

// barriers looks for what hinders somebody on the page as it is.
func (b *tab) barriers() {
	b.t.Helper()
	axe, err := os.ReadFile(filepath.Join("axe", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		b.t.Fatalf("axe-core is not here: make pages installs it: %v", err)
	}
	value(b, chromedp.Evaluate[int](string(axe)+`;0`))
	found := value(b, chromedp.Evaluate[string](
		`axe.run({resultTypes: ["violations"], runOnly: `+
			`["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})`+
			`.then(r => JSON.stringify(r.violations))`, chromedp.EvalAwaitPromise))
	var all []violation
	if err := json.Unmarshal([]byte(found), &all); err != nil {
		b.t.Fatal(err)
	}
	for _, v := range all {
		b.t.Errorf("%s: %s: %s\n%s\n%s", b.address(), v.ID, v.Help, v.Nodes[0].HTML, v.Nodes[0].FailureSummary)
	}
}

func TestBrowser_NoPageHasABarrier(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.open(t, "fr", true, lexicon.Coordinator)
	for _, size := range []struct{ width, height int64 }{{1280, 900}, {390, 844}} {
		b.do(chromedp.EmulateViewport(size.width, size.height))
		for _, address := range append([]string{"/"}, addresses...) {
			b.visit(address)
			b.barriers()
		}
	}
}

// unreadable finds texts that do not stand out from what is behind them, and returns the first few.
const unreadable = `(() => {
	const channels = c => c.match(/[\d.]+/g).map(Number);
	const light = c => channels(c).slice(0, 3).map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
		.reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
	const probe = document.body.appendChild(document.createElement("i"));
	probe.style.cssText = "background:Canvas;forced-color-adjust:none";
	const canvas = getComputedStyle(probe).backgroundColor;
	probe.remove();
	const behind = e => {
		for (; e; e = e.parentElement) {
			const c = getComputedStyle(e).backgroundColor, a = channels(c)[3];
			if (a === undefined || a > .5) return c;
		}
		return canvas;
	};
	const bad = [];
	for (const e of document.querySelectorAll("body *")) {
		const text = [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join("").trim();
		const box = e.getBoundingClientRect(), style = getComputedStyle(e), svg = e instanceof SVGElement;
		if (!text || box.width < 2 || style.visibility !== "visible") continue;
		if (e.closest("title,[opacity='0.08'],script,.h,option")) continue;
		const a = light(svg ? style.fill : style.color), b = light(behind(svg ? e.ownerSVGElement.parentElement : e));
		if ((Math.max(a, b) + .05) / (Math.min(a, b) + .05) < 3) bad.push(e.outerHTML.slice(0, 120));
	}
	return bad.slice(0, 3).join("\n");
})()`

// moving counts what moves by itself.
const moving = `document.getAnimations().length + [...document.querySelectorAll("*")].filter(e => {
	const s = getComputedStyle(e);
	return s.scrollBehavior === "smooth" || s.animationName !== "none" || parseFloat(s.transitionDuration) > 0;
}).length`

// media emulates what a reader has set; nothing returns to what is usual.
func (b *tab) media(features ...string) {
	b.t.Helper()
	p := emulation.SetEmulatedMediaParams{}
	for i := 0; i < len(features); i += 2 {
		p.Features = append(p.Features, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	b.do(command(emulation.SetEmulatedMedia, p))
}

func TestBrowser_PagesSuitHowPeopleRead(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	tabs := map[string]*tab{
		"coordinator": s.open(t, "fr", true, lexicon.Coordinator), "visitor": s.open(t, "fr", true, ""),
	}
	for who, pages := range map[string][]string{"coordinator": append([]string{"/"}, addresses...), "visitor": {"/"}} {
		b := tabs[who]
		for _, address := range pages {
			b.do(chromedp.EmulateViewport(320, 640))
			b.visit(address)
			missing := value(b, chromedp.Evaluate[bool](`document.title.startsWith("Cette page n’existe pas")`))
			if missing != (address == "/nowhere") {
				t.Errorf("%s is not there: %t", address, missing)
			}
			for _, size := range []struct {
				name  string
				width int64
				scale float64
			}{{"a phone of 320 px", 320, 1}, {"1280 px at 200 %", 640, 2}} {
				b.do(chromedp.EmulateViewport(size.width, 640, chromedp.EmulateScale(size.scale)))
				wide := value(b, chromedp.Evaluate[int64](`document.documentElement.scrollWidth`))
				if wide > size.width {
					t.Errorf("%s, on %s, is %d px wide", address, size.name, wide)
				}
			}
			b.do(chromedp.EmulateViewport(1280, 900))
			for _, scheme := range []string{"light", "dark"} {
				b.media("forced-colors", "active", "prefers-color-scheme", scheme)
				if bad := value(b, chromedp.Evaluate[string](unreadable)); bad != "" {
					t.Errorf("%s, with forced colours (%s), has texts that cannot be read:\n%s", address, scheme, bad)
				}
			}
			b.media("prefers-reduced-motion", "reduce")
			if n := value(b, chromedp.Evaluate[int](moving)); n != 0 {
				t.Errorf("%s moves %d things for whoever wants none", address, n)
			}
			b.media()
		}
	}
}
