package lexicon

import "testing"

func TestPartialDate_CanonicalIsTheShortestOfTheSameDays(t *testing.T) {
	for text, want := range map[string]string{
		"2024": "2024", "2024/2024": "2024", "2024-01/2024-12": "2024", "2024-01-01/2024-12-31": "2024",
		"2024-02": "2024-02", "2024-02-01/2024-02-29": "2024-02", "2023-02-01/2023-02-28": "2023-02",
		"2024-02-01/2024-02-28": "2024-02-01/2024-02-28", "2024-02-29/2024-02-29": "2024-02-29",
		"2023/2024": "2023/2024", "2023/2024-06": "2023-01/2024-06", "2024-01-01/2024-06": "2024-01/2024-06",
		"../2024-12-31": "../2024", "../2024-06": "../2024-06", "2024-01/..": "2024/..", "2024-05-02/..": "2024-05-02/..",
		"XXXX": "XXXX", "": "",
	} {
		var d PartialDate
		if err := d.UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
		is := d.Canonical()
		if is.String() != want || is.Earliest() != d.Earliest() || is.Latest() != d.Latest() || is.Canonical() != is {
			t.Errorf("%q is %q, want %q", text, is, want)
		}
	}
}
