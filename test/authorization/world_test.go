package authorization_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"maillage/internal/access"
	"maillage/internal/contact"
	"maillage/internal/gqlserver/admission"
	"maillage/internal/identity"
	"maillage/internal/lexicon"
	records "maillage/internal/record"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

// world is a server with two contracts, one of them public, and a directory of which that contract refers to a part.
// Every text in it is a canary.
type world struct {
	*canaries
	t     *testing.T
	hub   *testhub.Hub
	admin *testhub.Hub
	who   map[string]*testhub.Hub // by name
	ids   map[string]string       // of accounts, by the viewer's name
	batch []map[string]any
}

func eachWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel() // making databases is mostly waiting
	testhub.EachDatabase(t, func(t *testing.T, s *store.Store) {
		w := &world{canaries: newCanaries(t), t: t, who: map[string]*testhub.Hub{}, ids: map[string]string{}}
		w.hub = testhub.New(t, s, server.Config{Limits: wide, Admission: admission.Config{Places: 256, PerClient: 256}})
		w.admin = w.hub.As(w.hub.Token(t, testhub.Who{Role: lexicon.Administrator}))
		w.populate()
		w.people()
		w.signed()
		w.hub.Settle(t) // the feed is asked, and other tests hold it back
		test(t, w)
	})
}

// populate creates everything. Hidden records come before and after visible ones, so that they are in the way
// wherever something is counted or cut.
func (w *world) populate() {
	w.directory(shared)
	w.directory(apart)
	w.add(reference, "R", "theme", nil)
	w.add(reference, "R2", "theme", refs{"parent": "R"})
	w.flush(said)
	w.contract(inClosed, shared, apart)
	w.contract(inOpen, shared)
	w.claims(inClosed, "again", shared)
	w.claims(inClosed, "once more", apart)
	w.claims(inOpen, "again", shared)
	w.addClaims()
	w.rewrite()
	w.drafts()
	w.contacts()
}

// refs are what a record refers to, by the names of the plan.
type refs map[string]any

// add plans a record; given holds texts, and names of records that were planned before.
func (w *world) add(home, name, prefix string, given refs) *canaryRecord {
	w.t.Helper()
	of := records.Of(prefix)
	full := map[string]any{}
	for field, value := range given {
		if to := w.named[fmt.Sprint(value)]; to != nil {
			value = to.uid
		}
		full[field] = value
	}
	input, s := w.input(w.t, of, home, full)
	w.named[name] = s
	w.batch = append(w.batch, map[string]any{"create" + of.Name: input})
	return s
}

// flush writes what was planned, with a reason of its own.
func (w *world) flush(home string) {
	w.t.Helper()
	apply(w.t, w.admin, w.newCanary(home, "Change", "reason").text, w.batch...)
	w.batch = nil
}

// directory creates one record of each type of the directory.
func (w *world) directory(home string) {
	at := func(name string) string { return home + " " + name }
	for _, prefix := range []string{"territory", "audience", "programme", "criterion", "concept", "source", "partner"} {
		w.add(home, at(prefix), prefix, nil)
	}
	w.add(home, at("collective"), "partner", refs{"kind": "COLLECTIVE"})
	w.add(home, at("identifier"), "identifier", refs{"partner": at("partner")})
	w.add(home, at("place"), "identifier", refs{"territory": at("territory")})
	w.flush(said)
}

// contract creates a contract with one record of each type that belongs to one, and claims about parts of the
// directory.
func (w *world) contract(home string, parts ...string) {
	at := func(name string) string { return home + " " + name }
	w.add(home, at("contract"), "contract", refs{"territory": parts[0] + " territory"})
	own := func(name, prefix string, given refs) {
		all := refs{"contract": at("contract")}
		maps.Copy(all, given)
		w.add(home, at(name), prefix, all)
	}
	own("plan", "plan", nil)
	own("theme", "theme", refs{"reference": "R", "match": "CLOSE"})
	own("theme 2", "theme", refs{"parent": at("theme")})
	for _, n := range []string{"", " 2"} {
		own("axis"+n, "axis", refs{"plan": at("plan")})
		own("action"+n, "action", nil)
	}
	own("indicator", "indicator", refs{"action": at("action")})
	own("indicator 2", "indicator", refs{"axis": at("axis")})
	own("group", "group", nil)
	own("group 2", "group", refs{"parent": at("group")})
	w.add(home, at("serves"), "alignment", refs{"action": at("action"), "axis": at("axis")})
	w.add(
		home, at("resonates"), "alignment",
		refs{"action": at("action 2"), "axis": at("axis 2"), "kind": "RESONATES_WITH"},
	)
	w.add(home, at("resembles"), "alignment", refs{"action": at("action"), "axis": at("axis 2"), "kind": "RESEMBLES"})
	w.relate(home, at("action 2"), "PART_OF", at("action"))
	w.relate(home, at("axis"), "CONCERNS", at("theme"))
	w.relate(home, at("action"), "CONCERNS", at("theme"))
	w.relate(home, at("group"), "FOLLOWS", at("axis"))
	w.relate(home, at("plan"), "AT_STAKE_IN", at("contract"))
	literal := w.newCanary(home, "Relation", "literal")
	w.add(
		home, at("in words"), "relation",
		refs{"subject": at("action"), "kind": "HAS_OBJECTIVE", "literal": literal.text},
	)
	w.flush(home)
	for i, part := range parts {
		w.claims(home, fmt.Sprint(i), part)
	}
}

// with returns references with others.
func with(some, more refs) refs {
	all := maps.Clone(some)
	maps.Copy(all, more)
	return all
}

func (w *world) relate(home, subject, kind, object string) {
	w.add(
		home, strings.Join([]string{home, subject, kind, object, fmt.Sprint(len(w.canaryRecords))}, " "), "relation",
		refs{"subject": subject, "kind": kind, "object": object},
	)
}

// verbs are the relations by which types of the directory are cited.
var verbs = map[string]string{
	"audience": "TARGETS", "territory": "COVERS", "programme": "UNDER_PROGRAMME", "criterion": "CONCERNS",
}

// claims makes a contract state something about each type of a part of the directory, and cite its source for one
// record of each type.
func (w *world) claims(home, turn, part string) {
	at := func(name string) string { return home + " " + name }
	partner := part + " partner"
	w.add(home, at("takes part "+turn), "contribution", refs{"partner": partner, "action": at("action")})
	w.add(home, at("serves axis "+turn), "contribution", refs{"partner": partner, "axis": at("axis 2")})
	w.add(home, at("sits "+turn), "membership", refs{"partner": part + " collective", "group": at("group")})
	w.add(home, at("pays "+turn), "grant", refs{"funder": partner, "beneficiary": part + " collective", "action": at("action")})
	w.add(home, at("pays for axis "+turn), "grant", refs{"contract": at("contract"), "funder": partner, "axis": at("axis")})
	lines := refs{"contract": at("contract"), "funder": partner}
	w.add(home, at("funds action "+turn), "funding", with(lines, refs{"action": at("action")}))
	w.add(home, at("funds axis "+turn), "funding", with(lines, refs{"axis": at("axis")}))
	w.add(home, at("measured "+turn), "observation",
		refs{"indicator": at("indicator"), "territory": part + " territory", "document": part + " source",
			"period": fmt.Sprint(1900 + len(w.canaryRecords))})
	for _, prefix := range []string{"territory", "audience", "programme", "criterion", "concept", "source", "partner"} {
		verb := verbs[prefix]
		if verb == "" {
			verb = "BENEFITS"
		}
		w.relate(home, at("action"), verb, part+" "+prefix)
		if prefix != "programme" {
			w.relate(home, part+" "+prefix, "AT_STAKE_IN", at("axis"))
		}
	}
	w.relate(home, at("axis"), "TARGETS", part+" audience")
	w.flush(home)
	cited := map[string]bool{}
	for _, s := range w.canaryRecords {
		if s.home == home && !cited[s.of.Prefix] && s.of.Prefix != "citation" {
			cited[s.of.Prefix] = true
			w.add(
				home, at("cites "+s.of.Prefix+" "+turn), "citation", refs{"record": s.uid, "source": part + " source"},
			)
		}
	}
	w.flush(home)
}

// addClaims creates claims and citations that belong to no contract.
func (w *world) addClaims() {
	w.add(said, "belongs", "membership", refs{"partner": "shared partner", "collective": "apart collective"})
	w.add(said, "belongs too", "membership", refs{"partner": "apart partner", "collective": "shared collective"})
	w.add(said, "pays", "grant", refs{"funder": "shared partner", "beneficiary": "apart partner"})
	w.relate(said, "shared partner", "BENEFITS", "shared concept")
	for _, prefix := range []string{"audience", "territory"} {
		w.relate(said, "shared "+prefix, "PART_OF", "apart "+prefix)
		w.relate(said, "apart "+prefix, "BENEFITS", "shared "+prefix)
	}
	for _, name := range []string{
		"shared partner", "apart partner", "shared identifier", "shared source", "shared territory", "R", "belongs",
	} {
		w.add(said, "cites "+name, "citation", refs{"record": name, "source": "apart source"})
		w.add(said, "cites again "+name, "citation", refs{"record": name, "source": "shared source"})
	}
	w.flush(said)
}

// rewrite changes one record of each home and deletes another, so that only the ledger has the earlier values.
func (w *world) rewrite() {
	for home, prefix := range map[string]string{inOpen: "action", inClosed: "action", shared: "audience"} {
		line := home
		if home == shared {
			line = said
		}
		given := refs{}
		if prefix == "action" {
			given["contract"] = home + " contract"
		}
		gone := w.add(home, home+" gone", prefix, given)
		w.flush(line)
		name := w.newCanary(line, "FieldChange", "after")
		apply(w.t, w.admin, w.newCanary(line, "Change", "reason").text,
			map[string]any{"update" + gone.of.Name: map[string]any{"id": gone.uid, "version": 1, "name": name.text}})
		apply(w.t, w.admin, w.newCanary(line, "Change", "reason").text,
			map[string]any{"deleteRecord": map[string]any{"id": gone.uid, "version": 2}})
		gone.gone, name.gone = true, true
		for _, k := range gone.canaries {
			k.gone, k.home = true, line
		}
		w.uids[gone.uid] = line
		kept := w.named[home+" action"]
		if home == shared {
			kept = w.named["shared concept"]
		}
		was := kept.canaries[1] // the name
		was.gone = true
		now := w.newCanary(home, kept.of.Name, "name")
		apply(w.t, w.admin, w.newCanary(line, "Change", "reason").text,
			map[string]any{"update" + kept.of.Name: map[string]any{"id": kept.uid, "version": 1, "name": now.text}})
		was.home, kept.version = line, 2
		kept.canaries[1] = now
	}
}

// drafts creates a draft for each contract.
func (w *world) drafts() {
	for _, home := range []string{inOpen, inClosed} {
		var begun struct {
			BeginDraft struct{ Draft struct{ ID string } }
		}
		contract := w.named[home+" contract"].uid
		w.admin.Get(w.t, &begun, `mutation ($input: BeginDraftInput!) { beginDraft(input: $input) { draft { id } } }`,
			map[string]any{
				"input": map[string]any{"contract": contract, "title": w.newCanary(home, "Draft", "title").text},
			})
		w.uids[begun.BeginDraft.Draft.ID] = home + " draft"
		w.ids[home+" draft"] = begun.BeginDraft.Draft.ID
		step := w.newCanary(home, "DraftStep", "fields")
		apply := w.admin.Ask(w.t, `mutation ($input: CreatePlanInput!) { createPlan(input: $input) { userErrors { message } draft { id } } }`,
			map[string]any{
				"input": map[string]any{"contract": contract, "code": step.text, "name": step.text, "draft": begun.BeginDraft.Draft.ID},
			})
		if apply.Errors != nil || strings.Contains(string(apply.Body), "message") {
			w.t.Fatalf("%s", apply.Body)
		}
	}
}

// contacts creates a contact of a partner that everybody may see.
func (w *world) contacts() {
	mark := func(field string) string { return w.newCanary(inClosed, "contact", field).text }
	ctx := access.WithViewer(w.t.Context(), access.Named("test"))
	made, err := contact.New(w.hub.Store.Client, time.Now).Create(ctx, contact.Entry{
		Partner: w.named["shared partner"].code, Name: mark("name"), Function: mark("function"), Email: mark("email") + "@example.org",
		Phone: "+33 3 27 00 41 41", Purpose: mark("purpose"), RetainUntil: time.Now().AddDate(1, 0, 0),
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.uids[made.ID], w.ids["contact"] = "contact", made.ID
}

// people creates accounts, each with a token.
func (w *world) people() {
	open, closed := w.named["open contract"].code, w.named["closed contract"].code
	all := []lexicon.TokenScope{lexicon.ScopeRead, lexicon.ScopeFeed, lexicon.ScopeWrite, lexicon.ScopeContacts}
	for name, who := range map[string]testhub.Who{
		"liaison of open":       {Role: lexicon.Liaison, Partner: w.named["shared partner"].code, Contracts: []string{open}, Scopes: all},
		"liaison of closed":     {Role: lexicon.Liaison, Partner: w.named["apart partner"].code, Contracts: []string{closed}, Scopes: all},
		"liaison of none":       {Role: lexicon.Liaison, Partner: w.named["apart partner"].code, Scopes: all},
		"coordinator of open":   {Role: lexicon.Coordinator, Contracts: []string{open}, Scopes: all},
		"coordinator of closed": {Role: lexicon.Coordinator, Contracts: []string{closed}, Scopes: all},
		"integrator of open":    {Role: lexicon.Integrator, Contracts: []string{open}, Scopes: all},
		"integrator of closed":  {Role: lexicon.Integrator, Contracts: []string{closed}, Scopes: all},
		"reading integrator":    {Role: lexicon.Integrator, Contracts: []string{open}, Scopes: []lexicon.TokenScope{lexicon.ScopeRead}},
		"following integrator":  {Role: lexicon.Integrator, Contracts: []string{open}, Scopes: []lexicon.TokenScope{lexicon.ScopeFeed}},
		"writing integrator":    {Role: lexicon.Integrator, Contracts: []string{open}, Scopes: []lexicon.TokenScope{lexicon.ScopeWrite}},
		"administrator":         {Role: lexicon.Administrator, Scopes: all},
	} {
		home := "person" // of an account that writes nothing, so that no viewer sees it
		if _, of, serves := strings.Cut(name, "coordinator of "); serves {
			home = of
		}
		secret, made, err := w.hub.Identity.CreateToken(access.WithViewer(
			w.t.Context(), access.Named("test"),
		), identity.NewToken{
			For: identity.NewAccount{
				Name: w.newCanary(home, "Actor", "name").text, Role: who.Role,
				Partner: who.Partner, Contracts: who.Contracts,
			},
			Label: w.newCanary("person", "token", "label").text, Scopes: who.Scopes,
		})
		if err != nil {
			w.t.Fatal(err)
		}
		w.who[name], w.ids[name] = w.hub.As(secret), made.Account.ID
		w.uids[made.Account.ID] = "account"
	}
	w.who["nobody"] = w.hub.As("")
}

// signed makes each contract's coordinator write something, so that the ledger has their accounts.
func (w *world) signed() {
	for _, home := range []string{inOpen, inClosed} {
		plan := w.named[home+" plan"]
		apply(w.t, w.who["coordinator of "+home], w.newCanary(home, "Change", "reason").text,
			map[string]any{"updatePlan": map[string]any{"id": plan.uid, "version": 1, "adopted": "2019"}})
	}
}
