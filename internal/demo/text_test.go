package demo

import (
	"strings"
	"testing"

	"maillage/internal/access"
	"maillage/internal/lexicon"
)

func TestClaims_AreReadStrictly(t *testing.T) {
	const claim = "1 | partner a | LEAD | action b | ACTIVE | STATED\n"
	for name, text := range map[string]string{
		"five columns":                "1 | partner a | LEAD | action b | ACTIVE\n",
		"unknown verb":                "1 | partner a | OWNS | action b | ACTIVE | STATED\n   at titre\n",
		"detail of nothing":           "   at titre\n",
		"unknown detail":              claim + "   where titre\n",
		"empty detail":                claim + "   at\n",
		"detail twice":                claim + "   at titre\n   at titre\n",
		"nowhere":                     claim,
		"inference of a stated claim": claim + "   at titre\n   inference a likeness\n",
		"inferred without saying how": strings.Replace(claim, "STATED", "INFERRED", 1) + "   at titre\n",
		"list ajar":                   claim + "   at titre\n   list ajar\n",
		"citation with a status":      "1 | plan p | CITED FOR adopted | 2016 | ACTIVE | STATED\n   at titre\n",
		"no date":                     claim + "   at titre\n   since soon\n",
	} {
		if records, err := (claimText{"x.", "source s", "contract c"}).read(text); err == nil {
			t.Errorf("%s: read as %v", name, records)
		}
	}
	records, err := claimText{"x.", "source s", "contract c"}.read(claim + "   at titre\n")
	if err != nil || len(records) != 2 || records[0].key() != "contribution x.1" ||
		records[1].refs["contribution"] != "contribution x.1" {
		t.Errorf("a good claim: %v, %v", records, err)
	}
}

func TestWrite_NamesRecordsThatItCannotWrite(t *testing.T) {
	axis := named("axis", "a", "A", nil)
	for name, c := range map[string]struct {
		records []record
		says    string
	}{
		"twice":        {[]record{axis, axis}, "axis a is there twice"},
		"to nobody":    {[]record{axis.in("contract none")}, "axis a refers to a record that does not exist"},
		"no such type": {[]record{named("axle", "a", "A", nil)}, `no record has the type "axle"`},
		"to one another": {[]record{
			axis.with("plan", "axis b"), named("axis", "b", "B", nil).with("plan", "axis a"),
		}, "does not exist"},
	} {
		w := &writer{ids: map[string]int{}, inserts: nil}
		if err := w.write(access.AsSystem(t.Context()), c.records); err == nil ||
			!strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOrme_MadeUpNumbersHaveTheRightForm(t *testing.T) {
	seen := map[string]bool{}
	for n := range 100 {
		number := madeUpSIREN(n)
		if seen[number] || lexicon.SIREN.Check(number) != lexicon.WellFormed || !strings.HasPrefix(number, "0000") {
			t.Errorf("number %d is %s", n, number)
		}
		seen[number] = true
	}
}
