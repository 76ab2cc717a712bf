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

// mergePairs returns the partners that may be the same.
func (q *request) mergePairs() ([]mergePair, error) {
	var data struct{ SuggestedMerges []mergePair }
	err := q.execute("SuggestedMerges", nil, &data)
	return data.SuggestedMerges, err
}
