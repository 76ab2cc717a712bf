// Package match finds the partner of the hub that a file means: by its number in a register, or by its name. It never
// decides alone on a name: it suggests, and a person confirms.
package match

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agext/levenshtein"

	"maillage/internal/lexicon"
)

// Partner is a partner of the hub, as far as matching needs it.
type Partner struct {
	ID      int32 // database id
	Name    string
	Acronym string
	Aliases []string
	Numbers []Number
}

// Number is a well-formed number in a register.
type Number struct {
	Scheme lexicon.Scheme
	Value  string
}

// Party is who a file names.
type Party struct {
	Name string
	lexicon.Registered
	Former int32 // the partner that an import made under this name; 0 for none
}

// Candidate is a partner that may be meant.
type Candidate struct {
	ID    int32
	Score float64 // from 0 to 1
	Why   Reason
}

// Reason is why a partner may be meant.
type Reason string

// The reasons.
const (
	SameNumber  Reason = "NUMBER"
	SameName    Reason = "NAME"
	NearName    Reason = "NEAR_NAME"
	SameAcronym Reason = "ACRONYM"
	FormerName  Reason = "FORMER_NAME"
)

// Decision is what a party is taken for. Partner is 0 where the match is neither by number nor suggested. Candidates
// are sorted by score.
type Decision struct {
	Match      lexicon.ImportMatch
	Partner    int32
	Candidates []Candidate
}

// Scores between which a name is neither the same nor another. They are those at which people stop to agree.
const (
	suggestFrom = 0.92
	askFrom     = 0.75
	acronym     = 0.9
)

// Bounds of a search: stems that are looked up, partners of a stem that are compared, and candidates that are kept.
const (
	maxStems      = 5
	maxOfStem     = 400
	maxCandidates = 5
)

// Matcher finds partners. It needs some 300 bytes a partner.
type Matcher struct {
	entries  []entry
	byNumber map[Number][]int32 // indexes of entries
	byStem   map[string][]int32
	byShort  map[string][]int32 // by acronym
}

// entry is a partner with the words of its names.
type entry struct {
	id    int32
	names [][]string
	siren []string
	rna   []string
}

// NewMatcher returns a matcher without partners.
func NewMatcher() *Matcher {
	return &Matcher{byNumber: map[Number][]int32{}, byStem: map[string][]int32{}, byShort: map[string][]int32{}}
}

// Add adds a partner.
func (x *Matcher) Add(p Partner) {
	at, e := int32(len(x.entries)), entry{id: p.ID} //nolint:gosec // as many as ids
	for _, n := range p.Numbers {
		switch n.Scheme {
		case lexicon.SIREN:
			e.siren = append(e.siren, n.Value)
		case lexicon.SIRET:
			e.siren = append(e.siren, n.Value[:9])
		case lexicon.RNA:
			e.rna = append(e.rna, n.Value)
		default:
			continue
		}
		x.byNumber[n] = append(x.byNumber[n], at)
	}
	slices.Sort(e.siren)
	e.siren = slices.Compact(e.siren)
	for _, siren := range e.siren {
		if n := (Number{lexicon.SIREN, siren}); !slices.Contains(x.byNumber[n], at) {
			x.byNumber[n] = append(x.byNumber[n], at)
		}
	}
	for _, name := range append([]string{p.Name}, p.Aliases...) {
		words := wordsOf(name)
		e.names = append(e.names, words)
		for _, word := range words {
			if s := stem(word); !slices.Contains(x.byStem[s], at) {
				x.byStem[s] = append(x.byStem[s], at)
			}
		}
	}
	if p.Acronym != "" {
		short := lexicon.FoldWord(p.Acronym)
		x.byShort[short] = append(x.byShort[short], at)
	}
	x.entries = append(x.entries, e)
}

// Decide returns what a party is taken for.
func (x *Matcher) Decide(p Party) Decision {
	words := wordsOf(p.Name)
	byName := x.named(p, words)
	numbered := x.byNumbers(p)
	if len(numbered) == 0 && p.Former != 0 {
		byName = withFormer(byName, p.Former)
	}
	switch {
	case len(numbered) > 1:
		return Decision{Match: lexicon.MatchAmbiguous, Candidates: x.candidates(numbered)}
	case len(numbered) == 1:
		return x.decideNumbered(numbered[0], words, byName)
	case len(byName) == 0:
		return Decision{Match: lexicon.MatchNew}
	case byName[0].Score >= suggestFrom && (len(byName) == 1 || byName[1].Score < suggestFrom):
		return Decision{lexicon.MatchSuggested, byName[0].ID, byName}
	}
	return Decision{Match: lexicon.MatchAmbiguous, Candidates: byName}
}

// decideNumbered decides on a party whose number one partner has. It is a conflict if its name is that of another one.
func (x *Matcher) decideNumbered(at int32, words []string, byName []Candidate) Decision {
	e := &x.entries[at]
	same := Candidate{e.id, 1, SameNumber}
	for _, c := range byName {
		if c.ID != e.id && c.Score >= suggestFrom && len(words) > 0 && e.score(words) < askFrom {
			return Decision{Match: lexicon.MatchConflict, Candidates: []Candidate{same, c}}
		}
	}
	return Decision{lexicon.MatchNumber, e.id, []Candidate{same}}
}

// byNumbers returns the entries with a number of the party: its SIRET if confirmed and unique, else its SIREN, else its
// RNA number.
func (x *Matcher) byNumbers(p Party) []int32 {
	if p.SIRET != "" && !p.Unverified {
		if found := x.byNumber[Number{lexicon.SIRET, p.SIRET}]; len(found) == 1 {
			return found
		}
	}
	if found := x.byNumber[Number{lexicon.SIREN, p.SIREN}]; len(found) > 0 {
		return found
	}
	return x.byNumber[Number{lexicon.RNA, p.RNA}]
}

// withFormer adds the partner that was made under the name of a party, before those that are called so now.
func withFormer(byName []Candidate, former int32) []Candidate {
	at := slices.IndexFunc(byName, func(c Candidate) bool { return c.ID == former })
	if at >= 0 && byName[at].Score == 1 {
		return byName // it has the name still
	}
	if at >= 0 {
		byName = slices.Delete(byName, at, at+1)
	}
	byName = slices.Insert(byName, 0, Candidate{former, 1, FormerName})
	return byName[:min(len(byName), maxCandidates)]
}

// candidates returns entries that have one number.
func (x *Matcher) candidates(found []int32) []Candidate {
	var all []Candidate
	for _, at := range found[:min(len(found), maxCandidates)] {
		all = append(all, Candidate{x.entries[at].id, 1, SameNumber})
	}
	return all
}

// named returns the partners with a name like that of a party, best first. Those with another number are left out.
func (x *Matcher) named(p Party, words []string) []Candidate {
	best := map[int32]Candidate{}
	for _, at := range x.byShort[lexicon.FoldWord(p.Name)] {
		if e := &x.entries[at]; !e.contradicts(p) {
			best[at] = Candidate{e.id, acronym, SameAcronym}
		}
	}
	for _, at := range x.like(words) {
		e := &x.entries[at]
		score := e.score(words)
		if score < askFrom || score <= best[at].Score || e.contradicts(p) {
			continue
		}
		why := NearName
		if score == 1 {
			why = SameName
		}
		best[at] = Candidate{e.id, score, why}
	}
	all := make([]Candidate, 0, len(best))
	for _, c := range best {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	return all[:min(len(all), maxCandidates)]
}

// like returns the entries that have one of the rarest words of a name, by their stems.
func (x *Matcher) like(words []string) []int32 {
	stems := make([]string, 0, len(words))
	for _, word := range words {
		if s := stem(word); len(x.byStem[s]) > 0 && !slices.Contains(stems, s) {
			stems = append(stems, s)
		}
	}
	slices.SortStableFunc(stems, func(a, b string) int { return cmp.Compare(len(x.byStem[a]), len(x.byStem[b])) })
	var found []int32
	for _, s := range stems[:min(len(stems), maxStems)] {
		of := x.byStem[s]
		found = append(found, of[:min(len(of), maxOfStem)]...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// contradicts reports whether a party has a number of a register in which the partner has others.
func (e *entry) contradicts(p Party) bool {
	return p.SIREN != "" && len(e.siren) > 0 && !slices.Contains(e.siren, p.SIREN) ||
		p.RNA != "" && len(e.rna) > 0 && !slices.Contains(e.rna, p.RNA)
}

// score compares words with the names of the partner, from 0 to 1.
func (e *entry) score(words []string) float64 {
	best := 0.0
	for _, name := range e.names {
		best = max(best, similarity(words, name))
	}
	return best
}

// similarity compares the words of two names, from 0 to 1. What is specific in both has to be as near as the whole:
// two urban communities are not one because they are called so.
func similarity(a, b []string) float64 {
	whole := nearness(a, b)
	a, b = specific(a), specific(b)
	if len(a) == 0 || len(b) == 0 {
		return whole
	}
	return min(whole, nearness(a, b))
}

// nearness is the share of words that two lists have in common, or that of letters.
func nearness(a, b []string) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	if slices.Equal(a, b) {
		return 1
	}
	common := 0
	for _, word := range a {
		if slices.Contains(b, word) {
			common++
		}
	}
	shared := 2 * float64(common) / float64(len(a)+len(b))
	letters := levenshtein.Similarity(strings.Join(a, " "), strings.Join(b, " "), nil)
	return min(max(shared, letters), 0.99) // only the same words are the same name
}
