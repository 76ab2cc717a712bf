package web

import (
	"net/http"
	"net/url"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// mergePages are the pages that merge partners, and undo it.
func (s *site) mergePages() map[string]handler {
	return map[string]handler{
		"GET /partners/merge": s.merge, "POST /partners/merge": s.merged,
		"GET /partners/unmerge": s.unmerge, "POST /partners/unmerge": s.unmerged,
	}
}

// unmerge asks for confirmation to undo a merge; unmerged undoes it.
func (s *site) unmerge(q *request) (*page, error) { return q.unmergeOf(nil) }

func (s *site) unmerged(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	return q.unmergeOf(sent)
}

// unmergeOf shows what undoing the merge of a partner meets, by a dry run, or undoes it.
func (q *request) unmergeOf(sent url.Values) (*page, error) {
	if !q.mayMerge() {
		return q.refused(nil), nil
	}
	name, isSent := q.query.Get("partner"), q.http.Method == http.MethodPost
	to := "/partners/" + url.PathEscape(name) // it leads to the kept partner, and to the merged one when it is back
	if _, isID := lexicon.UIDPrefix(name); isID {
		to = "/records/" + url.PathEscape(name)
	}
	reason := reasonField(sent)
	f := &form{
		Key: keyOf(sent), Submit: "unmerge.do", Stay: true, Cancel: to,
		Groups: []fieldGroup{{"merge.why", []*field{reason}}},
	}
	input := map[string]any{"partner": name, "dryRun": !isSent}
	if isSent {
		input["idempotencyKey"] = f.Key
	}
	if reason.Value != "" {
		input["reason"] = reason.Value
	}
	var data struct {
		UnmergePartners *struct{ UserErrors []userError }
	}
	if err := q.execute("Unmerge", vars{"input": input}, &data); err != nil {
		return nil, err
	}
	switch done := data.UnmergePartners; {
	case done == nil:
		return nil, operations.ErrNotFound
	case len(done.UserErrors) > 0:
		f.refuse(done.UserErrors, map[string]string{"reason": whyChanged})
		f.Key = keyOf(nil)
	case isSent:
		return &page{Redirect: to}, nil
	}
	title := words.Say(q.lang, "unmerge.title", name)
	p := &page{Template: "confirm", Title: title, Body: confirmPage{
		What: title, Lead: words.Say(q.lang, "unmerge.lead"), Form: f, Back: f.Cancel,
	}}
	if isSent {
		return q.formPage(p, f), nil
	}
	return p, nil // a dry run tells what is in the way, and is no failure
}

// unmerges returns links to undo the merges into a partner, by the former codes that its merged ids hold.
func (q *request) unmerges(mergedIDs []string) (links []act) {
	for i, id := range mergedIDs {
		if _, isID := lexicon.UIDPrefix(id); !isID {
			continue
		}
		name := id
		if next := i + 1; next < len(mergedIDs) {
			if _, isID := lexicon.UIDPrefix(mergedIDs[next]); !isID {
				name = mergedIDs[next]
			}
		}
		at := address("/partners/unmerge", url.Values{"partner": {id}})
		links = append(links, act{Key: "act.unmerge", Address: at, Of: name})
	}
	return links
}
