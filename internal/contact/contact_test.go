package contact_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/privacy"
	"github.com/google/go-cmp/cmp"

	"maillage/internal/access"
	"maillage/internal/contact"
	"maillage/internal/lexicon"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// town has two contracts, partners that take part in them in every possible way, and an administrator.
type town struct {
	*contact.Contacts
	store *store.Store
	now   time.Time
	ids   map[string]int
	admin context.Context
	claim string // the claim of the partner « contributes »
}

func eachDatabase(t *testing.T, test func(t *testing.T, w *town)) {
	t.Helper()
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		w := &town{store: s, now: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC), ids: map[string]int{}}
		w.Contacts = contact.New(s.Client, func() time.Time { return w.now })
		w.admin = w.as(t, &access.Viewer{Account: "account_admin", Role: lexicon.Administrator})
		w.addClaims(t)
		test(t, w)
	})
}

func (w *town) addClaims(t *testing.T) {
	ctx, c := privacy.DecisionContext(t.Context(), privacy.Allow), w.store.Client
	for _, code := range []string{"arques", "lens"} {
		w.ids[code] = c.Contract.Create().SetCode(code).SetName(code).SaveX(ctx).ID
	}
	for _, code := range []string{"contributes", "sits", "collects", "says", "said-of", "elsewhere"} {
		w.ids[code] = c.Partner.Create().SetCode(code).SetName(code).SaveX(ctx).ID
	}
	arques, lens := w.ids["arques"], w.ids["lens"]
	axis := c.Axis.Create().SetCode("a").SetName("A").SetContractID(arques).SaveX(ctx).ID
	w.claim = c.Contribution.Create().SetPartnerID(w.ids["contributes"]).SetAxisID(axis).SetScopeID(arques).
		SetRole(lexicon.RoleLead).SaveX(ctx).UID
	c.Membership.Create().SetPartnerID(w.ids["sits"]).SetCollectiveID(w.ids["collects"]).SetScopeID(arques).SaveX(ctx)
	c.Relation.Create().SetSubjectPartnerID(w.ids["says"]).SetObjectPartnerID(w.ids["said-of"]).
		SetContractID(arques).SetKind(lexicon.PartOf).SaveX(ctx)
	other := c.Axis.Create().SetCode("b").SetName("B").SetContractID(lens).SaveX(ctx).ID
	c.Contribution.Create().SetPartnerID(w.ids["elsewhere"]).SetAxisID(other).SetScopeID(lens).SetRole(lexicon.RoleLead).SaveX(ctx)
	testdb.Ledger(t, w.store) // the first lines say that somebody stated all that
}

func (w *town) as(t *testing.T, v *access.Viewer) context.Context {
	return access.WithViewer(t.Context(), v)
}

func (w *town) entry(partner string) contact.Entry {
	return contact.Entry{
		Partner: partner, Name: "Zoé Canari", Function: "chargée de mission", Email: "zoe.canari@example.org",
		Phone: "+33 3 21 00 00 00", Purpose: "preparing the committee", RetainUntil: w.now.AddDate(1, 0, 0),
	}
}

func (w *town) enter(t *testing.T, partner string) contact.Contact {
	t.Helper()
	made, err := w.Create(w.admin, w.entry(partner))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// actions returns what the log says was done with a contact, in order.
func (w *town) actions(t *testing.T, uid string) (done []lexicon.ContactAction) {
	t.Helper()
	lines, err := w.Log(w.admin, uid)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		done = append(done, line.Action)
	}
	return done
}

func notFound(t *testing.T, what string, err error) {
	t.Helper()
	var missing *contact.NotFoundError
	if !errors.As(err, &missing) {
		t.Errorf("%s: %v; want what one is told of what is not there", what, err)
	}
}

func TestContacts_ReadIsLoggedWithItsPurpose(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *town) {
		k := w.enter(t, "contributes")
		reader := w.as(t, &access.Viewer{Account: "account_reader", Role: lexicon.Coordinator,
			ContractIDs: []int{w.ids["arques"]}})
		w.now = w.now.Add(time.Hour)
		shown, err := w.OfPartner(reader, "contributes", " inviting to the committee ")
		if diff := cmp.Diff([]contact.Contact{k}, shown); err != nil || diff != "" {
			t.Fatalf("%v\n%s", err, diff)
		}
		lines, err := w.Log(w.admin, k.ID)
		want := []contact.Access{
			{Actor: "account_admin", Action: lexicon.ContactCreate, At: w.now.Add(-time.Hour)},
			{Actor: "account_reader", Action: lexicon.ContactRead, Purpose: "inviting to the committee", Claim: w.claim, At: w.now},
		}
		if diff := cmp.Diff(want, lines); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
		if _, err := w.OfPartner(reader, "contributes", " "); wrongField(err) != "purpose REQUIRED" {
			t.Errorf("without a purpose: %v", err)
		}
		if n := len(w.actions(t, k.ID)); n != 2 {
			t.Errorf("%d lines after a look that was refused", n)
		}
	})
}

func TestContacts_NothingIsShownOrDoneThatCannotBeLogged(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *town) {
		k := w.enter(t, "contributes")
		if _, err := w.store.Client.ExecContext(t.Context(),
			"ALTER TABLE contact_accesses RENAME TO gone"); err != nil {
			t.Fatal(err)
		}
		name := "Else"
		if shown, err := w.OfPartner(w.admin, "contributes", "why"); err == nil || shown != nil {
			t.Errorf("shown: %d, %v", len(shown), err)
		}
		if all, err := w.Export(w.admin, k.ID); err == nil || all != nil {
			t.Errorf("exported: %v", err)
		}
		if _, err := w.Create(w.admin, w.entry("sits")); err == nil {
			t.Error("entered")
		}
		if changed, err := w.Update(w.admin, k.ID, 1, contact.Change{Name: &name}); err == nil || changed.Name != "" {
			t.Errorf("changed: %v", err)
		}
		if err := w.Erase(w.admin, k.ID); err == nil {
			t.Error("erased")
		}
		if _, err := w.Expire(w.admin, w.now.AddDate(2, 0, 0)); err == nil {
			t.Error("expired")
		}
		if row := w.store.Client.Contact.Query().OnlyX(access.AsSystem(t.Context())); row.Name != "Zoé Canari" {
			t.Errorf("it is %q now", row.Name)
		}
	})
}

func wrongField(err error) string {
	var wrong *contact.FieldError
	if errors.As(err, &wrong) {
		return wrong.Field + " " + string(wrong.Code)
	}
	return ""
}

func TestContacts_NeedAPurposeAndALimitedRetention(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *town) {
		three := w.now.AddDate(3, 0, 0)
		for name, c := range map[string]struct {
			spoil func(*contact.Entry)
			want  string
		}{
			"whole":            {func(*contact.Entry) {}, ""},
			"a name alone":     {func(e *contact.Entry) { e.Function, e.Email, e.Phone = "", "", "" }, ""},
			"three years":      {func(e *contact.Entry) { e.RetainUntil = three }, ""},
			"longer":           {func(e *contact.Entry) { e.RetainUntil = three.Add(time.Second) }, "retainUntil INVALID"},
			"for ever":         {func(e *contact.Entry) { e.RetainUntil = time.Time{} }, "retainUntil REQUIRED"},
			"until now":        {func(e *contact.Entry) { e.RetainUntil = w.now }, "retainUntil INVALID"},
			"for nothing":      {func(e *contact.Entry) { e.Purpose = " " }, "purpose REQUIRED"},
			"nobody":           {func(e *contact.Entry) { e.Name = "" }, "name REQUIRED"},
			"a long name":      {func(e *contact.Entry) { e.Name = strings.Repeat("n", 201) }, "name TOO_LONG"},
			"a broken name":    {func(e *contact.Entry) { e.Name = "a\x00b" }, "name INVALID"},
			"no text":          {func(e *contact.Entry) { e.Function = "\xff" }, "function INVALID"},
			"no email":         {func(e *contact.Entry) { e.Email = "zoe" }, "email INVALID"},
			"a named email":    {func(e *contact.Entry) { e.Email = "Zoé <zoe@example.org>" }, "email INVALID"},
			"a phone in words": {func(e *contact.Entry) { e.Phone = "call me" }, "phone INVALID"},
			"a French phone":   {func(e *contact.Entry) { e.Phone = "03.21.00.00.00 poste 12" }, ""},
		} {
			e := w.entry("sits")
			c.spoil(&e)
			made, err := w.Create(w.admin, e)
			if wrongField(err) != c.want || (c.want == "") != (err == nil) {
				t.Errorf("%s: %v, want %q", name, err, c.want)
			}
			if err != nil && (strings.Contains(err.Error(), "Zo") || strings.Contains(err.Error(), "call me")) {
				t.Errorf("%s: the error repeats it: %v", name, err)
			}
			if err == nil && made.Name != e.Name {
				t.Errorf("%s: %q", name, made.Name)
			}
		}
		shown, err := w.OfPartner(w.admin, "sits", "a test")
		if err != nil || len(shown) != 4 {
			t.Errorf("%d are kept, %v", len(shown), err)
		}
	})
}

func TestUpdate_GivesTheVersionSeen(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *town) {
		k := w.enter(t, "sits")
		name, none, until := "Zoé Martin", "", w.now.AddDate(2, 0, 0)
		changed, err := w.Update(w.admin, k.ID, k.Version,
			contact.Change{Name: &name, Phone: &none, RetainUntil: &until})
		want := k
		want.Name, want.Phone, want.RetainUntil, want.Version, want.UpdatedAt = name, "", until, 2, changed.UpdatedAt
		if diff := cmp.Diff(want, changed); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
		_, err = w.Update(w.admin, k.ID, k.Version, contact.Change{Name: &none})
		var conflict *contact.ConflictError
		if !errors.As(err, &conflict) || conflict.Seen != 1 || conflict.Now != 2 {
			t.Errorf("%v", err)
		}
		if _, err = w.Update(w.admin, k.ID, 2, contact.Change{Name: &none}); wrongField(err) != "name REQUIRED" {
			t.Errorf("%v", err)
		}
		late := w.now.AddDate(4, 0, 0)
		if _, err = w.Update(
			w.admin, k.ID, 2, contact.Change{RetainUntil: &late},
		); wrongField(err) != "retainUntil INVALID" {
			t.Errorf("%v", err)
		}
		if diff := cmp.Diff([]lexicon.ContactAction{lexicon.ContactCreate, lexicon.ContactUpdate},
			w.actions(t, k.ID)); diff != "" {
			t.Error(diff)
		}
	})
}

// Of two writers who saw the same version, one succeeds.
func TestUpdate_OneOfTwoConcurrentOnesSucceeds(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *town) {
		k := w.enter(t, "sits")
		ends := make(chan error)
		for n := range 8 {
			go func() {
				name := fmt.Sprint("Zoé ", n)
				_, err := w.Update(w.admin, k.ID, 1, contact.Change{Name: &name})
				ends <- err
			}()
		}
		made := 0
		for range 8 {
			err := <-ends
			var conflict *contact.ConflictError
			if err == nil {
				made++
			} else if !errors.As(err, &conflict) {
				t.Error(err)
			}
		}
		if made != 1 || len(w.actions(t, k.ID)) != 2 {
			t.Errorf("%d were made, and the log says %v", made, w.actions(t, k.ID))
		}
	})
}

func TestErase_DeletesTheContactAndNotItsLog(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *town) {
		k, other := w.enter(t, "sits"), w.enter(t, "sits")
		if err := w.Erase(w.admin, k.ID); err != nil {
			t.Fatal(err)
		}
		notFound(t, "erased again", w.Erase(w.admin, k.ID))
		if rows := w.store.Client.Contact.Query().AllX(access.AsSystem(t.Context())); len(rows) != 1 ||
			rows[0].UID != other.ID {
			t.Errorf("%d rows", len(rows))
		}
		if diff := cmp.Diff([]lexicon.ContactAction{lexicon.ContactCreate, lexicon.ContactErase},
			w.actions(t, k.ID)); diff != "" {
			t.Error(diff)
		}
		_, err := w.Log(w.admin, "contact_00000000000000000000000000")
		notFound(t, "the log of none", err)
	})
}

func TestExpire_ContactIsShownToNobodyAndErased(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *town) {
		k := w.enter(t, "sits")
		w.now = w.now.AddDate(0, 6, 0)
		later := w.enter(t, "sits")
		w.now = k.RetainUntil
		name := "x"
		shown, err := w.OfPartner(w.admin, "sits", "a test")
		if err != nil || len(shown) != 1 || shown[0].ID != later.ID {
			t.Errorf("%v, %v", shown, err)
		}
		_, err = w.Export(w.admin, k.ID)
		notFound(t, "export", err)
		_, err = w.Update(w.admin, k.ID, 1, contact.Change{Name: &name})
		notFound(t, "update", err)

		system := access.AsSystem(t.Context())
		if n, err := w.Expire(system, w.now.Add(-time.Microsecond)); n != 0 || err != nil {
			t.Errorf("too early: %d, %v", n, err)
		}
		if n, err := w.Expire(system, w.now); n != 1 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
		if n, err := w.Expire(system, w.now); n != 0 || err != nil {
			t.Errorf("again: %d, %v", n, err)
		}
		lines, err := w.Log(w.admin, k.ID)
		if err != nil || len(lines) != 2 || lines[1].Action != lexicon.ContactExpire || lines[1].Actor != "system" {
			t.Errorf("%+v, %v", lines, err)
		}
	})
}

func TestExport_HoldsAllData(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *town) {
		k := w.enter(t, "sits")
		content, err := w.Export(w.admin, k.ID)
		if err != nil {
			t.Fatal(err)
		}
		var got contact.Export
		if err := json.Unmarshal(content, &got); err != nil {
			t.Fatal(err)
		}
		want := contact.Export{Contact: k, Accesses: []contact.Access{
			{Actor: "account_admin", Action: lexicon.ContactCreate, At: w.now},
			{Actor: "account_admin", Action: lexicon.ContactExport, At: w.now},
		}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s\n%s", diff, content)
		}
		if !bytes.Contains(content, []byte(`"phone": "+33 3 21 00 00 00"`)) {
			t.Errorf("%s", content)
		}
	})
}

func TestContact_PrintsAsItsIdentifierAlone(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *town) {
		k := w.enter(t, "sits")
		e, name := w.entry("sits"), "Zoé"
		var said bytes.Buffer
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
			fmt.Fprintf(&said, verb+" ", k)
			fmt.Fprintf(&said, verb+" ", &k)
			fmt.Fprintf(&said, verb+" ", []contact.Contact{k})
			fmt.Fprintf(&said, verb+" "+verb, e, contact.Change{Name: &name})
		}
		for _, handler := range []slog.Handler{slog.NewTextHandler(&said, nil), slog.NewJSONHandler(&said, nil)} {
			slog.New(handler).Info("contact", "it", k)
		}
		row := w.store.Client.Contact.Query().OnlyX(access.AsSystem(t.Context()))
		fmt.Fprint(&said, row)
		if !strings.Contains(said.String(), k.ID) {
			t.Errorf("it does not say which: %s", said.String())
		}
		for _, canary := range []string{"Zo", "anari", "charg", "@", "+33"} {
			if strings.Contains(said.String(), canary) {
				t.Errorf("%q is in %s", canary, said.String())
			}
		}
	})
}
