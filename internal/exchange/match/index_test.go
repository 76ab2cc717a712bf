package match_test

import (
	"slices"
	"testing"

	"maillage/internal/exchange/match"
	"maillage/internal/lexicon"
)

func numbers(siren string) []match.Number {
	return []match.Number{{Scheme: lexicon.SIREN, Value: siren}}
}

// hub is an index of a few partners.
func hub() *match.Matcher {
	x := match.NewMatcher()
	x.Add(match.Partner{ID: 1, Name: "Mission locale de Lille", Numbers: numbers("356000000")})
	x.Add(match.Partner{ID: 2, Name: "Association Les Restaurants du Cœur", Aliases: []string{"Restos du Cœur"}})
	x.Add(match.Partner{ID: 3, Name: "Caisse d’allocations familiales du Nord", Acronym: "CAF"})
	x.Add(match.Partner{ID: 4, Name: "Centre social du Faubourg"})
	x.Add(match.Partner{ID: 5, Name: "Centre social du Faubourg", Numbers: numbers("775666712")})
	x.Add(match.Partner{ID: 6, Name: "Maison des associations", Numbers: []match.Number{
		{Scheme: lexicon.RNA, Value: "W595012345"},
	}})
	x.Add(match.Partner{ID: 7, Name: "Communauté d’agglomération Valenciennes Métropole"})
	return x
}

func TestDecide_ByNumberAndName(t *testing.T) {
	for _, c := range []struct {
		name    string
		party   match.Party
		want    lexicon.ImportMatch
		partner int32
		of      []int32
	}{
		{"the number decides", match.Party{Name: "ML Lille", Registered: lexicon.Registered{SIREN: "356000000"}},
			lexicon.MatchNumber, 1, []int32{1}},
		{"an unverified SIRET still has its SIREN", match.Party{Name: "x", Registered: lexicon.Registered{
			SIREN: "356000000", SIRET: "35600000000000", Unverified: true}}, lexicon.MatchNumber, 1, []int32{1}},
		{"the RNA number decides", match.Party{Registered: lexicon.Registered{RNA: "W595012345"}},
			lexicon.MatchNumber, 6, []int32{6}},
		{"the same words are suggested", match.Party{Name: "LES RESTAURANTS DU COEUR"}, lexicon.MatchSuggested, 2, []int32{2}},
		{"an alias is a name", match.Party{Name: "restos coeur"}, lexicon.MatchSuggested, 2, []int32{2}},
		{"an acronym is asked", match.Party{Name: "C.A.F."}, lexicon.MatchAmbiguous, 0, []int32{3}},
		{"two with one name are asked", match.Party{Name: "CENTRE SOCIAL FAUBOURG"}, lexicon.MatchAmbiguous, 0, []int32{4, 5}},
		{"another number is another partner", match.Party{Name: "Mission locale de Lille",
			Registered: lexicon.Registered{SIREN: "552100554"}}, lexicon.MatchNew, 0, nil},
		{"a number without a partner leaves the name", match.Party{Name: "Centre social du Faubourg",
			Registered: lexicon.Registered{SIREN: "552100554"}}, lexicon.MatchSuggested, 4, []int32{4}},
		{"a near name is asked", match.Party{Name: "Caisse d’allocations familiales"}, lexicon.MatchAmbiguous, 0, []int32{3}},
		{"a number of one and the name of another", match.Party{Name: "Les Restaurants du Cœur",
			Registered: lexicon.Registered{SIREN: "356000000"}}, lexicon.MatchConflict, 0, []int32{1, 2}},
		{"what many are called makes none the same", match.Party{Name: "COMMUNAUTE D'AGGLOMERATION DU SICOVAL"},
			lexicon.MatchNew, 0, nil},
		{"the same office of another town is another", match.Party{Name: "Mission locale de Roubaix"},
			lexicon.MatchNew, 0, nil},
		{"a name that is only generic is asked", match.Party{Name: "Mission locale"},
			lexicon.MatchAmbiguous, 0, []int32{1}},
		{"a specific name that is misspelt is asked", match.Party{Name: "Mission locale de Lilles"},
			lexicon.MatchAmbiguous, 0, []int32{1}},
		{"no name like it", match.Party{Name: "Union sportive"}, lexicon.MatchNew, 0, nil},
		{"a former name is suggested", match.Party{Name: "Union sportive", Former: 4}, lexicon.MatchSuggested, 4,
			[]int32{4}},
		{"a former name that another has is asked", match.Party{Name: "Les Restaurants du Cœur", Former: 4},
			lexicon.MatchAmbiguous, 0, []int32{4, 2}},
		{"a former name that is near the present one", match.Party{Name: "Centre social du Faubour", Former: 5},
			lexicon.MatchSuggested, 5, []int32{5, 4}},
		{"a number is more than a former name", match.Party{Name: "Union sportive", Former: 4,
			Registered: lexicon.Registered{SIREN: "356000000"}}, lexicon.MatchNumber, 1, []int32{1}},
		{"nothing at all", match.Party{}, lexicon.MatchNew, 0, nil},
	} {
		d := hub().Decide(c.party)
		var of []int32
		for _, candidate := range d.Candidates {
			of = append(of, candidate.ID)
		}
		if d.Match != c.want || d.Partner != c.partner || !slices.Equal(of, c.of) {
			t.Errorf("%s: got %s %d %+v, want %s %d %v", c.name, d.Match, d.Partner, d.Candidates, c.want, c.partner, c.of)
		}
	}
}
