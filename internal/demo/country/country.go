package country

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"maillage/internal/access"
	"maillage/internal/demo"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/setting"
	"maillage/internal/ledger"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// madeAt is the creation time of every record, so that two countries of one seed are equal.
var madeAt = time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)

// batch is the number of records that are written in a transaction.
const batch = 10_000

var errWritten = errors.New("the database has been written to already: a country is made in an empty one alone")

// Write writes a country to a database without contracts, and makes its contracts and its directory
// public. It calls progress from time to time with the number of records written. It returns a
// *demo.NotEmptyError if there are contracts, and another error if anything else was written. When it
// is interrupted, the records written so far stay.
func Write(
	ctx context.Context,
	client *ent.Client,
	l *ledger.Ledger,
	size Size,
	seed uint64,
	progress func(made int),
) error {
	ctx = access.WithViewer(ctx, access.System())
	switch n, err := client.Contract.Query().Count(ctx); {
	case err != nil:
		return fmt.Errorf("count contracts: %w", err)
	case n > 0:
		return &demo.NotEmptyError{Contracts: n}
	}
	switch written, err := client.Change.Query().Exist(ctx); {
	case err != nil:
		return err
	case written:
		return errWritten
	}
	m := &maker{
		Size:     size,
		ledger:   l,
		seed:     seed,
		rng:      rand.New(rand.NewPCG(seed, 1)),
		last:     map[string]int{},
		progress: progress,
	}
	for _, make := range []func(context.Context) error{
		m.territories, m.audiences, m.sources, m.partners, m.identifiers, m.contracts, m.themes, m.axes, m.actions,
		m.groups, m.contributions, m.alignments, m.memberships, m.relations, m.citations,
	} {
		if err := make(ctx); err != nil {
			return err
		}
		if err := m.flush(ctx); err != nil {
			return err
		}
	}
	switch is, err := client.Setting.Query().Where(setting.Key(access.DirectorySetting)).Exist(ctx); {
	case err != nil:
		return err
	case is:
		return client.Setting.Update().Where(setting.Key(access.DirectorySetting)).SetValue([]byte("true")).Exec(ctx)
	}
	return client.Setting.Create().SetKey(access.DirectorySetting).SetValue([]byte("true")).Exec(ctx)
}

// maker writes records type by type. Each refers only to records of earlier types, which it knows by
// their place. Places start at 1 and become the database ids.
type maker struct {
	Size
	ledger   *ledger.Ledger
	seed     uint64
	rng      *rand.Rand
	progress func(made int)
	last     map[string]int // the place of the last record, by prefix
	made     int

	of      string // the current type
	waiting []ledger.Loaded

	axisOf     []int32 // the axis of each action
	actionHas  []lexicon.Status
	contractOf []int32 // the contract of each contribution
}

type values map[string]any

// add adds a record; a contract of 0 is the directory.
func (m *maker) add(ctx context.Context, prefix string, contract int, v values) error {
	if m.of != prefix || len(m.waiting) == batch {
		if err := m.flush(ctx); err != nil {
			return err
		}
	}
	m.of = prefix
	m.last[prefix]++
	r := ledger.Loaded{ID: m.last[prefix], UID: m.uid(prefix, m.last[prefix]), Values: v}
	if contract > 0 {
		home := m.ref("contract", contract)
		r.Contract = &home
	}
	m.waiting = append(m.waiting, r)
	return nil
}

func (m *maker) flush(ctx context.Context) error {
	if len(m.waiting) == 0 {
		return nil
	}
	entry := ledger.Entry{Actor: "maillage generate", Reason: "a made-up country", At: madeAt}
	if err := m.ledger.Load(ctx, entry, record.Of(m.of), m.waiting); err != nil {
		return err
	}
	m.made += len(m.waiting)
	m.waiting = m.waiting[:0]
	m.progress(m.made)
	return nil
}

func (m *maker) uid(prefix string, place int) string {
	return lexicon.UIDFor(prefix, fmt.Sprintf("country %d %d", m.seed, place))
}

func (m *maker) ref(prefix string, place int) ledger.Reference {
	return ledger.Reference{Prefix: prefix, ID: place, UID: m.uid(prefix, place)}
}

// chance returns true with a probability of that many thousandths.
func (m *maker) chance(thousandths int) bool { return m.rng.IntN(1_000) < thousandths }

func pick[T any](m *maker, words []T) T { return words[m.rng.IntN(len(words))] }

func draw[T any](m *maker, words []weighted[T]) T {
	sum := 0
	for _, w := range words {
		sum += w.weight
	}
	n := m.rng.IntN(sum)
	for _, w := range words {
		if n -= w.weight; n < 0 {
			return w.word
		}
	}
	panic("the weights sum up")
}

// town returns the name of a contract's town, which is always the same. The names of two contracts
// differ as long as there are pairs of syllables.
func town(contract int) string {
	n := contract - 1
	name := starts[n%len(starts)] + ends[n/len(starts)%len(ends)]
	if again := n / (len(starts) * len(ends)); again > 0 {
		return fmt.Sprintf("%s-sur-%s", name, starts[again%len(starts)])
	}
	return name
}

// placeIn returns the place of one of a contract's records, for a type of which each contract has the
// same number.
func placeIn(contract, each, n int) int { return (contract-1)*each + n + 1 }

// homeOf returns the contract to which a record belongs, for a type that is distributed evenly.
func homeOf(place, all, contracts int) int { return (place-1)*contracts/all + 1 }
