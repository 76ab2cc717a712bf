//go:build browser

package web_test

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

// mostStops is how often somebody presses the tab key before they give up.
const mostStops = 200

// tabTo presses the tab key until an expression holds of the element e that has the focus.
func (b *tab) tabTo(is string) {
	b.t.Helper()
	for range mostStops {
		b.do(chromedp.KeyEvent(kb.Tab))
		if value(b, chromedp.Evaluate[bool](`(e => !!(`+is+`))(document.activeElement)`)) {
			return
		}
	}
	b.t.Fatalf("at %s the tab key does not lead to %s", b.address(), is)
}

// press presses keys, one after another.
func (b *tab) press(keys ...string) {
	b.t.Helper()
	for _, key := range keys {
		if key == kb.Enter {
			b.do(enter(input.DispatchKeyEventTypeKeyDown), enter(input.DispatchKeyEventTypeKeyUp))
			continue
		}
		b.do(chromedp.KeyEvent(key))
	}
}

// enter is an event of the key Enter. What a page prevents when it goes down does not happen, as with a real key.
func enter(kind input.DispatchKeyEventType) chromedp.Action[chromedp.Void] {
	const code = 13
	p := input.DispatchKeyEventParams{Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: code}
	if kind == input.DispatchKeyEventTypeKeyDown {
		p.Text = "\r"
	}
	return command(input.DispatchKeyEvent, p)
}

// retype replaces what a field holds, which has the focus by the tab key and so is selected.
func (b *tab) retype(field, text string) {
	b.t.Helper()
	b.tabTo(`e.id === "f-` + field + `"`)
	b.press(text)
}

// goes presses Enter and waits until the address has a part.
func (b *tab) goes(part string) {
	b.t.Helper()
	b.press(kb.Enter)
	b.arrives(part)
}

// keyboardStories are walked by the keyboard alone, in both languages.
var keyboardStories = []struct {
	name string
	who  lexicon.AccountRole
	walk func(b *tab)
}{
	{"mend an error that somebody else mends too", lexicon.Coordinator, func(b *tab) {
		at := "/records/" + lastOf(b.t, b.site.Hub, "contributions")
		b.visit(at)
		b.tabTo(`e.pathname === "` + at + `/edit"`)
		b.goes("/edit")
		contracts := []string{"valenciennes", "val-d-orme"}
		other := b.site.LoggedIn(b.t, testhub.Who{Role: lexicon.Coordinator, Contracts: contracts})
		_, values := opened(b.t, other, at+"/edit")
		values.Set("wording", "écrit d’abord "+b.t.Name())
		follow(b.t, other, post(b.t, other, at+"/edit", "fr", values))
		b.retype("wording", "écrit ensuite "+b.t.Name())
		b.press(kb.Enter)
		b.has("table.cols")
		b.sees("écrit d’abord", "écrit ensuite")
		b.tabTo(`e.name === "pick.wording"`)
		if value(b, chromedp.Evaluate[string](`document.activeElement.value`)) != "yours" {
			b.press(kb.ArrowDown)
		}
		b.tabTo(`e.matches("form.frm button")`)
		b.press(kb.Enter)
		b.do(chromedp.WaitNotPresent(chromedp.CSS("table.cols")))
		b.sees("écrit ensuite " + b.t.Name())
	}},
	{"invite a colleague", lexicon.Coordinator, func(b *tab) {
		b.visit("/contracts/valenciennes")
		b.tabTo(`e.matches(".top nav summary")`)
		b.press(kb.Enter)
		b.tabTo(`e.pathname?.endsWith("/people")`)
		b.goes("/people")
		b.retype("name", "Nadia Lefèvre")
		b.retype("partner", "cpam")
		b.has("#s-f-partner:not([hidden]) li")
		b.press(kb.ArrowDown, kb.Enter)
		b.has(`[name="partner-id"][value$=" cpam-hainaut"]`)
		b.press(kb.Enter)
		b.has("#link")
		b.sees("Nadia Lefèvre")
	}},
	{"add a source to a reason", lexicon.Coordinator, func(b *tab) {
		b.visit("/contracts/valenciennes?why=cpam-hainaut%2Faxe-3")
		b.tabTo(`e.matches("#why summary")`)
		b.press(kb.Enter)
		b.tabTo(`e.pathname?.endsWith("/add/source")`)
		b.goes("/add/source")
		b.retype("locator", "page 41, "+b.t.Name())
		b.goes("why=cpam-hainaut")
		b.sees("page 41, " + b.t.Name())
	}},
	{"edit a membership", lexicon.Coordinator, func(b *tab) {
		b.visit("/partners/drjscs")
		b.tabTo(`e.pathname?.startsWith("/records/membership_")`)
		b.goes("/records/membership_")
		b.tabTo(`e.pathname?.endsWith("/edit")`)
		b.goes("/edit")
		b.retype("note", "vu en comité, "+b.t.Name())
		b.tabTo(`e.matches("form.frm button")`)
		b.press(kb.Enter)
		b.do(chromedp.WaitNotPresent(chromedp.CSS("#f-note")))
		b.sees("vu en comité, " + b.t.Name())
	}},
	{"see who is missing, and who could", "", func(b *tab) {
		b.visit("/contracts/val-d-orme")
		b.tabTo(`e.matches("a.lack.WARNING") && e.hash.includes("ONLY_PROSPECTIVE")`)
		b.goes("/contracts/val-d-orme/gaps#")
		b.tabTo(`e.closest("ul.could") && e.pathname.startsWith("/partners/agence-d-urbanisme")`)
		b.goes("/partners/agence-d-urbanisme")
		b.sees("Mobilités du quotidien")
	}},
	{"go from a partner to its peers", "", func(b *tab) {
		b.visit("/partners/cpam-hainaut")
		b.tabTo(`e.closest("[aria-labelledby=peers]") && e.pathname === "/partners/ccas-partenaires"`)
		b.goes("/partners/ccas-partenaires")
		b.sees("CCAS partenaires")
	}},
	{"find who said that a partner gives the impulse", "", func(b *tab) {
		b.visit("/contracts")
		b.tabTo(`e.id === "q"`)
		b.press("cpam")
		b.goes("/search?q=cpam")
		b.tabTo(`e.pathname === "/partners/cpam-hainaut" && e.closest("main")`)
		b.goes("/partners/cpam-hainaut")
		b.tabTo(`e.closest("tr")?.textContent.includes("« moteur »") && e.pathname.startsWith("/records/")`)
		b.goes("/records/contribution_")
		b.sees("« est moteur dans les actions »")
		b.tabTo(`e.closest("blockquote")`)
		b.goes("/sources/plan-territorial")
	}},
	{"search with suggestions", "", walkSuggestions},
}

// walkSuggestions types, moves through what is proposed, closes it, and goes where it leads.
func walkSuggestions(b *tab) {
	b.visit("/contracts")
	b.tabTo(`e.id === "q"`)
	b.press("c")
	b.press("pam")
	b.has("#s-q:not([hidden]) li")
	has := func(expression, want string) {
		b.t.Helper()
		if !b.until(`(q => ` + expression + `)(document.getElementById("q")) === "` + want + `"`) {
			b.t.Errorf("%s is not %q", expression, want)
		}
	}
	has(`q.role + " " + q.getAttribute("aria-controls") + " " + q.getAttribute("aria-expanded")`, "combobox s-q true")
	const counted = `q.parentNode.querySelector("[role=status]").textContent`
	has(`String(/^[1-8] (propositions?|suggestions?)$/.test(`+counted+`))`, "true")
	b.press(kb.ArrowUp, kb.ArrowDown) // the last one, then the first one
	has(`q.getAttribute("aria-activedescendant")`, "s-q-0")
	has(`document.querySelector("#s-q [aria-selected=true]").id`, "s-q-0")
	b.barriers()
	b.press(kb.Escape)
	has(`q.getAttribute("aria-expanded") + document.querySelector("#s-q").hidden + q.value`, "falsetruecpam")
	has(`String(q.getAttribute("aria-activedescendant"))`, "null")
	b.press("zzqq") // nothing is so called
	has(`String(/^(Aucune|No) /.test(`+counted+`))`, "true")
	has(`q.getAttribute("aria-expanded") + document.querySelector("#s-q").hidden`, "falsetrue")
	b.press(strings.Repeat(kb.Backspace, len("zzqq")), kb.ArrowDown)
	b.has("#s-q:not([hidden]) li")
	b.press(kb.ArrowDown)
	b.goes("/partners/cpam-hainaut")
}

func TestBrowser_TheKeyboardAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, story := range keyboardStories {
		for _, language := range []string{"fr", "en"} {
			t.Run(story.name+" "+language, func(t *testing.T) { story.walk(s.open(t, language, true, story.who)) })
		}
	}
}

// The arrow keys reach empty cells, and Enter declares there.
func TestBrowser_AnEmptyCellDeclaresByKeyboard(t *testing.T) {
	t.Parallel()
	b := newSite(t).open(t, "fr", true, lexicon.Coordinator)
	b.visit("/contracts/valenciennes")
	b.tabTo(`e.closest("tbody") && e.pathname === "/partners/drjscs"`)
	b.press(kb.ArrowRight)
	for range 3 {
		if value(b, chromedp.Evaluate[bool](`document.activeElement.matches("a.new")`)) {
			break
		}
		b.press(kb.ArrowRight)
	}
	const box = `(r => [r.width, r.height])(document.activeElement.getBoundingClientRect())`
	size := value(b, chromedp.Evaluate[[]float64](box))
	if size[0] < 24 || size[1] < 24 {
		t.Errorf("the target is %v px", size)
	}
	b.goes("/declare?")
	b.retype("locator", "page 7")
	b.do(chromedp.SetValue(chromedp.CSS("#f-role"), "HOST"))
	b.press(kb.Enter)
	b.arrives("why=drjscs")
	b.sees("page 7")
}

// An answer that comes late does not replace one that was asked for after it.
func TestBrowser_LateSuggestionsAreDropped(t *testing.T) {
	t.Parallel()
	b := newSite(t).open(t, "fr", true, "")
	b.visit("/contracts")
	b.do(chromedp.Evaluate[chromedp.Void](`(() => {
		const real = fetch;
		window.asked = [], window.answered = 0;
		window.fetch = (address, options) => {
			window.asked.push(address);
			const late = address.includes("cpam") ? 500 : 0;
			return real(address).then(answer => new Promise(done => setTimeout(() => {
				window.answered++;
				done(answer);
			}, late)));
		};
	})()`))
	b.tabTo(`e.id === "q"`)
	b.press("cpam")
	if !b.until(`window.asked.length === 1`) {
		t.Fatal("nothing was asked for")
	}
	b.press(strings.Repeat(kb.Backspace, len("cpam")), "sante")
	b.has("#s-q:not([hidden]) li")
	first := value(b, chromedp.Evaluate[string](`document.querySelector("#s-q li").textContent`))
	if !b.until(`window.answered === 2`) {
		t.Fatal("the first question is not answered")
	}
	b.do(chromedp.Evaluate[chromedp.Void](`new Promise(done => setTimeout(done, 100))`, chromedp.EvalAwaitPromise))
	now := value(b, chromedp.Evaluate[string](`document.querySelector("#s-q li")?.textContent ?? ""`))
	if now != first {
		t.Errorf("%q became %q", first, now)
	}
	if asked := value(b, chromedp.Evaluate[int](`window.asked.length`)); asked != 2 {
		t.Errorf("%d questions were asked of two words", asked)
	}
}
