package accounts_test

import (
	"context"
	"strings"
	"testing"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/citation"
	"maillage/internal/gen/ent/contribution"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/testhub"
)

func TestMergePartners_ClaimsWithoutASourceMoveToo(t *testing.T) {
	eachTwice(t, func(t *testing.T, h *testhub.Hub) {
		_, err := h.Ledger.Write(access.AsSystem(testhub.Context(t)), ledger.Entry{Actor: "test"}, func(
			ctx context.Context, tx *ent.Tx,
		) ([]string, error) {
			all, err := tx.Citation.Query().Where(citation.HasContributionWith(contribution.IDGT(0))).All(ctx)
			for _, c := range all {
				if err == nil {
					err = tx.Citation.DeleteOne(c).Exec(ctx)
				}
			}
			return nil, err
		})
		if err != nil {
			t.Fatal(err)
		}
		before := exported(t, h)
		m := done(t, h, "mergePartners", pair(t, h, nil))
		done(t, h, "revertChange", in{"change": m.Changes[0].ID, "wholeWrite": true})
		if after := exported(t, h); after != before {
			t.Errorf("before\n%s\nafter\n%s", before, after)
		}
	})
}

func TestMergePartners_ContactsGoAlongAndGiveNobodyARight(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		uid := freshPartner(t, h)
		who := testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"north"}}
		me, colleague := as(t, h, who), as(t, h, who)
		done(t, colleague, "createContribution", declared("cpam", "forum"))
		liaison := as(t, h, testhub.Who{Role: lexicon.Liaison, Partner: "cpam", Contracts: []string{"north"}})
		shows := func(h *testhub.Hub, partner string) bool {
			export := h.Ask(
				t, `mutation ($id: ID!) { exportContact(input: { id: $id }) { export userErrors { code } } }`,
				in{"id": uid},
			)
			listed := strings.Contains(string(contactsOf(t, h, partner).Body), uid)
			if exports := strings.Contains(string(export.Body), uid); listed != exports {
				t.Errorf("of %s: listed %t, exported %s", partner, listed, export.Body)
			}
			return listed
		}
		if contactsOf(t, me, "cpam").Errors != nil || contactsOf(t, me, "fresh").Errors == nil {
			t.Fatal("the coordinator reaches not cpam, or fresh")
		}
		m := done(t, me, "mergePartners", in{"keep": "cpam", "keepVersion": 1, "merge": "fresh", "mergeVersion": 1})
		if shows(me, "cpam") || !shows(h, "cpam") || !shows(liaison, "cpam") {
			t.Error("who merged sees the contacts that came along, or others do not")
		}
		next := done(t, h, "createPartner", in{"code": "next", "name": "Next"})
		again := done(
			t, me, "mergePartners",
			in{"keep": "next", "keepVersion": next.Record.Version, "merge": "cpam", "mergeVersion": m.Record.Version},
		)
		if shows(me, "next") || !shows(h, "next") {
			t.Error("after another merge")
		}
		done(t, me, "revertChange", in{"change": again.Changes[0].ID, "wholeWrite": true})
		done(t, me, "revertChange", in{"change": m.Changes[0].ID, "wholeWrite": true})
		if !shows(h, "fresh") || contactsOf(t, me, "fresh").Errors == nil || strings.Contains(
			string(contactsOf(t, h, "cpam").Body), uid,
		) {
			t.Error("the contact is not back where it was")
		}
	})
}

func TestMergePartners_AccountsGoAlongAndGrantsEnd(t *testing.T) {
	eachGranting(t, func(t *testing.T, h, admin *testhub.Hub, _ string) {
		liaison := as(t, admin, testhub.Who{Role: lexicon.Liaison, Partner: "fresh", Contracts: []string{"north"}})
		granted := as(t, admin, testhub.Who{Role: lexicon.Coordinator, Contracts: []string{"north"}})
		grant := granting(
			t, admin,
			in{"accountId": accountOf(t, granted), "partner": "fresh", "purpose": "Convocation", "endsAt": inAMonth()},
		).Grant
		speaksFor := func() string {
			var me struct {
				Viewer struct{ Partner struct{ Code string } }
			}
			liaison.Get(t, &me, `{ viewer { partner { code } } }`, nil)
			return me.Viewer.Partner.Code
		}
		looks := func(partner string) bool {
			return granted.Ask(
				t, `query ($p: ID!) { contacts(partner: $p, purpose: "Convocation") { name } }`, in{"p": partner},
			).Errors == nil
		}
		if speaksFor() != "fresh" || !looks("fresh") {
			t.Fatal("the right is not there")
		}
		m := done(t, admin, "mergePartners", in{"keep": "cpam", "keepVersion": 1, "merge": "fresh", "mergeVersion": 1})
		if speaksFor() != "cpam" || looks("cpam") {
			t.Errorf("speaks for %s; the grant is good for cpam: %t", speaksFor(), looks("cpam"))
		}
		done(t, liaison, "createContribution", declared("cpam", "forum"))
		back := done(t, admin, "revertChange", in{"change": m.Changes[0].ID, "wholeWrite": true})
		if speaksFor() != "fresh" || !looks("fresh") {
			t.Error("after the revert")
		}
		rejected(t, admin, "revertChange", in{"change": back.Changes[0].ID, "wholeWrite": true}, "CANNOT_REVERT", "change")
		if speaksFor() != "fresh" || !looks("fresh") {
			t.Error("a revert of the revert takes away what is outside the graph")
		}
		m = done(t, admin, "mergePartners", in{
			"keep": "cpam", "keepVersion": versionByCode(t, admin, "cpam"),
			"merge": "fresh", "mergeVersion": versionByCode(t, admin, "fresh"),
		})
		revoking(t, admin, grant.ID)
		done(t, admin, "revertChange", in{"change": m.Changes[0].ID, "wholeWrite": true})
		if speaksFor() != "fresh" || looks("fresh") {
			t.Error("a grant that was revoked after the merge is good again")
		}
	})
}

func versionByCode(t testing.TB, h *testhub.Hub, partner string) int {
	t.Helper()
	var seen struct{ Partner struct{ Version int } }
	h.Get(t, &seen, `query ($code: String!) { partner(by: {code: $code}) { version } }`, in{"code": partner})
	return seen.Partner.Version
}

// Of two claims that say what a claim of the kept partner says, equal citations become one.
func TestMergePartners_DoublesOfOneTwinShareItsCitations(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		claim := func(partner string, citations []in) in {
			return in{"createContribution": changed(declared(partner, "forum"), in{"citations": citations})}
		}
		done(t, h, "applyChanges", in{"changes": []in{
			claim("cpam", nil), claim("caf", cited()), claim("caf", cited()),
		}})
		m := done(t, h, "mergePartners", in{"keep": "cpam", "keepVersion": 1, "merge": "caf", "mergeVersion": 1})
		var seen struct {
			Partner struct {
				Contributions struct {
					Nodes []struct{ Citations struct{ TotalCount int } }
				}
			}
		}
		h.Get(t, &seen, `{ partner(by: {code: "cpam"}) { contributions { nodes { citations { totalCount } } } } }`, nil)
		if all := seen.Partner.Contributions.Nodes; len(all) != 1 || all[0].Citations.TotalCount != 1 {
			t.Errorf("%+v of %s", all, *m.RecordID)
		}
	})
}

func TestMergePartners_TooManyRecordsAreRefused(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		for _, n := range []int{400, 101} {
			many := make([]in, n)
			for i := range many {
				many[i] = in{"createContribution": declared("caf", "forum")}
			}
			done(t, h, "applyChanges", in{"changes": many})
		}
		merge := in{"keep": "cpam", "keepVersion": 1, "merge": "caf", "mergeVersion": 1}
		rejected(t, h, "mergePartners", merge, "TOO_MANY", "merge")
		var twice []in // neither is too many, and both are
		for _, code := range []string{"first", "second"} {
			many := []in{
				{"createPartner": in{"code": code + "-kept", "name": code}},
				{"createPartner": in{"code": code, "name": code}},
			}
			for range 300 {
				many = append(many, in{"createContribution": declared(code, "forum")})
			}
			done(t, h, "applyChanges", in{"changes": many})
			twice = append(twice, in{"mergePartners": in{
				"keep": code + "-kept", "keepVersion": 1, "merge": code, "mergeVersion": 1,
			}})
		}
		rejected(t, h, "applyChanges", in{"changes": twice}, "TOO_MANY", "changes", "1", "mergePartners", "merge")
		done(t, h, "applyChanges", in{"changes": twice[:1]})
		done(t, h, "mergePartners", in{"keep": "caf", "keepVersion": 1, "merge": "cpam", "mergeVersion": 1})
	})
}
