package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// mergePage is the data of the merge page: two partners side by side, the records that move, and the form.
type mergePage struct {
	Choose  *form       // to choose the two partners
	Pairs   []mergePair // partners that may be the same
	Keep    *mergeSide
	Gone    *mergeSide
	Fields  []mergeField
	Moves   []mergeMoves
	Aliases []string
	Form    *form
	Changed bool   // one of the two has changed since the form was opened
	Swap    string // URL of the merge in the other direction
	Numbers bool   // both have another number of one register
}

// maxPairs is the maximum number of suggestions on the page.
const maxPairs = 50

// mergeSide is one of the two partners.
type mergeSide struct {
	thing
	Version              int
	Acronym, Description *string
	Aliases              []string
	Identifiers          list[identifier]
}

// mergeField is a field of the two partners, with a choice where they differ.
type mergeField struct {
	Name, Label string
	Keep, Gone  string // in words
	Differ      bool
	Take        bool // whether the other value is preselected
}

// mergeMoves are the records of one type that move.
type mergeMoves struct {
	Kind  string
	Count int
	Rows  []mergeMove
}

type mergeMove struct {
	RecordType         string
	Record, JoinedWith *said
}

// mergeAnswer is the result of a merge.
type mergeAnswer struct {
	Partner    *thing
	Moves      []mergeMove
	Changes    []struct{ ID string }
	Conflict   *conflict
	UserErrors []userError
}

// maxMoves is the maximum number of listed records of a type.
const maxMoves = 50

// merge shows two partners side by side, or a form that asks for them.
func (s *site) merge(q *request) (*page, error) {
	if !q.mayMerge() {
		return q.refused(nil), nil
	}
	return q.mergeOf(q.query, false)
}

// merged merges them, and redirects to the kept partner.
func (s *site) merged(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	if !q.mayMerge() {
		return q.refused(nil), nil
	}
	return q.mergeOf(sent, true)
}

// mayMerge reports whether to show how to merge partners. The API decides.
func (q *request) mayMerge() bool {
	return q.mayWrite("") && q.viewer.Role != string(lexicon.Liaison)
}

func (q *request) mergeOf(sent url.Values, isSent bool) (*page, error) {
	m := &mergePage{}
	p := &page{Template: "merge", Title: words.Say(q.lang, "merge.title"), Body: m}
	var err error
	if m.Choose, err = q.chooseTwo(m, sent); err != nil {
		return nil, err
	}
	isSame := m.Keep != nil && m.Gone != nil && m.Keep.ID == m.Gone.ID
	switch {
	case isSame && isSent: // the form was sent twice
		return &page{Redirect: m.Keep.Address()}, nil
	case isSame:
		m.Choose.fail("merge", words.Say(q.lang, "merge.same"))
		return p, nil
	case m.Keep == nil || m.Gone == nil:
		m.Pairs, err = q.mergePairs(nil, maxPairs)
		return p, err
	}
	p.Title = words.Say(q.lang, "merge.title-of", m.Gone.Name, m.Keep.Name)
	m.fill(q, sent, isSent)
	if isSent {
		done, err := q.mergeThem(m.input(sent))
		switch {
		case err != nil:
			return nil, err
		case done.Conflict != nil:
			m.Changed, m.Form.Key = true, keyOf(nil)
		case len(done.UserErrors) > 0:
			m.Form.refuse(done.UserErrors, map[string]string{"reason": whyChanged})
			m.Form.Key = keyOf(nil)
			p = q.formPage(p, m.Form)
		case done.Partner == nil: // it was merged or deleted since
			return nil, operations.ErrNotFound
		default:
			return &page{Redirect: address(done.Partner.Address(), url.Values{"merged": {lastOf(done.Changes)}})}, nil
		}
	}
	if err := m.preview(q); err != nil {
		return nil, err
	}
	if m.Changed {
		p.Status = http.StatusConflict
	}
	return p, nil
}

// lastOf returns the last line of a write, which is that of the kept partner.
func lastOf(lines []struct{ ID string }) string {
	if len(lines) == 0 {
		return ""
	}
	return lines[len(lines)-1].ID
}

// chooseTwo resolves the two partners by code, id or words. It returns a form for those that are not resolved.
func (q *request) chooseTwo(m *mergePage, sent url.Values) (*form, error) {
	f := &form{
		Submit: "merge.compare", Action: "/partners/merge", Cancel: "/", Groups: []fieldGroup{{"merge.which", nil}},
	}
	for _, side := range []struct {
		name string
		into **mergeSide
	}{{"keep", &m.Keep}, {"merge", &m.Gone}} {
		value := strings.TrimSpace(sent.Get(side.name))
		of := &field{
			Name: side.name, Label: "merge." + side.name, Kind: "pick", Types: []string{typePartner},
			Hint: "merge.hint", Value: value, Required: true,
		}
		f.Groups[0].Fields = append(f.Groups[0].Fields, of)
		found, err := q.mergeSide(f, of, sent)
		if err != nil {
			return nil, err
		}
		if *side.into = found; found != nil {
			of.Value = found.Code
		}
	}
	return f, nil
}

// mergeSide reads the partner of a form field; nil for none or several.
func (q *request) mergeSide(f *form, of *field, sent url.Values) (*mergeSide, error) {
	if of.Value == "" {
		return nil, nil //nolint:nilnil // the field is empty
	}
	by := "code"
	if _, isID := lexicon.UIDPrefix(of.Value); isID {
		by = "id"
	}
	var data struct{ Partner *mergeSide }
	err := q.execute("MergeSide", vars{"by": map[string]any{by: of.Value}}, &data)
	if err != nil || data.Partner != nil {
		return data.Partner, err
	}
	chosen, err := q.pick(f, of, sent)
	if err != nil || chosen == nil {
		return nil, err
	}
	err = q.execute("MergeSide", vars{"by": map[string]any{"id": chosen.ID}}, &data)
	return data.Partner, err
}

// fill compares the two and makes the form.
func (m *mergePage) fill(q *request, sent url.Values, isSent bool) {
	values := func(of *mergeSide) map[string]string {
		return map[string]string{
			"code": of.Code, "name": of.Name, "acronym": textOf(of.Acronym), "description": textOf(of.Description),
			"kind": of.PartnerKind, "sector": of.Sector, "openList": strconv.FormatBool(of.OpenList),
		}
	}
	ours, theirs := values(m.Keep), values(m.Gone)
	for _, f := range append([]editField{{Name: "code", Kind: "text"}}, editables["Partner"].fields...) {
		a, is := ours[f.Name]
		if !is {
			continue
		}
		b := theirs[f.Name]
		isLacking := a == "" || f.Name == "sector" && a == string(lexicon.SectorUnspecified)
		shown := mergeField{
			Name: f.Name, Label: labelOf(f.Name), Keep: f.phrase(q.lang, a), Gone: f.phrase(q.lang, b), Differ: a != b,
			Take: a != b && isLacking,
		}
		if choice := sent.Get("take." + f.Name); isSent && choice != "" {
			shown.Take = choice == "merge"
		}
		m.Fields = append(m.Fields, shown)
	}
	m.Aliases = m.aliases()
	m.Swap = address("/partners/merge", url.Values{"keep": {m.Gone.Code}, "merge": {m.Keep.Code}})
	m.Numbers = slices.ContainsFunc(m.Keep.Identifiers.Nodes, func(a identifier) bool {
		return slices.ContainsFunc(m.Gone.Identifiers.Nodes, func(b identifier) bool {
			return a.Scheme == b.Scheme && a.Value != b.Value && a.Scheme != string(lexicon.Other)
		})
	})
	m.Form = &form{
		Key: keyOf(sent), Submit: "merge.do", Cancel: m.Keep.Address(), Stay: true,
		Groups: []fieldGroup{{"merge.why", []*field{reasonField(sent)}}},
		Hidden: []option{
			{Label: "keep", Value: m.Keep.ID}, {Label: "keepVersion", Value: strconv.Itoa(m.Keep.Version)},
			{Label: "merge", Value: m.Gone.ID}, {Label: "mergeVersion", Value: strconv.Itoa(m.Gone.Version)},
		},
	}
}

// aliases returns the aliases of the kept partner after the merge, by the rule of the API: all names of both partners,
// except the chosen name and acronym.
func (m *mergePage) aliases() (names []string) {
	name, acronym, taken := m.Keep.Name, textOf(m.Keep.Acronym), m.takes()
	if slices.Contains(taken, "name") {
		name = m.Gone.Name
	}
	if slices.Contains(taken, "acronym") {
		acronym = textOf(m.Gone.Acronym)
	}
	for _, other := range slices.Concat(m.Keep.Aliases, []string{
		m.Keep.Name, textOf(m.Keep.Acronym), m.Gone.Name, textOf(m.Gone.Acronym),
	}, m.Gone.Aliases) {
		if other != "" && other != name && other != acronym && !slices.Contains(names, other) {
			names = append(names, other)
		}
	}
	return names
}

// input returns the input of the mutation, with the versions that the form showed.
func (m *mergePage) input(sent url.Values) map[string]any {
	input := map[string]any{
		"keep": m.Keep.ID, "keepVersion": version(sent, "keepVersion", m.Keep.Version),
		"merge": m.Gone.ID, "mergeVersion": version(sent, "mergeVersion", m.Gone.Version),
		"takenFields": m.takes(), "idempotencyKey": m.Form.Key,
	}
	if reason := m.Form.value(whyChanged); reason != "" {
		input["reason"] = reason
	}
	return input
}

// version reads a version that a form sent.
func version(sent url.Values, name string, otherwise int) int {
	if n, err := strconv.Atoi(sent.Get(name)); err == nil {
		return n
	}
	return otherwise
}

// takes returns the fields taken from the other partner.
func (m *mergePage) takes() []string {
	names := []string{}
	for _, f := range m.Fields {
		if f.Take {
			names = append(names, f.Name)
		}
	}
	return names
}

func (q *request) mergeThem(input map[string]any) (*mergeAnswer, error) {
	var data struct{ MergePartners *mergeAnswer }
	if err := q.execute("Merge", vars{"input": input}, &data); err != nil {
		return nil, err
	}
	if data.MergePartners == nil {
		return nil, operations.ErrNotFound
	}
	return data.MergePartners, nil
}

// preview queries what the merge would move, and its problems, for the current versions.
func (m *mergePage) preview(q *request) error {
	done, err := q.mergeThem(map[string]any{
		"keep": m.Keep.ID, "keepVersion": m.Keep.Version, "merge": m.Gone.ID, "mergeVersion": m.Gone.Version,
		"takenFields": m.takes(), "dryRun": true,
	})
	if err != nil {
		return err
	}
	if done.Conflict != nil { // a partner has changed since the page read it
		m.Changed = true
		return nil
	}
	if len(m.Form.Problems) == 0 {
		m.Form.refuse(done.UserErrors, nil)
	}
	for _, move := range done.Moves {
		at := slices.IndexFunc(m.Moves, func(of mergeMoves) bool { return of.Kind == move.RecordType })
		if at < 0 {
			at = len(m.Moves)
			m.Moves = append(m.Moves, mergeMoves{Kind: move.RecordType})
		}
		if m.Moves[at].Count++; m.Moves[at].Count <= maxMoves {
			m.Moves[at].Rows = append(m.Moves[at].Rows, move)
		}
	}
	return nil
}

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
