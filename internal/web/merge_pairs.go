package web

import "net/url"

// mergePair is two partners that may be the same.
type mergePair struct {
	Partner, Other thing
	Reasons        []string
}

// Address returns the URL of the page that merges the later one into the first.
func (p mergePair) Address() string {
	return address("/partners/merge", url.Values{"keep": {p.Partner.Code}, "merge": {p.Other.Code}})
}

// mergePairs returns the partners that may be the same, named by some contracts; nil means all.
func (q *request) mergePairs(contracts []string, first int) ([]mergePair, error) {
	var data struct{ SuggestedMerges []mergePair }
	variables := vars{"first": first}
	if contracts != nil {
		variables["contracts"] = contracts
	}
	err := q.execute("SuggestedMerges", variables, &data)
	return data.SuggestedMerges, err
}
