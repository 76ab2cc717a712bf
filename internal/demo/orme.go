package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"maillage/internal/lexicon"
)

const ormeContract = "contract val-d-orme"

// invention writes the fictitious contract. Names come from lists. Who does what, since when and on
// whose word is random, always with the same seed.
type invention struct {
	rng     *rand.Rand
	records []record
	made    map[string]int  // the number of records so far, by type
	circles map[int]*deck   // keys of partners
	lines   [][]string      // keys of the actions of each axis
	from    map[string]int  // the first year in which partners take part, by action
	funds   map[string]bool // partners that can fund others
}

// orme returns the records of a contract that does not exist. It is larger than the founding document,
// and has an example of everything that a hub shows.
func orme() []record {
	v := &invention{
		rng: rand.New(rand.NewPCG(1714, 2026)), made: map[string]int{}, circles: map[int]*deck{},
		from: map[string]int{}, funds: map[string]bool{},
	}
	v.reach()
	v.partners()
	v.contract()
	v.actions()
	v.descriptions()
	v.groups()
	v.contributions()
	v.exceptions()
	v.contradictions()
	v.endings()
	return v.records
}

// add writes a thing and returns its key.
func (v *invention) add(r record) string {
	v.records = append(v.records, r)
	return r.key()
}

// claim writes a claim, numbered within its type, and returns its index among the records.
func (v *invention) claim(kind string, set values, to refs) int {
	v.made[kind]++
	v.add(record{kind, fmt.Sprintf("orme.%d", v.made[kind]), set, to})
	return len(v.records) - 1
}

// sourced writes a claim about something ongoing that a document states.
func (v *invention) sourced(kind string, set values, to refs) {
	set["status"] = lexicon.StatusActive
	r := v.records[v.claim(kind, set, to)]
	v.cite(r.key(), v.document(), lexicon.BasisStated, nil)
}

// relate writes a relation between two things, stated by a document.
func (v *invention) relate(subject string, kind lexicon.RelationKind, object string) {
	from, _, _ := strings.Cut(subject, " ")
	to, _, _ := strings.Cut(object, " ")
	v.sourced(
		"relation", values{"kind": kind},
		refs{"contract": ormeContract, "subject_" + from: subject, "object_" + to: object},
	)
}

// cite writes the citation of a record by a source.
func (v *invention) cite(of, source string, basis lexicon.Basis, more values) {
	kind, _, _ := strings.Cut(of, " ")
	set := values{"basis": basis, "locator": fmt.Sprintf(pick(v.rng, locators), 1+v.rng.IntN(40))}
	for column, value := range more {
		set[column] = value
	}
	v.claim("citation", set, refs{"source": key("source", source), kind: of})
}

// document draws a source in which others than the partner itself speak.
func (v *invention) document() string {
	for {
		if s := pick(v.rng, ormeSources).code; s != questionnaire {
			return s
		}
	}
}

// chance returns true once in n draws.
func (v *invention) chance(n int) bool { return v.rng.IntN(n) == 0 }

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

// deck deals every card once before it deals one again, so that every partner occurs.
type deck struct {
	rng   *rand.Rand
	cards []string
	dealt int
}

func (d *deck) deal() string {
	if d.dealt%len(d.cards) == 0 {
		d.rng.Shuffle(len(d.cards), func(i, j int) { d.cards[i], d.cards[j] = d.cards[j], d.cards[i] })
	}
	d.dealt++
	return d.cards[(d.dealt-1)%len(d.cards)]
}

// partnerKey returns the key of a partner of the fictitious contract.
func partnerKey(name string) string { return key("partner", lexicon.Slug(name)) }

// axisKey returns the key of the axis at an index counted from 0.
func axisKey(place int) string { return key("axis", fmt.Sprintf("orme-%d", place+1)) }
