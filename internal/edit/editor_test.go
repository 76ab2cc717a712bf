package edit_test

import (
	"fmt"
	"slices"
	"testing"

	"maillage/internal/access"
	"maillage/internal/edit"
	"maillage/internal/lexicon"
)

func TestEditor_RefusesWhatTheRulesForbid(t *testing.T) {
	eachPair(t, func(t *testing.T, d *desk) {
		for _, c := range []struct {
			name  string
			input in
			code  lexicon.UserErrorCode
			field string
		}{
			{"createPartner", in{"code": "new"}, lexicon.UserRequired, "name"},
			{"createPartner", in{"code": "cpam", "name": "X"}, lexicon.UserTaken, "code"},
			{"createPartner", in{"code": "bad code", "name": "X"}, lexicon.UserInvalid, "code"},
			{"createPartner", in{"code": "new", "name": "X", "kind": "CLUB"}, lexicon.UserInvalid, "kind"},
			{"createAxis", in{"code": "x", "name": "X", "contract": "west"}, lexicon.UserUnknown, "contract"},
			{"createContribution", with(declared("cpam", "forum"), in{"since": "2024", "until": "2020"}),
				lexicon.UserInvalid, "until"},
			{"createContribution", in{"partner": "cpam", "action": "forum", "role": "LEAD"},
				lexicon.UserNeedsSource, "citations"},
			{"createContribution", with(declared("cpam", "forum"), in{"axis": "north/axe-1"}),
				lexicon.UserInvalid, "action"},
			{"createContribution", declared("nobody", "forum"), lexicon.UserUnknown, "partner"},
			{"createCitation", in{"record": "cpam", "source": "report", "locator": "p. 1", "about": "colour"},
				lexicon.UserInvalid, "about"},
			{"updateAxis", in{"id": "axe-1", "version": 1, "name": "X"}, lexicon.UserAmbiguous, "id"},
			{"updatePartner", in{"id": "cpam", "version": 1, "name": ""}, lexicon.UserRequired, "name"},
			{"deleteAction", in{"id": "nothing", "version": 1}, lexicon.UserUnknown, "id"},
			{"deleteContract", in{"id": "north", "version": 1}, lexicon.UserInUse, "id"},
		} {
			rejected(t, d, one(c.name, c.input), c.code, c.field)
		}
	})
}

func TestEditor_WritesAllStepsOrNone(t *testing.T) {
	eachPair(t, func(t *testing.T, d *desk) {
		good := in{"createPartner": in{"code": "new", "name": "New"}}
		rejected(t, d, changes(good, in{"createPartner": in{"code": "cpam", "name": "X"}}), lexicon.UserTaken, "1", "code")
		rejected(t, d, changes(good, good), lexicon.UserTaken, "1", "code")
		many := make([]in, edit.MaxSteps+1)
		for i := range many {
			many[i] = in{"createPartner": in{"code": fmt.Sprint("p-", i), "name": "P"}}
		}
		if o := tried(t, d, changes(many...)); len(o.Problems) != 1 || o.Problems[0].Code != lexicon.UserTooMany {
			t.Errorf("%d steps: %s", len(many), problems(o))
		}
		r := changes(good, in{"createContribution": declared("new", "forum")},
			in{"updatePartner": in{"id": "new", "version": 1, "acronym": "N"}})
		r.Reason = "ensemble"
		done(t, d, r)
		if got := lastLines(t, d, 3); got != "CREATE partner 1, CREATE contribution 1, UPDATE partner 2" {
			t.Errorf("the ledger has %s", got)
		}
	})
}

func TestEditor_AnUnchangedRecordHasNoLine(t *testing.T) {
	eachPair(t, func(t *testing.T, d *desk) {
		before := lines(t, d)
		done(t, d, one("updatePartner", in{"id": "cpam", "version": 1, "name": "CPAM"}))
		done(t, d, one("upsertPartner", in{"code": "cpam", "name": "CPAM"}))
		if after := lines(t, d); after != before {
			t.Errorf("%d lines about nothing", after-before)
		}
	})
}

func TestDryRun_TellsWhatDoWouldAndWritesNothing(t *testing.T) {
	eachPair(t, func(t *testing.T, d *desk) {
		before := lines(t, d)
		outcome, err := d.DryRun(d.ctx, one("createPartner", in{"code": "new", "name": "New"}))
		if err != nil || outcome.Problems != nil || len(outcome.Records) != 1 || outcome.Records[0] == "" {
			t.Fatalf("%+v, %v", outcome, err)
		}
		wrong, err := d.DryRun(d.ctx, one("createPartner", in{"code": "cpam", "name": "X"}))
		if err != nil || problems(wrong) != "code:TAKEN" || wrong.Records != nil {
			t.Errorf("%+v, %v", wrong, err)
		}
		if after := lines(t, d); after != before {
			t.Errorf("%d lines were written", after-before)
		}
		done(t, d, one("createPartner", in{"code": "new", "name": "New"})) // the code is free still
	})
}

func TestIdempotency_ARepeatedKeyWritesNothing(t *testing.T) {
	eachPair(t, func(t *testing.T, d *desk) {
		r := one("createPartner", in{"code": "new", "name": "New"})
		r.Key = "k"
		first := tried(t, d, r)
		before := lines(t, d)
		second := tried(t, d, r)
		if first.Replayed || !second.Replayed || !slices.Equal(first.Records, second.Records) ||
			first.Write != second.Write || lines(t, d) != before {
			t.Errorf("%+v\nthen %+v", first, second)
		}
		other := one("createPartner", in{"code": "other", "name": "Other"})
		other.Key = "k"
		rejected(t, d, other, lexicon.UserKeyMismatch, "idempotencyKey")
		if o := tried(t, d.as(access.Named("another")), other); o.Replayed || o.Problems != nil {
			t.Errorf("another account: %s, replayed: %t", problems(o), o.Replayed)
		}
		refused := one("createPartner", in{"code": "bad code", "name": "X"})
		refused.Key = "l"
		rejected(t, d, refused, lexicon.UserInvalid, "code")
		good := one("createPartner", in{"code": "good", "name": "X"})
		good.Key = "l"
		done(t, d, good) // the refusal used no key up
	})
}

func TestIdempotency_ManyAtOnceWriteOnce(t *testing.T) {
	eachPair(t, func(t *testing.T, d *desk) {
		r := one("createPartner", in{"code": "once", "name": "Once"})
		r.Key = "k"
		before := lines(t, d)
		won, refused := together(t, 8, func(int) *edit.Outcome { return tried(t, d, r) })
		if won != 8 || lines(t, d) != before+1 {
			t.Errorf("%d won, %v; %d lines", won, refused, lines(t, d)-before)
		}
	})
}

func TestConflict_NamesTheVersions(t *testing.T) {
	eachPair(t, func(t *testing.T, d *desk) {
		done(t, d, one("updatePartner", in{"id": "cpam", "version": 1, "acronym": "C"}))
		for _, r := range []edit.Request{
			one("updatePartner", in{"id": "cpam", "version": 1, "name": "X"}),
			one("upsertPartner", in{"code": "cpam", "version": 1, "name": "X"}),
			one("deletePartner", in{"id": "cpam", "version": 1}),
		} {
			c := rejected(t, d, r, lexicon.UserConflict, "version").Conflict
			if c == nil || c.Seen != 1 || c.Current != 2 || c.Type != "partner" {
				t.Errorf("%s: %+v", r.Steps[0].Verb, c)
			}
		}
		won, refused := together(t, 8, func(i int) *edit.Outcome {
			return tried(t, d, one("updatePartner", in{"id": "cpam", "version": 2, "name": fmt.Sprint("Nom ", i)}))
		})
		if won != 1 || refused[lexicon.UserConflict] != 7 {
			t.Errorf("%d won, %v", won, refused)
		}
	})
}

func TestUpsert_FindsRecordsByTheirKeys(t *testing.T) {
	eachPair(t, func(t *testing.T, d *desk) {
		claim := declared("cpam", "north/forum")
		id := done(t, d, one("upsertContribution", claim))
		for name, same := range map[string]in{
			"its natural key": with(claim, in{"wording": "pilote"}),
			"its id":          {"id": id, "note": "relu"},
		} {
			if again := done(t, d, one("upsertContribution", same)); again != id {
				t.Errorf("by %s: %s, not %s", name, again, id)
			}
		}
		if other := done(t, d, one("upsertContribution", with(claim, in{"since": "2024"}))); other == id {
			t.Error("another beginning is another claim, and changed the first")
		}
		if other := done(t, d, one("upsertContribution", declared("cpam", "south/autre"))); other == id {
			t.Error("another action is another claim, and changed the first")
		}
		coded := done(t, d, one("upsertContribution", with(declared("caf", "forum"), in{"code": "c-1"})))
		moved := done(t, d, one("upsertContribution", with(declared("caf", "forum"), in{"code": "c-1", "role": "LEAD"})))
		if coded != moved {
			t.Errorf("by its code: %s, not %s", moved, coded)
		}
		rejected(t, d, one("upsertContribution", with(declared("cpam", "forum"), in{"until": "x"})),
			lexicon.UserInvalid, "until")
		won, refused := together(t, 8, func(int) *edit.Outcome {
			return tried(t, d, one("upsertContribution", declared("ccas", "forum")))
		})
		if n := d.Client.Contribution.Query().CountX(access.AsSystem(t.Context())); won != 8 || n != 5 {
			t.Errorf("%d claims; %d won, %v", n, won, refused)
		}
	})
}

func TestLink_CreatesChangesAndRemovesOneRelation(t *testing.T) {
	eachPair(t, func(t *testing.T, d *desk) {
		ends := in{"kind": "PART_OF", "subject": "forum", "object": "atelier"}
		id := done(t, d, one("linkRecords", with(ends, in{"basis": "DECLARED"})))
		if again := done(t, d, one("linkRecords", with(ends, in{"note": "relu"}))); again != id {
			t.Errorf("linked again: %s, not %s", again, id)
		}
		if gone := done(t, d, one("unlinkRecords", ends)); gone != id {
			t.Errorf("unlinked %s, not %s", gone, id)
		}
		if none := done(t, d, one("unlinkRecords", ends)); none != "" {
			t.Errorf("unlinked %s, which was gone", none)
		}
		if got := lastLines(t, d, 3); got != "CREATE relation 1, UPDATE relation 2, DELETE relation 3" {
			t.Errorf("the ledger has %s", got)
		}
		rejected(t, d, one("unlinkRecords", in{"kind": "PART_OF", "subject": "forum"}), lexicon.UserInvalid, "object")
	})
}

func TestRights_CoordinatorsWriteInTheirContractAlone(t *testing.T) {
	eachPair(t, func(t *testing.T, d *desk) {
		north := d.as(coordinatorOf(t, d, "north"))
		done(t, north, one("createAxis", in{"code": "axe-3", "name": "Axe 3", "contract": "north"}))
		done(t, north, one("createContribution", declared("cpam", "north/forum")))
		for _, r := range []edit.Request{
			one("createAxis", in{"code": "axe-3", "name": "Axe 3", "contract": "south"}),
			one("updateAxis", in{"id": "south/axe-1", "version": 1, "name": "X"}),
			one("createContribution", declared("cpam", "south/autre")),
			one("createContract", in{"code": "west", "name": "Ouest"}),
		} {
			before := lines(t, d)
			o := tried(t, north, r)
			isForbidden := func(p *edit.Problem) bool { return p.Code == lexicon.UserForbidden }
			if !slices.ContainsFunc(o.Problems, isForbidden) || lines(t, d) != before {
				t.Errorf("%+v: %q", r.Steps, problems(o))
			}
		}
	})
}

func TestDraft_HoldsItsStepsUntilItIsPublished(t *testing.T) {
	eachPair(t, func(t *testing.T, d *desk) {
		begun, err := d.CreateDraft(d.ctx, "north", "Demain", "")
		if err != nil || begun.Problems != nil || begun.Draft == "" {
			t.Fatalf("%+v, %v", begun, err)
		}
		before := lines(t, d)
		r := one("createAxis", in{"code": "axe-3", "name": "Axe 3", "contract": "north"})
		r.Draft = begun.Draft
		tried(t, d, r)
		elsewhere := one("updateAxis", in{"id": "south/axe-1", "version": 1, "name": "X"})
		elsewhere.Draft = begun.Draft
		rejected(t, d, elsewhere, lexicon.UserElsewhere)
		if lines(t, d) != before {
			t.Error("a step of a draft was written")
		}
		published, err := d.PublishDraft(d.ctx, begun.Draft, "vote", "")
		if err != nil || published.Problems != nil || lastLines(t, d, 1) != "CREATE axis 1" {
			t.Errorf("%+v, %v: %s", published, err, lastLines(t, d, 1))
		}
		again, err := d.PublishDraft(d.ctx, begun.Draft, "", "")
		if err != nil || problems(again) != "draft:NOT_OPEN" {
			t.Errorf("%q, %v", problems(again), err)
		}
	})
}
