package doubles_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"maillage/internal/access"
	"maillage/internal/doubles"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// directory holds partners by code.
type directory struct {
	client   *ent.Client
	ctx      context.Context
	partners map[string]*ent.Partner
}

func newDirectory(t *testing.T, s *store.Store) *directory {
	t.Helper()
	return &directory{s.Client, testdb.Context(t), map[string]*ent.Partner{}}
}

// partner creates a partner with a name, aliases and numbers, such as `SIREN 552100554`.
func (d *directory) partner(code, name string, aliases []string, numbers ...string) {
	of := d.client.Partner.Create().SetCode(code).SetName(name).SetAliases(aliases).
		SetKind(lexicon.Organisation).SetSector(lexicon.SectorAssociation).SaveX(d.ctx)
	d.partners[code] = of
	for _, number := range numbers {
		scheme, value, _ := strings.Cut(number, " ")
		d.client.Identifier.Create().SetScheme(lexicon.Scheme(scheme)).SetValue(value).SetPartnerID(of.ID).SaveX(d.ctx)
	}
}

// find returns the pairs that a viewer with rights finds, as text.
func (d *directory) find(t *testing.T, visibility access.Visibility, among ...string) []string {
	t.Helper()
	v, err := snapshot.NewStatic(d.client).View(access.WithViewer(t.Context(), &access.Viewer{Visibility: visibility}))
	if err != nil {
		t.Fatal(err)
	}
	var accept func(id int32) bool
	if len(among) > 0 {
		accept = func(id int32) bool {
			return slices.ContainsFunc(among, func(code string) bool { return d.partners[code].ID == int(id) })
		}
	}
	codes := map[int]string{}
	for code, of := range d.partners {
		codes[of.ID] = code
	}
	var all []string
	pairs, err := doubles.FindPairs(t.Context(), v, accept)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pairs {
		all = append(all, fmt.Sprint(codes[p.Partner], " ", codes[p.Other], " ", p.Reasons))
	}
	return all
}

func TestFindPairs_NamesSectorsAndIdentifiers(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		d := newDirectory(t, s)
		d.partner("caf", "Caisse d’allocations familiales", nil, "SIREN 552100554")
		d.partner("caf-2", "CAISSE D'ALLOCATIONS FAMILIALES", nil, "SIREN 552100554")
		d.partner("cpam", "Caisse primaire", []string{"L’Assurance maladie", "Caisse d’allocations"})
		d.partner("am", "l’assurance maladie", nil)
		d.partner("centre-a", "Centre social", nil, "SIREN 784202715")
		d.partner("centre-b", "Centre social", nil, "SIRET 55210055400013")
		d.partner("centre-c", "Centre social", nil, "SIREN 123456789") // not a number of the register
		d.partner("home", "Maison", nil)
		d.partner("home-2", "Maison", nil)
		d.partner("heir", "Héritière", nil, "OTHER 7")
		d.partner("old", "HERITIERE", nil)
		d.partner("seven", "Sept", nil, "OTHER 7") // no register says that it is the number of one body
		d.partner("wrong", "Faux", nil, "SIREN 123456789")
		d.client.Membership.Create().SetPartnerID(d.partners["home"].ID).SetCollectiveID(d.partners["home-2"].ID).
			SetRole(lexicon.RoleParticipant).SaveX(d.ctx)
		d.client.Relation.Create().SetKind(lexicon.Succeeds).SetSubjectPartnerID(d.partners["heir"].ID).
			SetObjectPartnerID(d.partners["old"].ID).SaveX(d.ctx)
		want := []string{
			"caf caf-2 [SAME_NAME SAME_NUMBER]", "cpam am [ALSO_CALLED]", "centre-a centre-c [SAME_NAME]",
		}
		if got := d.find(t, access.Everything); !slices.Equal(got, want) {
			t.Errorf("found %q, want %q", got, want)
		}
		if got, want := d.find(t, access.Everything, "am", "centre-c"), want[1:3]; !slices.Equal(got, want) {
			t.Errorf("among two: %q, want %q", got, want)
		}
		if got := d.find(t, access.Visibility{}); len(got) != 0 {
			t.Errorf("without rights to the directory: %q", got)
		}
	})
}

func TestFindPairs_HiddenNumbersAndClaimsTellNothing(t *testing.T) {
	testdb.EachDatabase(t, func(t *testing.T, s *store.Store) {
		d := newDirectory(t, s)
		public := d.client.Contract.Create().SetCode("seen").SetName("Seen").SaveX(d.ctx)
		hidden := d.client.Contract.Create().SetCode("hidden").SetName("Hidden").SaveX(d.ctx)
		d.partner("a", "Maison", nil)
		d.partner("b", "Maison", nil)
		d.partner("c", "Maison", nil) // no contract that is seen names it
		link := func(contract, subject, object int, kind lexicon.RelationKind) {
			d.client.Relation.Create().SetKind(kind).SetContractID(contract).SetSubjectPartnerID(subject).
				SetObjectPartnerID(object).SaveX(d.ctx)
		}
		d.partner("x", "Autre", nil)
		for _, code := range []string{"a", "b"} {
			link(public.ID, d.partners[code].ID, d.partners["x"].ID, lexicon.ActsFor)
		}
		link(hidden.ID, d.partners["a"].ID, d.partners["b"].ID, lexicon.ActsFor)
		visibility := access.Visibility{Contracts: []int{public.ID}}
		if got, want := d.find(t, visibility), []string{"a b [SAME_NAME]"}; !slices.Equal(got, want) {
			t.Errorf("found %q, want %q", got, want)
		}
		if got, want := d.find(t, access.Everything), []string{"a c [SAME_NAME]"}; !slices.Equal(got, want) {
			t.Errorf("whoever sees all found %q, want %q", got, want)
		}
	})
}

func TestFindPairs_EachPartnerHasItsFirstDouble(t *testing.T) {
	names := []string{"Centre", "centre", "Céntre", "Maison", "Foyer", "Régie"}
	numbers := []string{"SIREN 552100554", "SIREN 784202715", "SIRET 55210055400013", "RNA W751000001", "OTHER 1"}
	for seed := range uint64(8) {
		draw := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // not a secret
		s := testdb.SQLite(t)
		d := newDirectory(t, s)
		type body struct {
			key     string
			aliases []string
			numbers []string
		}
		var bodies []body
		for i := range 12 {
			name := names[draw.IntN(len(names))]
			b := body{key: string(lexicon.SortKey(name))}
			if draw.IntN(3) == 0 {
				b.aliases = []string{names[draw.IntN(len(names))]}
			}
			for _, n := range numbers {
				if draw.IntN(5) == 0 {
					b.numbers = append(b.numbers, n)
				}
			}
			d.partner(fmt.Sprintf("p%02d", i), name, b.aliases, b.numbers...)
			bodies = append(bodies, b)
		}
		of := func(b body, scheme string) (all []string) {
			for _, n := range b.numbers {
				if strings.HasPrefix(n, scheme) || scheme == "SIREN" && strings.HasPrefix(n, "SIRET") {
					_, value, _ := strings.Cut(n, " ")
					all = append(all, value[:min(len(value), len("552100554"))])
				}
			}
			return all
		}
		common := func(a, b []string) bool {
			return slices.ContainsFunc(a, func(v string) bool { return slices.Contains(b, v) })
		}
		different := func(a, b body) bool {
			for _, scheme := range []string{"SIREN", "RNA"} {
				if x, y := of(a, scheme), of(b, scheme); len(x) > 0 && len(y) > 0 && !common(x, y) {
					return true
				}
			}
			return false
		}
		reasons := map[string]func(a, b body) bool{
			"SAME_NAME": func(a, b body) bool { return a.key == b.key },
			"SAME_NUMBER": func(a, b body) bool {
				isNone := func(number string) bool { return strings.HasPrefix(number, "OTHER") }
				return common(slices.DeleteFunc(slices.Clone(a.numbers), isNone), b.numbers)
			},
		}
		got := d.find(t, access.Everything)
		for j, b := range bodies {
			for reason, is := range reasons {
				for i, a := range bodies[:j] {
					if !is(a, b) || different(a, b) {
						continue
					}
					found := slices.ContainsFunc(got, func(p string) bool {
						return strings.HasPrefix(p, fmt.Sprintf("p%02d p%02d ", i, j)) && strings.Contains(p, reason)
					})
					if reason == "SAME_NAME" && !found {
						t.Fatalf("seed %d: %d and %d have the same name, and found are %q", seed, i, j, got)
					}
					break
				}
			}
		}
		for _, p := range got {
			var i, j int
			if _, err := fmt.Sscanf(p, "p%d p%d", &i, &j); err != nil || i >= j || different(bodies[i], bodies[j]) {
				t.Fatalf("seed %d: %q (%v)", seed, p, err)
			}
			for reason, is := range reasons {
				if strings.Contains(p, reason) && !is(bodies[i], bodies[j]) {
					t.Fatalf("seed %d: %q have not the reason %s", seed, p, reason)
				}
			}
		}
	}
}
