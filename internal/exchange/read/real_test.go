package read_test

import (
	"maps"
	"strings"
	"testing"

	"maillage/internal/exchange/read"
	"maillage/internal/lexicon"
)

func TestRealFiles_AreRecognised(t *testing.T) {
	for _, c := range []struct {
		name               string
		separator, wrapper byte
		profile            string
		records, columns   int
		charsets           map[read.Charset]int
		waiting, repaired  int // lines
	}{
		{somme, ';', 0, read.ProfileSCDL, 41, 13, map[read.Charset]int{read.Windows1252: 41}, 0, 0},
		{poitiers, ';', 0, read.ProfileSCDL, 562, 11, map[read.Charset]int{read.ASCII: 25, read.UTF8: 537}, 0, 0},
		{roques, ';', 0, read.ProfileSCDL, 69, 14, map[read.Charset]int{read.UTF8: 69}, 0, 0},
		{vendee, ',', ';', read.ProfileSCDL, 114, 14, map[read.Charset]int{read.Windows1252: 85, read.UTF8: 29}, 1,
			113},
		{qpv, ',', 0, read.ProfileQPV, 1713, 12, map[read.Charset]int{read.ASCII: 67, read.UTF8: 1646}, 0, 0},
	} {
		r := open(t, string(sharedFile(t, c.name)), read.Options{})
		g := r.Guess
		waiting, repaired, records := 0, 0, 0
		for _, line := range lines(t, r) {
			records++
			if !line.Aligned {
				waiting++
			}
			for _, n := range line.Notes {
				if n.Code == lexicon.ShiftRepaired {
					repaired++
					break
				}
			}
		}
		if g.Format != read.TextTable || g.Separator != c.separator || g.Wrapper != c.wrapper ||
			g.Profile != c.profile || g.Records != c.records || len(g.Columns) != c.columns || g.HeaderLine != 1 ||
			records != c.records || !maps.Equal(g.Charsets, c.charsets) {
			t.Errorf("%s: %s %q %q %s, %d records, %d lines, %d columns, header %d, %v", c.name, g.Format, g.Separator,
				g.Wrapper, g.Profile, g.Records, records, len(g.Columns), g.HeaderLine, g.Charsets)
		}
		if waiting != c.waiting || repaired != c.repaired {
			t.Errorf("%s: %d lines wait, %d are repaired; want %d, %d", c.name, waiting, repaired, c.waiting,
				c.repaired)
		}
	}
}

// A plain reader sees both SIRETs in 111 lines of this file; three are wholly within quotes.
func TestRealFiles_VendeeIsReadWhole(t *testing.T) {
	content := sharedFile(t, vendee)
	if n := strings.Count(string(content), "\n"); n != 115 {
		t.Fatalf("%d physical lines", n)
	}
	r := open(t, string(content), read.Options{})
	plain, wrapped := 0, 0
	for _, line := range lines(t, r) {
		_, funder := lexicon.ParseRegistered(line.Cells[1].Text)
		_, beneficiary := lexicon.ParseRegistered(line.Cells[4].Text)
		switch {
		case funder != "" || beneficiary != "":
			t.Errorf("line %d: %q, %q", line.Number, funder, beneficiary)
		case strings.HasPrefix(line.Raw, `"`):
			wrapped++
		default:
			plain++
		}
	}
	if plain != 111 || wrapped != 3 {
		t.Errorf("%d plain, %d within quotes", plain, wrapped)
	}
}

func TestRealFiles_PriorityNeighbourhoods(t *testing.T) {
	r := open(t, string(sharedFile(t, qpv)), read.Options{})
	restored, valenciennes, people := 0, 0, 0
	communes, epcis := map[string]map[string]bool{}, map[string]map[string]bool{}
	kinds := map[byte]int{}
	for _, line := range lines(t, r) {
		code, _, _ := r.Value(line, "codeQPV")
		list, qpv, wrong := lexicon.ParseQPV(code.Text)
		if wrong != "" || list != lexicon.QPV2024 {
			t.Errorf("line %d: %q", line.Number, code.Text)
			continue
		}
		cog, _, _ := r.Value(line, "codeCommune")
		commune, code2 := lexicon.ParseCommune(cog.Text)
		switch code2 {
		case lexicon.CommuneZeroRestored:
			restored++
		case lexicon.CommuneUnknown:
			t.Errorf("line %d: commune %q", line.Number, cog.Text)
		}
		if communes[qpv] == nil {
			communes[qpv], epcis[qpv] = map[string]bool{}, map[string]bool{}
			kinds[qpv[len(qpv)-1]]++
			epci, _, _ := r.Value(line, "nomEPCI")
			if strings.Contains(epci.Text, "Valenciennes Métropole") {
				valenciennes++
				population, _, _ := r.Value(line, "population")
				n, _ := lexicon.ParseAmount(population.Text, '.')
				people += int(n.Cents / 100)
			}
		}
		communes[qpv][commune] = true
		siren, _, _ := r.Value(line, "sirenEPCI")
		for part := range strings.SplitSeq(siren.Text, ";") {
			epcis[qpv][strings.TrimSpace(part)] = true
		}
	}
	several, severalEPCI := 0, 0
	for qpv := range communes {
		if len(communes[qpv]) > 1 {
			several++
		}
		if len(epcis[qpv]) > 1 {
			severalEPCI++
		}
	}
	for what, pair := range map[string][2]int{
		"codes": {len(communes), 1518},
		"M":     {kinds['M'], 1056}, "I": {kinds['I'], 323}, "N": {kinds['N'], 139},
		"over several communes": {several, 152}, "over several EPCI": {severalEPCI, 17},
		"zeros restored":  {restored, 72},
		"of Valenciennes": {valenciennes, 15}, "people there": {people, 45955},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %d, want %d", what, pair[0], pair[1])
		}
	}
}
