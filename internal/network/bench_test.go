package network_test

import (
	"fmt"
	"math/rand"
	"runtime"
	"slices"
	"sync"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// size is a network to measure on. Contributions fall on actions evenly and on
// partners by Zipf's law, as a few bodies take part everywhere.
type size struct {
	name                                                      string
	contracts, themes, axes, partners, actions, contributions int
}

var (
	small = size{"S", 1, 12, 24, 300, 600, 2_000}
	large = size{"L", 500, 12, 6_000, 100_000, 400_000, 1_500_000}
)

// generate makes the same facts for a size every time. Ids start at 1.
func (s size) generate() *network.Builder {
	r := rand.New(rand.NewSource(2016))
	b := network.NewBuilder()
	s.things(b)
	words := claims{r: r, statuses: lexicon.Status("").Values(), bases: lexicon.Basis("").Values(), roles: lexicon.Role("").Values()}
	zipf := rand.NewZipf(r, 1.1, 10, uint64(s.partners-1))
	for id := 1; id <= s.contributions; id++ {
		b.AddContribution(network.Contribution{
			Claim: words.next(id), Partner: 1 + int(zipf.Uint64()), Action: 1 + r.Intn(s.actions), Role: words.role(),
		})
	}
	kinds := []lexicon.AlignmentKind{lexicon.Serves, lexicon.Serves, lexicon.ResonatesWith, lexicon.Resembles}
	for id := 1; id <= s.actions; id++ {
		contract := (id - 1) % s.contracts
		b.AddAlignment(network.Alignment{
			Claim: words.next(id), Action: id, Axis: 1 + contract + s.contracts*r.Intn(s.axes/s.contracts), Kind: kinds[r.Intn(len(kinds))],
		})
	}
	for id := 1; id <= s.axes; id++ {
		b.AddRelation(network.Relation{
			Claim: words.next(id), Kind: lexicon.Concerns, Contract: 1 + (id-1)%s.contracts,
			Subject: ref(network.KindAxis, id), Object: ref(network.KindTheme, 1+r.Intn(s.themes)),
		})
	}
	return b
}

// things adds the things; the i-th belongs to contract i modulo their number.
func (s size) things(b *network.Builder) {
	for id := 1; id <= s.contracts; id++ {
		b.AddContract(network.Contract{ID: id})
	}
	for id := 1; id <= s.themes; id++ {
		b.AddTheme(network.Theme{ID: id})
	}
	for id := 1; id <= s.axes; id++ {
		b.AddAxis(network.Axis{ID: id, Contract: 1 + (id-1)%s.contracts, Position: id})
	}
	for id := 1; id <= s.actions; id++ {
		b.AddAction(network.Action{ID: id, Contract: 1 + (id-1)%s.contracts})
	}
	for id := 1; id <= s.partners; id++ {
		b.AddPartner(network.Partner{ID: id, Kind: lexicon.Organisation, SortKey: fmt.Appendf(nil, "partner %d", id*7919%s.partners)})
	}
}

// claims draws what claims say of themselves.
type claims struct {
	r                      *rand.Rand
	statuses, bases, roles []string
}

func (c claims) role() lexicon.Role { return lexicon.Role(c.roles[c.r.Intn(len(c.roles))]) }

func (c claims) next(id int) network.Claim {
	since := lexicon.Day(16_436 + c.r.Intn(3_650))
	return network.Claim{
		ID: id, Status: lexicon.Status(c.statuses[c.r.Intn(len(c.statuses))]), Basis: lexicon.Basis(c.bases[c.r.Intn(len(c.bases))]),
		Validity: lexicon.Validity{SinceEarliest: since, SinceLatest: since, UntilEarliest: lexicon.MaxDay, UntilLatest: lexicon.MaxDay},
		Evidence: network.Evidence{Supporting: uint16(c.r.Intn(3)), Newest: since},
	}
}

var networks = map[string]func() *network.Network{"S": sync.OnceValue(small.build), "L": sync.OnceValue(large.build)}

func (s size) build() *network.Network {
	n, err := s.generate().Build()
	if err != nil {
		panic(err)
	}
	return n
}

func onEach(b *testing.B, measure func(*testing.B, *network.Network, size)) {
	for _, s := range []size{small, large} {
		b.Run(s.name, func(b *testing.B) {
			n := networks[s.name]()
			b.ReportAllocs()
			b.ResetTimer()
			measure(b, n, s)
		})
	}
}

func BenchmarkMatrixOfOneContract(b *testing.B) {
	onEach(b, func(b *testing.B, n *network.Network, s size) {
		chains := 0
		for i := range b.N {
			m := n.Matrix(network.Selection{Contracts: []int{1 + i%s.contracts}})
			c := m.Totals.Chains
			chains = c.Confirmed + c.Prospective + c.Abandoned + c.Unknown
		}
		b.ReportMetric(float64(chains), "chains")
	})
}

func BenchmarkMatrixOfOneContractAsOf(b *testing.B) {
	onEach(b, func(b *testing.B, n *network.Network, s size) {
		for i := range b.N {
			n.Matrix(network.Selection{Contracts: []int{1 + i%s.contracts}, AsOf: on("2020-06")})
		}
	})
}

func BenchmarkMatrixOfOneTheme(b *testing.B) {
	onEach(b, func(b *testing.B, n *network.Network, s size) {
		for i := range b.N {
			n.Matrix(network.Selection{Themes: []int{1 + i%s.themes}, Statuses: []lexicon.Status{lexicon.StatusActive}})
		}
	})
}

func BenchmarkAxesOf(b *testing.B) {
	onEach(b, func(b *testing.B, n *network.Network, s size) {
		for i := range b.N {
			n.AxesOf(s.typical(i), network.Selection{})
		}
	})
}

// typical is one of the middle tenth of the partners: as many take part in
// less as in more.
func (s size) typical(i int) int { return s.partners*45/100 + i%(s.partners/10) }

func BenchmarkPeersOfATypicalPartner(b *testing.B) {
	onEach(b, func(b *testing.B, n *network.Network, s size) {
		for i := range b.N {
			n.Peers(s.typical(i), network.PeerOptions{Limit: 20})
		}
	})
}

func BenchmarkPeersOfTheBusiestPartner(b *testing.B) {
	onEach(b, func(b *testing.B, n *network.Network, _ size) {
		for range b.N {
			n.Peers(1, network.PeerOptions{Limit: 20})
		}
	})
}

func BenchmarkPath(b *testing.B) {
	onEach(b, func(b *testing.B, n *network.Network, s size) {
		for i := range b.N {
			n.Path(ref(network.KindPartner, s.typical(i)), ref(network.KindPartner, s.typical(7*i+1)), nil)
		}
	})
}

func BenchmarkGaps(b *testing.B) {
	onEach(b, func(b *testing.B, n *network.Network, s size) {
		for i := range b.N {
			n.Gaps(1+i%s.contracts, network.GapOptions{Today: 20_000, StaleAfterMonths: 36})
		}
	})
}

func BenchmarkBridges(b *testing.B) {
	onEach(b, func(b *testing.B, n *network.Network, s size) {
		for i := range b.N {
			n.Bridges(1+i%s.contracts, nil)
		}
	})
}

func BenchmarkBuild(b *testing.B) {
	for _, s := range []size{small, large} {
		b.Run(s.name, func(b *testing.B) {
			for range b.N {
				b.StopTimer()
				facts := s.generate()
				b.StartTimer()
				if _, err := facts.Build(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRetained reports the heap that a network keeps once its builder is
// gone, and the time to add its facts and build it.
func BenchmarkRetained(b *testing.B) {
	for _, s := range []size{small, large} {
		b.Run(s.name, func(b *testing.B) {
			var kept []float64
			for range b.N {
				before := heap()
				n := s.build()
				kept = append(kept, float64(heap()-before))
				runtime.KeepAlive(n)
			}
			b.ReportMetric(slices.Max(kept)/(1<<20), "retained-MiB")
		})
	}
}

func heap() uint64 {
	runtime.GC()
	runtime.GC() // the first leaves what pools still hold
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
