package search_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"entgo.io/ent"

	"maillage/internal/access"
	"maillage/internal/lexicon"
	"maillage/internal/search"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/testhub/testdb"
)

// Words for names like those of French organisations and actions: a few kinds, many subjects, and places of which
// each is rare.
var (
	bodies = []string{
		"Association", "Centre social", "Mission locale", "Régie de quartier", "Collège", "Ville", "Maison de l’emploi",
		"Caisse d’allocations familiales", "Club", "Fédération", "Comité", "Agence", "Office public de l’habitat",
		"Centre communal d’action sociale",
	}
	doings = []string{
		"Ateliers", "Permanences", "Forum", "Accompagnement", "Formation", "Chantier", "Médiation", "Prévention",
		"Action", "Parcours", "Stage", "Accueil", "Réseau", "Journée",
	}
	subjects = []string{
		"l’emploi", "la santé", "le logement", "l’égalité", "la culture", "le sport", "la parentalité", "le numérique",
		"les droits", "la mobilité", "l’insertion", "l’apprentissage", "la lecture", "les discriminations",
		"la citoyenneté", "l’alimentation",
	}
	sounds = []string{
		"ba", "ven", "mor", "li", "tre", "gny", "sau", "ro", "chel", "dun", "pont", "val", "court", "ville", "mont",
		"bel", "fon", "riv", "her", "aix", "lo", "cha", "den", "quer", "sart",
	}
)

func place(r *rand.Rand) string {
	name := ""
	for range 2 + r.IntN(3) {
		name += sounds[r.IntN(len(sounds))]
	}
	return string(name[0]-32) + name[1:]
}

func pick(r *rand.Rand, of []string) string { return of[r.IntN(len(of))] }

// large fills a database with generated contracts, partners and actions, without lines of the ledger, and indexes
// them.
func large(b *testing.B, s *store.Store, partners, actions int) *snapshot.Source {
	b.Helper()
	ctx, r := testdb.Context(b), rand.New(rand.NewPCG(1, 1))
	contracts := 0
	fill := func(prefix string, n int, set func(i int, m ent.Mutation) error) {
		const many = 1000
		for at := 0; at < n; at += many {
			_, err := s.Client.NewCreateMany(ctx, prefix, min(many, n-at), func(i int, m ent.Mutation) error {
				return errors.Join(m.SetField("code", fmt.Sprint(prefix[:1], at+i)), set(at+i, m))
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	fill("contract", 500, func(_ int, m ent.Mutation) error {
		contracts++
		return m.SetField("name", "Contrat de ville de "+place(r))
	})
	fill("partner", partners, func(_ int, m ent.Mutation) error {
		return m.SetField("name", pick(r, bodies)+" de "+place(r)+" "+place(r))
	})
	fill("action", actions, func(_ int, m ent.Mutation) error {
		about := pick(r, subjects)
		return errors.Join(m.SetField("name", pick(r, doings)+" pour "+about+" à "+place(r)),
			m.SetField(
				"description", "Une action pour "+about+" et "+pick(r, subjects)+" avec les habitants de "+place(r),
			),
			m.SetField("contract_id", 1+r.IntN(contracts)), m.SetField("kind", lexicon.KindAction))
	})
	records := snapshot.NewStatic(s.Client)
	v, err := records.View(access.AsSystem(b.Context()))
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if _, err := v.Words().Find(b.Context(), v, search.Request{Query: "a", Limit: 1}); err != nil {
		b.Fatal(err)
	}
	b.Logf("indexed %d records in %s", partners+actions+contracts, time.Since(began).Round(100*time.Millisecond))
	return records
}

// BenchmarkSearch measures pages of 20 on as many thousand records as MAILLAGE_BENCH_SEARCH says; a fifth of them
// are partners.
func BenchmarkSearch(b *testing.B) {
	thousands, err := strconv.Atoi(os.Getenv("MAILLAGE_BENCH_SEARCH"))
	if err != nil {
		thousands = 10
	}
	for _, kind := range testdb.Kinds[:1] { // the database is read only once
		b.Run(kind.Name, func(b *testing.B) {
			s := kind.Open(b)
			records := large(b, s, thousands*200, thousands*800)
			one := []int{7}
			for _, who := range []struct {
				name       string
				visibility access.Visibility
			}{{"all", access.Everything}, {"one contract", access.Visibility{Contracts: one, Directory: true}}} {
				ctx := access.WithViewer(b.Context(), &access.Viewer{Visibility: who.visibility})
				for _, q := range []struct {
					name  string
					query func(*rand.Rand) string
				}{
					{"a place and a kind", func(r *rand.Rand) string { return pick(r, bodies) + " " + place(r)[:5] }},
					{"a place", func(r *rand.Rand) string { return place(r) }},
					{"a beginning of 4 letters", func(r *rand.Rand) string { return place(r)[:4] }},
					{"a slip", func(r *rand.Rand) string { p := place(r); return p[:2] + "x" + p[2:] }},
					{"an acronym", func(r *rand.Rand) string { return []string{"ccas", "caf", "oph"}[r.IntN(3)] }},
					{"a subject of many", func(r *rand.Rand) string { return pick(r, subjects) }},
					{"two of many", func(r *rand.Rand) string { return pick(r, doings) + " " + pick(r, subjects) }},
					{"one letter", func(r *rand.Rand) string { return place(r)[:1] }},
				} {
					b.Run(who.name+"/"+q.name, func(b *testing.B) { measure(b, ctx, records, q.query) })
				}
			}
		})
	}
}

func measure(b *testing.B, ctx context.Context, records *snapshot.Source, query func(*rand.Rand) string) {
	b.Helper()
	r := rand.New(rand.NewPCG(2, 2))
	var pages, counts []time.Duration
	hits := 0
	for b.Loop() {
		began := time.Now()
		v, err := records.View(ctx)
		if err != nil {
			b.Fatal(err)
		}
		found, err := v.Words().Find(ctx, v, search.Request{Query: query(r), Limit: 21})
		if err != nil {
			b.Fatal(err)
		}
		pages = append(pages, time.Since(began))
		hits += len(found.Hits)
		began = time.Now()
		if _, err := found.Count(ctx); err != nil {
			b.Fatal(err)
		}
		counts = append(counts, time.Since(began))
	}
	report := func(name string, all []time.Duration) {
		slices.Sort(all)
		b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, name+"-p50-ms")
		b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, name+"-p99-ms")
	}
	report("page", pages)
	report("count", counts)
	b.ReportMetric(float64(hits)/float64(len(pages)), "hits/op")
}
