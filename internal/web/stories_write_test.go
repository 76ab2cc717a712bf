//go:build browser

package web_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"maillage/internal/lexicon"
)

var update = flag.Bool("update", false, "write the pictures of the README")

// fill types into the fields of a form, and chooses from its lists.
func (b *tab) fill(fields map[string]string) {
	b.t.Helper()
	for name, text := range fields {
		field := chromedp.CSS("#f-" + name)
		if text == "" {
			b.do(chromedp.Clear(field))
		} else {
			b.do(chromedp.SetValue(field, text))
		}
	}
}

const readable = 0o644

const submit = chromedp.CSS("form.frm p.act button")

func TestBrowser_DeclareAContributionWithItsDocument(t *testing.T) {
	t.Parallel()
	eachWay(t, lexicon.Coordinator, func(t *testing.T, b *tab, w words, _ bool) {
		b.visit("/contracts/valenciennes/declare?partner=cpam-hainaut&axis=axe-1")
		b.fill(map[string]string{
			"role": "TRAINER", "status": "IN_DISCUSSION", "wording": "animation d’un atelier inédit",
			"since": "juin 2026", "source": "",
			"title": "Compte rendu du comité", "date": "14/06/2026", "locator": "page 3", "quote": "la CPAM animera",
		})
		b.do(chromedp.Click(submit))
		b.arrives("why=cpam-hainaut")
		b.sees(w.why, "animation d’un atelier inédit", "la CPAM animera", "Compte rendu du comité")
		b.has(`td.on[id="c.cpam-hainaut.axe-1"]`)
	})
}

// The summary of errors leads to a field, and what was filled in meanwhile stays.
func TestBrowser_FragmentLinkKeepsTheForm(t *testing.T) {
	t.Parallel()
	b := newSite(t).open(t, "fr", true, lexicon.Coordinator)
	b.visit("/contracts/valenciennes/declare?partner=cpam-hainaut&axis=axe-1")
	b.fill(map[string]string{"role": "TRAINER", "since": "un jour de juin"})
	b.do(chromedp.Click(submit))
	b.has("#errors")
	b.fill(map[string]string{"wording": "animera un atelier"})
	b.do(chromedp.Click(chromedp.CSS(`#errors a[href="#f-since"]`)))
	b.arrives("#f-since")
	b.do(chromedp.Evaluate[chromedp.Void](`new Promise(done => setTimeout(done, 500))`, chromedp.EvalAwaitPromise))
	const filled = `[document.activeElement.id, document.getElementById("f-wording").value].join()`
	if got := value(b, chromedp.Evaluate[string](filled)); got != "f-since,animera un atelier" {
		t.Errorf("the focus and the other field are %q", got)
	}
}

func TestBrowser_TwoEditAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var found struct {
		Contributions struct{ Nodes []struct{ ID string } }
	}
	s.Get(t, &found, `{contributions(first: 1, filter: {partner: "cpam-hainaut"}) {nodes {id}}}`, nil)
	at := "/records/" + found.Contributions.Nodes[0].ID + "/edit"
	one, other := s.open(t, "fr", true, lexicon.Coordinator), s.open(t, "fr", false, lexicon.Coordinator)
	one.visit(at)
	other.visit(at)
	other.fill(map[string]string{"wording": "écrit d’abord"})
	other.do(chromedp.Click(submit))
	other.do(chromedp.WaitNotPresent(chromedp.CSS("#f-wording")))
	one.fill(map[string]string{"wording": "écrit ensuite"})
	one.do(chromedp.Click(submit))
	one.has("table.cols")
	one.sees("écrit d’abord", "écrit ensuite")
	one.do(chromedp.Click(submit), chromedp.WaitNotPresent(chromedp.CSS("table.cols")))
	one.visit("/records/" + found.Contributions.Nodes[0].ID)
	one.sees("écrit ensuite")
}

func TestBrowser_MergeTwoRecordsOfOnePartner(t *testing.T) {
	t.Parallel()
	eachWay(t, lexicon.Coordinator, func(t *testing.T, b *tab, _ words, _ bool) {
		admin := administrator(t, b.site.Hub)
		if idOf(t, admin, `partner(by: {code: "caisse-59"})`) == "" { // each story undoes its merge
			aDouble(t, admin)
		}
		b.visit("/partners/merge?keep=cpam-hainaut&merge=caisse-59")
		b.do(chromedp.Click(chromedp.CSS("#t-name-merge")), chromedp.Click(submit))
		b.arrives("/partners/cpam-hainaut?merged=")
		b.sees("Caisse primaire 59")
		b.do(chromedp.Click(chromedp.CSS(`p.note[role="status"] a`)))
		b.arrives("/revert?whole=1")
		b.do(chromedp.Click(submit))
		b.arrives("/partners/cpam-hainaut")
		b.visit("/partners/caisse-59")
		b.sees("Assure le Hainaut.")
	})
}

func TestBrowser_InviteAColleague(t *testing.T) {
	t.Parallel()
	eachWay(t, lexicon.Coordinator, func(t *testing.T, b *tab, _ words, _ bool) {
		b.visit("/contracts/valenciennes/people")
		b.fill(map[string]string{"name": "Nadia Lefèvre", "partner": "cpam-hainaut"})
		b.do(chromedp.Click(submit))
		b.has("#link")
		b.sees("Nadia Lefèvre")
	})
}

func TestBrowser_WhatMovedSinceADate(t *testing.T) {
	t.Parallel()
	eachWay(t, lexicon.Coordinator, func(t *testing.T, b *tab, _ words, _ bool) {
		b.visit("/contracts/val-d-orme/moved?from=2025-01-01")
		b.sees("2025", "→")
	})
}

func TestBrowser_TheMatrixIsPrinted(t *testing.T) {
	t.Parallel()
	b := newSite(t).open(t, "fr", true, "")
	b.visit("/contracts/val-d-orme?print=1")
	pdf := value(b, chromedp.PrintToPDF())
	if !bytes.HasPrefix(pdf, []byte("%PDF")) || len(pdf) < 20_000 {
		t.Errorf("%d bytes are printed", len(pdf))
	}
}

// By the keyboard alone, somebody declares a contribution.
func TestBrowser_TheKeyboardAloneDeclares(t *testing.T) {
	t.Parallel()
	b := newSite(t).open(t, "fr", true, lexicon.Coordinator)
	b.visit("/contracts/valenciennes/declare?partner=cpam-hainaut&axis=axe-1")
	b.do(chromedp.Focus(chromedp.CSS("#f-role")), chromedp.KeyEvent(kb.ArrowDown))
	for range 30 { // to where in the source, the last used, it stands
		if value(b, chromedp.Evaluate[string](`document.activeElement.id`)) == "f-locator" {
			break
		}
		b.do(chromedp.KeyEvent(kb.Tab))
	}
	b.do(chromedp.KeyEvent("page 1"), chromedp.KeyEvent(kb.Enter))
	b.arrives("why=cpam-hainaut")
	b.sees("page 1")
}

// The pictures of the README are of the demo.
func TestBrowser_PicturesOfTheReadme(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.open(t, "fr", true, "")
	for name, address := range map[string]string{
		"matrix": "/contracts/val-d-orme", "why": "/contracts/valenciennes/why/cpam-hainaut/axe-3",
		"network": "/contracts/valenciennes/network",
	} {
		b.do(chromedp.EmulateViewport(1280, 900))
		b.visit(address)
		picture := value(b, chromedp.CaptureScreenshot())
		if len(picture) < 20_000 {
			t.Errorf("the picture of %s has %d bytes", address, len(picture))
		}
		if *update {
			file := filepath.Join("..", "..", "docs", "pictures", name+".png")
			if err := os.WriteFile(file, picture, readable); err != nil {
				t.Fatal(err)
			}
		}
	}
}
