package network_test

import (
	"runtime"
	"slices"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/network"
)

func BenchmarkBuild(b *testing.B) {
	measureBuilds(b, nil, func(*network.Facts, int, size) {})
}

// BenchmarkRebuild measures Build after the change of one fact.
func BenchmarkRebuild(b *testing.B) {
	claim := network.Claim{Status: lexicon.StatusActive, Basis: lexicon.BasisStated}
	for name, change := range map[string]func(*network.Facts, int, size){
		"replaced": func(f *network.Facts, i int, s size) {
			claim.ID, claim.Contract = 1+i, s.contract(1+i)
			f.PutContribution(
				network.Contribution{Claim: claim, Partner: 1 + i%s.partners, Action: 1 + i, Role: lexicon.RoleLead},
			)
		},
		"new": func(f *network.Facts, i int, s size) {
			claim.ID, claim.Contract = s.contributions+1+i, s.contract(1+i)
			f.PutContribution(
				network.Contribution{Claim: claim, Partner: 1 + i%s.partners, Action: 1 + i, Role: lexicon.RoleLead},
			)
		},
		"removed": func(f *network.Facts, i int, _ size) { f.Remove(ref(network.KindContribution, 100+i)) },
		"put back": func(f *network.Facts, i int, s size) { // into the middle
			claim.ID, claim.Contract = 100, s.contract(1+i)
			f.Remove(ref(network.KindContribution, 100))
			if _, err := f.Build(&network.Scope{}); err != nil {
				panic(err)
			}
			f.PutContribution(network.Contribution{Claim: claim, Partner: 1, Action: 1 + i, Role: lexicon.RoleLead})
		},
	} {
		b.Run(name, func(b *testing.B) { measureBuilds(b, nil, change) })
	}
}

// BenchmarkBuildForOneContract measures Build for a viewer of one contract.
func BenchmarkBuildForOneContract(b *testing.B) {
	for name, scope := range map[string]network.Scope{
		"alone": {Contracts: []int{1}}, "and the directory": {Contracts: []int{1}, Directory: true},
	} {
		b.Run(name, func(b *testing.B) { measureBuilds(b, &scope, func(*network.Facts, int, size) {}) })
	}
}

// measureBuilds measures Build alone, after a change each time.
func measureBuilds(b *testing.B, scope *network.Scope, change func(*network.Facts, int, size)) {
	for _, s := range []size{small, large} {
		b.Run(s.name, func(b *testing.B) {
			facts := s.generate()
			b.ReportAllocs()
			b.ResetTimer()
			for i := range b.N {
				b.StopTimer()
				change(facts, i%s.actions, s)
				b.StartTimer()
				if _, err := facts.Build(scope); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRetained reports the heap that facts and a network retain, and the time to put the facts and build it.
func BenchmarkRetained(b *testing.B) {
	for _, s := range []size{small, large} {
		b.Run(s.name, func(b *testing.B) {
			var ofFacts, ofNetwork []float64
			for range b.N {
				before := heap()
				facts := s.generate()
				ofFacts = append(ofFacts, float64(heap()-before))
				before = heap()
				n, err := facts.Build(nil)
				if err != nil {
					b.Fatal(err)
				}
				ofNetwork = append(ofNetwork, float64(heap()-before))
				runtime.KeepAlive(n)
				runtime.KeepAlive(facts)
			}
			b.ReportMetric(slices.Max(ofFacts)/(1<<20), "facts-MiB")
			b.ReportMetric(slices.Max(ofNetwork)/(1<<20), "network-MiB")
		})
	}
}

func heap() uint64 {
	runtime.GC()
	runtime.GC() // the first one does not free what pools hold
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
