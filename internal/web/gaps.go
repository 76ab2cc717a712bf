package web

import (
	"slices"
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// gap is something that a contract lacks.
type gap struct {
	Code, Severity, Message, Key string
	Count                        int
	AtLeast                      bool
	Subject                      thing
	Records                      []said
	WhoCould                     []candidate
}

// candidate is a partner that could close a gap.
type candidate struct {
	Partner thing
	Reason  string
	Status  *string
	Axes    []thing
}

// Anchor returns the HTML id of the gap.
func (g gap) Anchor() string { return "g." + strings.ReplaceAll(g.Key, " ", ".") }

// Named returns the records of the gap that have a name, except its subject.
func (g gap) Named() []said {
	return slices.DeleteFunc(slices.Clone(g.Records), func(r said) bool { return r.Name == "" || r.ID == g.Subject.ID })
}

// Said returns the other records of the gap: claims, citations and identifiers.
func (g gap) Said() []said {
	return slices.DeleteFunc(slices.Clone(g.Records), func(r said) bool { return r.Name != "" })
}

// gapsOf are the gaps of one code.
type gapsOf struct {
	Code, Severity string
	Gaps           []gap
}

// gaps lists the gaps of a contract, the most severe first, with candidates.
func (s *site) gaps(q *request) (*page, error) {
	var data struct {
		Contract *struct {
			contract
			Gaps []gap
		}
	}
	variables := vars{"contract": q.http.PathValue("contract"), "asOf": q.day()}
	code := q.wordOf("code", "GapCode")
	if code != "" {
		variables["filter"] = map[string]any{"codes": []string{code}}
	}
	if err := q.execute("GapsPage", variables, &data); err != nil {
		return nil, err
	}
	if data.Contract == nil {
		return nil, operations.ErrNotFound
	}
	body := struct {
		Contract contract
		Only     string
		All      string
		Severe   int
		Count    int
		Groups   []gapsOf
	}{Contract: data.Contract.contract, Only: code, All: q.here("code")}
	for _, g := range data.Contract.Gaps {
		if n := len(body.Groups); n == 0 || body.Groups[n-1].Code != g.Code {
			body.Groups = append(body.Groups, gapsOf{Code: g.Code, Severity: g.Severity})
		}
		group := &body.Groups[len(body.Groups)-1]
		group.Gaps = append(group.Gaps, g)
		body.Count++
		if g.Severity == string(lexicon.Critical) {
			body.Severe++
		}
	}
	return &page{
		Template: "gaps", Title: words.Say(q.lang, "gaps.title") + " – " + data.Contract.Name,
		Contract: &data.Contract.contract,
		Current:  "gaps", Body: body,
	}, nil
}
