//go:build browser

package web_test

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"maillage/internal/lexicon"
)

// words are what a story looks for, in a language.
type words struct {
	tag, why, confirmed, source, gap, who, close string
}

var languages = []words{
	{"fr", "Pourquoi", "raisons confirmées", "Sources anciennes", "Personne de confirmé", "Qui pourrait", "Fermer"},
	{"en", "Why", "confirmed reasons", "Old sources", "Nobody confirmed", "Who could", "Close"},
}

// eachWay runs a story in both languages, with script and without.
func eachWay(t *testing.T, who lexicon.AccountRole, story func(t *testing.T, b *tab, w words, script bool)) {
	t.Helper()
	s := newSite(t)
	for _, w := range languages {
		for _, script := range []bool{true, false} {
			name := w.tag + map[bool]string{true: " with script", false: " without script"}[script]
			t.Run(name, func(t *testing.T) {
				story(t, s.open(t, w.tag, script, who), w, script)
			})
		}
	}
}

func TestBrowser_ALiaisonPreparesACommittee(t *testing.T) {
	t.Parallel()
	eachWay(t, "", func(t *testing.T, b *tab, w words, script bool) {
		b.visit("/")
		b.follow("Valenciennes Métropole", "/contracts/valenciennes")
		b.do(chromedp.Click(chromedp.CSS(`td[id="c.cpam-hainaut.axe-3"] a`)))
		b.arrives("why=cpam-hainaut")
		b.do(chromedp.WaitVisible(chromedp.CSS("#why")))
		b.sees(w.why+" Caisse Primaire d’Assurance Maladie", "4 "+w.confirmed, "est moteur dans les actions")
		if script { // the panel has the focus, and Escape gives it back to the cell
			focused := value(b, chromedp.Evaluate[string](`document.activeElement.id`))
			if focused != "why" {
				t.Errorf("the focus is on %q", focused)
			}
			b.do(chromedp.KeyEvent(kb.Escape), chromedp.WaitNotPresent(chromedp.CSS("#why")))
			focused = value(b, chromedp.Evaluate[string](`document.activeElement.closest("td")?.id ?? ""`))
			if focused != "c.cpam-hainaut.axe-3" {
				t.Errorf("the focus is on %q", focused)
			}
		} else {
			b.do(chromedp.Click(chromedp.CSS("#why a.close")), chromedp.WaitNotPresent(chromedp.CSS("#why")))
		}
	})
}

func TestBrowser_WhoIsMissingAndWhoCould(t *testing.T) {
	t.Parallel()
	eachWay(t, "", func(t *testing.T, b *tab, w words, _ bool) {
		b.visit("/contracts/val-d-orme")
		b.do(chromedp.Click(chromedp.Search(`//main//table//a[contains(., "` + w.gap + `")]`)))
		b.arrives("/contracts/val-d-orme/gaps#")
		b.sees(w.who, "Agence d’urbanisme du Pays d’Orme")
		b.follow("Agence d’urbanisme du Pays d’Orme", "/partners/agence-d-urbanisme")
		b.sees("Mobilités du quotidien")
	})
}

func TestBrowser_WhoSaidThatAPartnerLeads(t *testing.T) {
	t.Parallel()
	eachWay(t, "", func(t *testing.T, b *tab, _ words, _ bool) {
		b.visit("/")
		b.do(chromedp.SendKeys(chromedp.CSS("#q"), "cpam"+kb.Enter))
		b.arrives("/search?q=cpam")
		b.follow("Caisse Primaire d’Assurance Maladie", "/partners/cpam-hainaut")
		b.sees("« moteur »")
		b.do(chromedp.Click(chromedp.Search(`//main//tr[contains(., "« moteur »")]//td[1]/a`)))
		b.arrives("/records/contribution_")
		b.sees("« est moteur dans les actions »")
		b.follow("Adoption d’un plan territorial", "/sources/plan-territorial")
	})
}

func TestBrowser_FromAPartnerToItsPeers(t *testing.T) {
	t.Parallel()
	eachWay(t, "", func(t *testing.T, b *tab, _ words, _ bool) {
		b.visit("/partners/cpam-hainaut")
		b.follow("CCAS partenaires", "/partners/ccas-partenaires")
		b.sees("CCAS partenaires")
	})
}

// The keyboard alone leads from the address to the reasons of a cell and back.
func TestBrowser_TheKeyboardAloneReadsTheMatrix(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.open(t, "fr", true, "")
	b.visit("/contracts/valenciennes")
	at := func() string {
		t.Helper()
		return value(
			b, chromedp.Evaluate[string](`(e => e.closest("td")?.id || e.textContent.trim())(document.activeElement)`),
		)
	}
	b.do(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter)) // skip to the content
	stops := 0
	for ; at() != "Direction Régionale de la Jeunesse, des Sports et de la Cohésion Sociale" && stops < 60; stops++ {
		b.do(chromedp.KeyEvent(kb.Tab))
	}
	if stops == 60 {
		t.Fatal("the tab key does not lead into the table")
	}
	b.do(chromedp.KeyEvent(kb.ArrowRight))
	if got := at(); got != "c.drjscs.axe-1" {
		t.Fatalf("the right arrow leads to %q", got)
	}
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	if got := at(); got != "c.partenaires-etatiques.axe-1" {
		t.Fatalf("the down arrow leads to %q", got)
	}
	b.do(chromedp.KeyEvent(kb.Enter))
	b.do(chromedp.WaitVisible(chromedp.CSS("#why")))
	b.sees("partenaires étatiques")
	b.do(chromedp.KeyEvent(kb.Escape), chromedp.WaitNotPresent(chromedp.CSS("#why")))
	if got := at(); got != "c.partenaires-etatiques.axe-1" {
		t.Errorf("Escape leads to %q", got)
	}
}
