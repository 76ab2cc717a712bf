//go:build browser

package web_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"maillage/internal/lexicon"
)

// rename changes the name of an action in the form of a tab.
func (b *tab) rename(name string) {
	b.t.Helper()
	var found struct{ Action struct{ ID string } }
	b.site.Get(b.t, &found, `{ action(by: {code: "valenciennes/planir"}) { id } }`, nil)
	b.visit("/records/" + found.Action.ID + "/edit")
	b.fill(map[string]string{"name": name})
	b.do(chromedp.Click(submit))
	b.arrives("/contracts/valenciennes/actions/planir")
	b.sees(name)
}

// hide tells a page that its tab is hidden, or seen again.
func (b *tab) hide(hidden bool) {
	b.t.Helper()
	is := map[bool]string{true: "true", false: "false"}[hidden]
	value(b, chromedp.Evaluate[int](`Object.defineProperty(document, "hidden", {value: `+is+`, configurable: true});`+
		`document.dispatchEvent(new Event("visibilitychange")); 0`))
}

// hasStreams waits until a tab has so many streams of events.
func (b *tab) hasStreams(want int) {
	b.t.Helper()
	open := 0
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if open = b.site.streams.openWith(b.cookie); open == want {
			return
		}
	}
	b.t.Fatalf("a tab has %d streams, not %d", open, want)
}

const notice = `document.getElementById("live").textContent`

func TestBrowser_TellsWhatOthersChanged(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Settle(t)
	for _, w := range []struct{ language, one, two string }{
		{"fr", "1 changement depuis l’ouverture · Actualiser", "2 changements depuis l’ouverture · Actualiser"},
		{"en", "1 change since you opened this page · Refresh", "2 changes since you opened this page · Refresh"},
	} {
		t.Run(w.language, func(t *testing.T) {
			reader := s.open(t, w.language, true, lexicon.Coordinator)
			writer := s.open(t, "fr", true, lexicon.Coordinator)
			reader.visit("/contracts/valenciennes/actions")
			reader.hasStreams(1)
			first, second := "Premier nom "+w.language, "Second nom "+w.language
			writer.rename(first)
			if !reader.until(notice + ` === "` + w.one + `"`) {
				t.Fatalf("the page says %q", value(reader, chromedp.Evaluate[string](notice)))
			}
			main := value(reader, chromedp.Evaluate[string](`document.querySelector("main").innerText`))
			if strings.Contains(main, first) {
				t.Error("the page changed under its reader")
			}
			reader.hide(true)
			reader.hasStreams(0)
			writer.rename(second)
			if said := value(reader, chromedp.Evaluate[string](notice)); said != w.one {
				t.Errorf("a hidden tab still listens: %q", said)
			}
			reader.hide(false)
			if !reader.until(notice + ` === "` + w.two + `"`) {
				t.Errorf("seen again, the page says %q", value(reader, chromedp.Evaluate[string](notice)))
			}
			reader.do(chromedp.Click(chromedp.CSS("#live a")))
			reader.sees(second)
			if said := value(reader, chromedp.Evaluate[string](notice)); said != "" {
				t.Errorf("after refreshing, the page says %q", said)
			}
			if said := value(writer, chromedp.Evaluate[string](notice)); said != "" {
				t.Errorf("who wrote is told of their own change: %q", said)
			}
			visitor := s.open(t, w.language, true, "")
			visitor.visit("/contracts/valenciennes/actions")
			if value(visitor, chromedp.Evaluate[bool](`document.getElementById("live") !== null`)) {
				t.Error("whoever has not signed in opens a stream")
			}
		})
	}
}

const viewBox = `document.querySelector(".zoomable svg").getAttribute("viewBox")`

// The address and the links of the nodes keep the part of the picture that is seen.
func TestBrowser_TheAddressKeepsTheZoom(t *testing.T) {
	t.Parallel()
	b := newSite(t).open(t, "fr", true, "")
	b.visit("/contracts/val-d-orme/network")
	b.do(chromedp.Focus(chromedp.CSS(".zoomable")), chromedp.KeyEvent("+"), chromedp.KeyEvent(kb.ArrowDown))
	b.arrives("zoom=1.5&")
	seen := value(b, chromedp.Evaluate[string](viewBox))
	const node = `.zoomable a[href*="focus=p.ville-d-ormeval"]`
	href := value(b, chromedp.Evaluate[string](`document.querySelector('`+node+`').getAttribute("href")`))
	for address, how := range map[string]string{
		b.address(): "its address", href: "the link of a node",
	} {
		b.visit(address)
		if got := value(b, chromedp.Evaluate[string](viewBox)); !isNear(t, got, seen) {
			t.Errorf("%s shows %s instead of %s: %s", how, got, seen, address)
		}
	}
	b.do(chromedp.Click(chromedp.CSS(`[data-by="zoom.all"]`)))
	if !b.until(`!location.search.includes("zoom") && !document.querySelector('.zoomable a[href*="zoom="]')`) {
		t.Errorf("the whole picture leaves the zoom in the address or the links: %s", b.address())
	}
}

// isNear reports whether two parts of a picture differ by a pixel at most.
func isNear(t *testing.T, one, other string) bool {
	t.Helper()
	var parts [2][4]int
	for i, text := range []string{one, other} {
		p := &parts[i]
		if _, err := fmt.Sscan(text, &p[0], &p[1], &p[2], &p[3]); err != nil {
			t.Fatalf("%q is no part of a picture: %v", text, err)
		}
	}
	for i, a := range parts[0] {
		if b := parts[1][i]; a-b > 1 || b-a > 1 {
			return false
		}
	}
	return true
}

func TestBrowser_ThePictureIsZoomed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.open(t, "fr", true, "")
	b.visit("/contracts/val-d-orme/network")
	whole := value(b, chromedp.Evaluate[string](viewBox))
	changes := func(how string) {
		t.Helper()
		if !b.until(viewBox + ` !== "` + whole + `"`) {
			t.Fatalf("%s does not zoom", how)
		}
	}
	reset := func() {
		t.Helper()
		b.do(chromedp.Click(chromedp.CSS(`[data-by="zoom.all"]`)))
		if !b.until(viewBox+` === "`+whole+`"`) || !b.until(`!location.search.includes("zoom")`) {
			t.Fatal("the whole picture does not come back")
		}
	}
	b.do(chromedp.Focus(chromedp.CSS(".zoomable")), chromedp.KeyEvent("+"), chromedp.KeyEvent("+"))
	changes("+")
	b.arrives("zoom=2.25&")
	before := value(b, chromedp.Evaluate[string](viewBox))
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	if !b.until(viewBox + ` !== "` + before + `"`) {
		t.Error("an arrow does not move the picture")
	}
	b.do(chromedp.KeyEvent("0"))
	if !b.until(viewBox + ` === "` + whole + `"`) {
		t.Error("0 does not show the whole picture")
	}
	mouse := func(p input.DispatchMouseEventParams) { b.do(command(input.DispatchMouseEvent, p)) }
	value(b, chromedp.Evaluate[int](`document.querySelector(".zoomable svg").dispatchEvent(new WheelEvent("wheel",
		{ctrlKey: true, deltaY: -300, clientX: 200, clientY: 500, bubbles: true, cancelable: true})); 0`))
	changes("the wheel")
	before = value(b, chromedp.Evaluate[string](viewBox))
	at := value(b, chromedp.Evaluate[[]float64](`[...document.querySelectorAll(".zoomable svg a")].
		map(a => a.getBoundingClientRect()).map(r => [r.left + r.width / 2, r.top + r.height / 2]).
		find(([x, y]) => x > 100 && x < 1100 && y > 400 && y < 800)`)) // a link in the middle of the window
	press := input.DispatchMouseEventParams{
		Type: input.DispatchMouseEventTypeMousePressed, X: at[0], Y: at[1], Button: input.MouseButtonLeft, Buttons: 1,
		ClickCount: 1,
	}
	mouse(press)
	press.Type = input.DispatchMouseEventTypeMouseMoved
	for range 5 {
		press.X, press.Y = press.X+15, press.Y-10
		mouse(press)
	}
	press.Type, press.Buttons = input.DispatchMouseEventTypeMouseReleased, 0
	mouse(press)
	if !b.until(viewBox+` !== "`+before+`"`) || strings.Contains(b.address(), "focus=") {
		t.Errorf("dragging from %v does not move the picture, or follows a link: %s", at, b.address())
	}
	reset()
	b.do(command(emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{
		Enabled: true, MaxTouchPoints: 2,
	}))
	for i, kind := range []input.DispatchTouchEventType{
		input.DispatchTouchEventTypeTouchStart, input.DispatchTouchEventTypeTouchMove,
		input.DispatchTouchEventTypeTouchMove, input.DispatchTouchEventTypeTouchEnd,
	} {
		var points []*input.TouchPoint
		if kind != input.DispatchTouchEventTypeTouchEnd {
			apart := float64(40 + 60*i)
			points = []*input.TouchPoint{{X: 600 - apart, Y: 500, ID: new(1.0)}, {X: 600 + apart, Y: 500, ID: new(2.0)}}
		}
		b.do(command(input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points}))
	}
	changes("pinching")
	reset()
	still := s.open(t, "fr", false, "")
	still.visit("/contracts/val-d-orme/network")
	still.follow("Agrandir", "zoom=1.5")
	still.follow("Tout le dessin", "/network")
	if got := value(still, chromedp.Evaluate[string](viewBox)); got != whole {
		t.Errorf("without script the whole picture is %s", got)
	}
}
