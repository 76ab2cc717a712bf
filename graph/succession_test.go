package graph_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"maillage/internal/testhub"
)

// leaders returns the partners of an axis with their standing, and a star for those who lead it.
func leaders(t *testing.T, h *testhub.Hub) (said []string) {
	t.Helper()
	var got struct {
		Axis struct {
			Contributors struct {
				Nodes []struct {
					Partner   struct{ Code string }
					Standing  string
					LeadsAxis bool
				}
			}
		}
	}
	h.Get(
		t,
		&got,
		`{ axis(by: {code: "v/a1"}) { contributors { nodes { partner { code } standing leadsAxis } } } }`,
		nil,
	)
	for _, n := range got.Axis.Contributors.Nodes {
		one := n.Partner.Code + " " + n.Standing
		if n.LeadsAxis {
			one += " leads"
		}
		said = append(said, one)
	}
	slices.Sort(said)
	return said
}

func wantLeaders(t *testing.T, h *testhub.Hub, want ...string) {
	t.Helper()
	if got := leaders(t, h); !slices.Equal(got, want) {
		t.Errorf("%q contribute, want %q", got, want)
	}
}

// A succession that is only mentioned changes nothing.
func TestSuccession_CountsOnceItIsConfirmed(t *testing.T) {
	eachEmpty(t, func(t *testing.T, h *testhub.Hub) {
		adm := quarrels(t, h)
		done(t, adm, "createPartner", in{"code": "neuf", "name": "Neuf"})
		done(t, adm, "createContribution", in{
			"code": "led", "partner": "epi", "axis": "v/a1", "role": "LEAD", "status": "ACTIVE",
			"basis": "DECLARED", "since": "2015",
		})
		told := done(t, adm, "createRelation", in{
			"kind": "SUCCEEDS", "subject": "neuf", "object": "epi", "basis": "DECLARED", "status": "MENTIONED",
			"since": "2020",
		})
		wantLeaders(t, adm, "epi CONFIRMED leads", "mde PROSPECTIVE")
		then := time.Now().UTC().Format(time.RFC3339Nano)
		done(t, adm, "updateRelation", in{"id": told.Record.ID, "version": 1, "status": "COMMITTED"})
		wantLeaders(t, adm, "mde PROSPECTIVE", "neuf CONFIRMED leads")

		var got struct {
			Contribution struct{ Sentence string }
			Former       *struct{ Length int }
			Path         struct{ Length int }
			Contract     struct {
				MatrixChanges struct {
					Cells []struct {
						Movement, PartnerName string
						Changes               []struct{ RecordType, RecordID string }
					}
				}
			}
		}
		adm.Get(t, &got, `{
			contribution(by: {code: "v/led"}) { sentence(language: EN) }
			former: path(from: {partner: "epi"}, to: {axis: "v/a1"}) { length }
			path(from: {partner: "neuf"}, to: {axis: "v/a1"}) { length }
			contract(by: {code: "v"}) {
				matrixChanges(from: {knownAt: "`+then+`"}) {
					cells { movement partnerName changes { recordType recordId } }
				}
			}
		}`, nil)
		if s := got.Contribution.Sentence; !strings.HasPrefix(s, "Épicerie solidaire led the axis") {
			t.Errorf("of who is succeeded it is said: %s", s)
		}
		if got.Former != nil || got.Path.Length != 2 {
			t.Errorf("who is succeeded leads there still: %v, its successor in %d steps", got.Former, got.Path.Length)
		}
		if len(got.Contract.MatrixChanges.Cells) != 2 {
			t.Errorf("%+v moved", got.Contract.MatrixChanges.Cells)
		}
		for _, c := range got.Contract.MatrixChanges.Cells {
			if len(c.Changes) != 1 || c.Changes[0].RecordID != told.Record.ID {
				t.Errorf("%s %s by %+v", c.Movement, c.PartnerName, c.Changes)
			}
		}
	})
}

// A list of predecessors states that they have been succeeded.
func TestSuccession_AListOfPredecessorsCounts(t *testing.T) {
	eachEmpty(t, func(t *testing.T, h *testhub.Hub) {
		adm := quarrels(t, h)
		done(t, adm, "createPartner", in{"code": "neuf", "name": "Neuf", "predecessors": []string{"mde"}})
		wantLeaders(t, adm, "neuf PROSPECTIVE")
		done(t, adm, "updatePartner", in{"id": "neuf", "version": 1, "predecessors": []string{}})
		wantLeaders(t, adm, "mde PROSPECTIVE")
	})
}

func TestClaims_LeadToWhatTheirKindIsSaidOf(t *testing.T) {
	eachEmpty(t, func(t *testing.T, h *testhub.Hub) {
		adm := quarrels(t, h)
		rejected(
			t,
			adm,
			"createRelation",
			in{"kind": "SUCCEEDS", "subject": "epi", "object": "v/x", "basis": "DECLARED"},
			"INVALID",
			"object",
		)
		rejected(
			t,
			adm,
			"createMembership",
			in{"partner": "epi", "collective": "mde", "basis": "DECLARED"},
			"INVALID",
			"collective",
		)
		done(t, adm, "createPartner", in{"code": "tous", "name": "Tous", "kind": "COLLECTIVE"})
		done(t, adm, "createMembership", in{"partner": "epi", "collective": "tous", "basis": "DECLARED"})
	})
}

// A claim follows what it is about: an action that was abandoned, one that is over, the contract.
func TestClaimSentence_IsToldWithWhatItIsAbout(t *testing.T) {
	eachEmpty(t, func(t *testing.T, h *testhub.Hub) {
		adm := quarrels(t, h)
		done(
			t,
			adm,
			"createAction",
			in{"contract": "v", "code": "z", "name": "Navette", "kind": "ACTION", "status": "ABANDONED"},
		)
		done(t, adm, "createContribution", in{
			"code": "given-up", "partner": "epi", "action": "v/z", "role": "LEAD", "status": "ACTIVE", "basis": "DECLARED",
		})
		done(t, adm, "createContribution", in{
			"code": "over", "partner": "mde", "action": "v/x", "role": "LEAD", "status": "ACTIVE",
			"basis": "DECLARED", "since": "2020",
		})
		for code, want := range map[string]string{
			"given-up": "Épicerie solidaire devait piloter l’action « Navette » (abandonné, déclaratif), sans source citée",
			"over": "Maison de l’Emploi a piloté l’action « Bourse aux stages » (à partir de 2020, déclaratif), " +
				"sans source citée",
		} {
			var got struct{ Contribution struct{ Sentence string } }
			adm.Get(t, &got, `{ contribution(by: {code: "v/`+code+`"}) { sentence(language: FR) } }`, nil)
			if got.Contribution.Sentence != want {
				t.Errorf("got  %s\nwant %s", got.Contribution.Sentence, want)
			}
		}
	})
}
