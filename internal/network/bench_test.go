package network_test

import (
	"fmt"
	"math/rand"
	"sync"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

// size is the size of a network to measure. Contributions are spread evenly over actions, and by Zipf's law over
// partners, as a few bodies take part everywhere.
type size struct {
	name                                                      string
	contracts, themes, axes, partners, actions, contributions int
}

var (
	small = size{"S", 1, 12, 24, 300, 600, 2_000}
	// region is just large enough for the limits of answers.
	region = size{"M", 100, 12, 6_000, 50_000, 100_000, 550_000}
	large  = size{"L", 500, 12, 6_000, 100_000, 400_000, 1_500_000}
)

// generate makes the same facts for a size every time. Ids start at 1.
func (s size) generate() *network.Facts {
	b := network.NewFacts()
	s.things(b)
	words := claims{
		r: rand.New(rand.NewSource(2016)), facts: b, cited: new(int),
		statuses: lexicon.Status("").Values(), bases: lexicon.Basis("").Values(), roles: lexicon.Role("").Values(),
	}
	zipf := rand.NewZipf(words.r, 1.1, 10, uint64(s.partners-1))
	for id := 1; id <= s.contributions; id++ {
		b.PutContribution(s.contribution(words, id, 1+int(zipf.Uint64())))
	}
	kinds := []lexicon.AlignmentKind{lexicon.Serves, lexicon.Serves, lexicon.ResonatesWith, lexicon.Resembles}
	for id := 1; id <= s.actions; id++ {
		contract := (id - 1) % s.contracts
		b.PutAlignment(network.Alignment{
			Claim: words.next(network.KindAlignment, id, s.contract(id)), Action: id,
			Axis: 1 + contract + s.contracts*words.r.Intn(s.axes/s.contracts), Kind: kinds[words.r.Intn(len(kinds))],
		})
	}
	for id := 1; id <= s.axes; id++ {
		b.PutRelation(network.Relation{
			Claim: words.next(network.KindRelation, id, s.contract(id)), Kind: lexicon.Concerns,
			Subject: ref(network.KindAxis, id), Object: ref(network.KindTheme, 1+words.r.Intn(s.themes)),
		})
	}
	return b
}

// contract returns the contract of an axis or an action.
func (s size) contract(id int) int { return 1 + (id-1)%s.contracts }

func (s size) contribution(words claims, id, partner int) network.Contribution {
	action := 1 + words.r.Intn(s.actions)
	return network.Contribution{
		Claim: words.next(
			network.KindContribution, id, s.contract(action),
		), Partner: partner, Action: action, Role: words.role(),
	}
}

// Each day from firstDay is the date of one source.
const firstDay, days = 16_436, 3_650

// things adds the things; the i-th belongs to contract i modulo their number.
func (s size) things(b *network.Facts) {
	for day := range days {
		b.PutSource(network.Source{ID: 1 + day, Date: lexicon.MustPartialDate(lexicon.Day(firstDay + day).String())})
	}
	for id := 1; id <= s.contracts; id++ {
		b.PutContract(network.Contract{ID: id})
	}
	for id := 1; id <= s.themes; id++ {
		b.PutTheme(network.Theme{ID: id})
	}
	for id := 1; id <= s.axes; id++ {
		b.PutAxis(network.Axis{ID: id, Contract: s.contract(id), Position: id})
	}
	for id := 1; id <= s.actions; id++ {
		b.PutAction(network.Action{ID: id, Contract: s.contract(id)})
	}
	for id := 1; id <= s.partners; id++ {
		b.PutPartner(
			network.Partner{
				ID: id, Kind: lexicon.Organisation, SortKey: fmt.Appendf(nil, "partner %d", id*7919%s.partners),
			},
		)
	}
}

// claims draws the common fields of claims, and their citations: one each on average.
type claims struct {
	r                      *rand.Rand
	facts                  *network.Facts
	cited                  *int // citations so far
	statuses, bases, roles []string
}

func (c claims) role() lexicon.Role { return lexicon.Role(c.roles[c.r.Intn(len(c.roles))]) }

func (c claims) next(k network.Kind, id, contract int) network.Claim {
	day := c.r.Intn(days)
	for range c.r.Intn(3) {
		*c.cited++
		c.facts.PutCitation(network.Citation{ID: *c.cited, Record: ref(k, id), Source: 1 + day, Supports: true})
	}
	since := lexicon.MustPartialDate(lexicon.Day(firstDay + day).String())
	return network.Claim{
		ID: id, Contract: contract,
		Status: lexicon.Status(c.statuses[c.r.Intn(len(c.statuses))]), Basis: lexicon.Basis(
			c.bases[c.r.Intn(len(c.bases))],
		),
		Since: since,
	}
}

var networks = map[string]func() *network.Network{
	"S": sync.OnceValue(small.build), "M": sync.OnceValue(region.build), "L": sync.OnceValue(large.build),
}

func (s size) build() *network.Network {
	n, err := s.generate().Build(nil)
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
			n.Matrix(network.Selection{Contracts: []int{1 + i%s.contracts}, When: when(on("2020-06"))})
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

// typical returns one of the middle tenth of the partners by the number of contributions.
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
			n.Path(ref(network.KindPartner, s.typical(i)), ref(network.KindPartner, s.typical(7*i+1)), network.When{})
		}
	})
}

func BenchmarkGaps(b *testing.B) {
	onEach(b, func(b *testing.B, n *network.Network, s size) {
		for i := range b.N {
			n.Gaps(1+i%s.contracts, network.GapOptions{When: network.Today(20_000), StaleAfterMonths: 36})
		}
	})
}

func BenchmarkBridges(b *testing.B) {
	onEach(b, func(b *testing.B, n *network.Network, s size) {
		for i := range b.N {
			bridges(b, n, 1+i%s.contracts, network.When{})
		}
	})
}
