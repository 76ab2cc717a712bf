package web

import (
	"cmp"
	"maillage/internal/web/words"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// seenCookie stores when a viewer last marked changes as seen, and the end of the ledger at that time.
const seenCookie = "maillage-seen"

const (
	// firstVisit is the age of the oldest changes shown to viewers who have not marked any as seen.
	firstVisit = 7 * 24 * time.Hour
	// endsWithin is the period in which upcoming ends are shown.
	endsWithin = 60 * 24 * time.Hour
	// maxListed is the maximum length of each list.
	maxListed = 10
	// maxCursorSize is the maximum size of a cursor in the cookie, in bytes.
	maxCursorSize = 500
	// maxContracts is the maximum number of contracts on the page.
	maxContracts = 5
)

// morningPage is the data of the home page of signed-in viewers: changes, pending tasks, and gaps.
type morningPage struct {
	Since     time.Time
	Writes    []write
	Moved     []movedIn
	Waits     []waiting
	Gaps      []gapMoved
	Contracts []contract
	Cursor    string // current end of the ledger
}

// movedIn are the changed cells of one contract.
type movedIn struct {
	Contract contract
	Cells    []cellChange
	More     int
}

type cellChange struct {
	Movement, PartnerName, AxisName string
	Partner, Axis                   *thing
	Before, After                   *cellState
}

type cellState struct {
	Standing, Status string
	LeadsAxis        bool
}

// gapMoved is a gap that opened or closed.
type gapMoved struct {
	gap
	Opened   bool
	Contract contract
}

// waiting is a pending task.
type waiting struct {
	Kind    string // message key
	Text    string
	Address string
	Date    *string
}

// seen returns the content of the cookie.
func (q *request) seen() (at time.Time, cursor string) {
	c, err := q.http.Cookie(seenCookie)
	if err != nil {
		return time.Now().Add(-firstVisit), ""
	}
	moment, cursor, _ := strings.Cut(c.Value, "|")
	at, err = time.Parse(time.RFC3339, moment)
	if err != nil || at.After(time.Now()) {
		return time.Now().Add(-firstVisit), ""
	}
	return at, cursor
}

// morning shows what changed since the last visit, pending tasks, and which gaps opened or closed.
func (s *site) morning(q *request) (*page, error) {
	m := &morningPage{}
	var cursor string
	m.Since, cursor = q.seen()
	if err := m.readWrites(q, cursor); err != nil {
		return nil, err
	}
	codes, err := q.myContracts()
	if err != nil {
		return nil, err
	}
	for _, code := range codes {
		if err := m.readContract(q, code); err != nil {
			return nil, err
		}
	}
	if err := m.addMerges(q, codes); err != nil {
		return nil, err
	}
	m.Gaps = m.Gaps[:min(len(m.Gaps), maxListed)]
	return &page{Template: "morning", Title: words.Say(q.lang, "morning.title"), Body: m}, nil
}

// myContracts returns the codes of the contracts that the viewer serves, or for an administrator of the first ones.
func (q *request) myContracts() (codes []string, err error) {
	for _, c := range q.viewer.Contracts {
		codes = append(codes, c.Code)
	}
	if len(codes) == 0 {
		var data struct{ Contracts struct{ Nodes []contract } }
		if err := q.execute("MyContracts", nil, &data); err != nil {
			return nil, err
		}
		for _, c := range data.Contracts.Nodes {
			codes = append(codes, c.Code)
		}
	}
	return codes[:min(len(codes), maxContracts)], nil
}

// readWrites queries the last writes, or those since a position in the ledger.
func (m *morningPage) readWrites(q *request, cursor string) error {
	variables := vars{"last": 50}
	if cursor != "" {
		variables["after"] = cursor
	}
	var data struct {
		Changes *struct {
			PageInfo pageInfo
			Nodes    []change
		}
	}
	err := q.execute("Follow", variables, &data)
	if cursor != "" && hasStatus(err, http.StatusBadRequest) { // the cookie is of another hub, or of before a restore
		return m.readWrites(q, "")
	}
	if isRefused(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if data.Changes != nil {
		m.Cursor = textOf(data.Changes.PageInfo.EndCursor)
		m.Writes = byWrite(slices.DeleteFunc(data.Changes.Nodes, func(c change) bool { return c.At.Before(m.Since) }))
		m.Writes = m.Writes[:min(len(m.Writes), maxListed)]
	}
	m.Cursor = cmp.Or(m.Cursor, cursor)
	return nil
}

type openDraft struct {
	ID, Title string
	Author    actor
	UpdatedAt time.Time
}

// addWaits adds what waits for the viewer in a contract: drafts, contradictions, and contributions that end soon.
func (m *morningPage) addWaits(c contract, drafts []openDraft, contradicted []gap, ending *list[link]) {
	for _, d := range drafts {
		m.Waits = append(m.Waits, waiting{
			Kind: "waits.draft", Text: d.Title, Address: "/drafts/" + url.PathEscape(d.ID),
		})
	}
	for _, g := range contradicted {
		m.Waits = append(m.Waits, waiting{
			Kind: "waits.contradicted", Text: g.Message, Address: c.Address("gaps") + "#" + g.Anchor(),
		})
	}
	if ending == nil {
		return
	}
	for _, l := range ending.Nodes {
		if l.From != nil && l.To != nil {
			m.Waits = append(m.Waits, waiting{
				Kind: "waits.ends", Text: l.From.Name + " · " + l.To.Name,
				Address: "/records/" + url.PathEscape(l.ID), Date: l.Until,
			})
		}
	}
}

// maxSuggested is the maximum number of suggested merges among what waits, so that they hide no other task.
const maxSuggested = 3

// addMerges adds partners that may be the same, for whoever may merge them. They come last, for nobody waits for them.
func (m *morningPage) addMerges(q *request, contracts []string) error {
	m.Waits = m.Waits[:min(len(m.Waits), maxListed)]
	if len(contracts) == 0 || !q.mayMerge() {
		return nil
	}
	pairs, err := q.mergePairs(contracts, maxSuggested)
	if err != nil {
		return err
	}
	m.Waits = m.Waits[:min(len(m.Waits), maxListed-len(pairs))]
	for _, p := range pairs {
		m.Waits = append(m.Waits, waiting{
			Kind: "waits.merge", Text: p.Partner.Name + " · " + p.Other.Name, Address: p.Address(),
		})
	}
	return nil
}

// readContract queries the changes and the pending tasks of one contract.
func (m *morningPage) readContract(q *request, code string) error {
	now := time.Now().In(q.site.Zone)
	var data struct {
		Contract *struct {
			contract
			Drafts        []openDraft
			Gaps          []gap
			MatrixChanges *struct {
				Cells []cellChange
				Gaps  []gapMoved
			}
		}
		Contributions *list[link]
	}
	err := q.execute("Morning", vars{
		"merges":   q.mayMerge(),
		"contract": code, "in": code, "from": map[string]any{"knownAt": m.Since.UTC().Format(time.RFC3339)},
		"ends": map[string]any{"from": now.Format(time.DateOnly), "to": now.Add(endsWithin).Format(time.DateOnly)},
	}, &data)
	c := data.Contract
	if c == nil {
		return err
	}
	if err != nil && !hasStatus(err, http.StatusUnprocessableEntity) { // too old a time does not affect the other lists
		return err
	}
	m.Contracts = append(m.Contracts, c.contract)
	m.addWaits(c.contract, c.Drafts, c.Gaps, data.Contributions)
	if moved := c.MatrixChanges; moved != nil {
		if n := len(moved.Cells); n > 0 {
			m.Moved = append(m.Moved, movedIn{c.contract, moved.Cells[:min(n, maxListed)], max(0, n-maxListed)})
		}
		for _, g := range moved.Gaps {
			g.Contract = c.contract
			m.Gaps = append(m.Gaps, g)
		}
	}
	return nil
}

// markSeen stores in the cookie that the viewer has seen all changes until now.
func (s *site) markSeen(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	value := time.Now().UTC().Format(time.RFC3339)
	if cursor := sent.Get("cursor"); len(cursor) <= maxCursorSize {
		value += "|" + cursor
	}
	q.cookies = append(q.cookies, &http.Cookie{
		Name: seenCookie, Value: value, Path: "/", MaxAge: 90 * 24 * 3600, HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
		Secure:   q.http.TLS != nil,
	})
	return &page{Redirect: "/"}, nil
}

const (
	// maxMatrices is the maximum number of contracts that the front page shows as matrices. With more contracts it
	// shows a list.
	maxMatrices = 4
	// maxNamed is the maximum number of partners that such a matrix lists by name. With more it is grouped by sector.
	maxNamed = 20
	// maxAxes is the maximum number of axes of such a matrix.
	maxAxes = 30
)

// homePage is the data of the list of contracts: some as matrices, the others as a list.
type homePage struct {
	Matrices []smallMatrix
	Nodes    []listed
	PageInfo pageInfo
}

// listed is a contract of the list.
type listed struct {
	contract
	Description, Since, Until *string
	Territory                 *struct{ Name string }
	Axes, Partners            struct{ TotalCount int }
}

// smallMatrix is a contract with its matrix.
type smallMatrix struct {
	listed
	Matrix *matrixPage
}

// Gaps returns the number of gaps of the contract.
func (m smallMatrix) Gaps() (count int) {
	for _, c := range m.Matrix.Chips {
		count += c.Count
	}
	return count
}

// home shows changes to signed-in viewers. Others see the contracts, as matrices when there are few. A contract whose
// matrix fails is listed without it.
func (s *site) home(q *request) (*page, error) {
	if q.viewer != nil {
		return s.morning(q)
	}
	p, err := s.contracts(q)
	if err != nil {
		return nil, err
	}
	of, _ := p.Body.(*homePage)
	if of.PageInfo.HasNextPage || len(of.Nodes) > maxMatrices {
		return p, nil
	}
	var others []listed
	for _, c := range of.Nodes {
		if c.Axes.TotalCount > maxAxes || c.Axes.TotalCount == 0 {
			others = append(others, c)
			continue
		}
		m, err := q.smallMatrixOf(c)
		if err != nil {
			s.Log.WarnContext(q.http.Context(), "a small matrix could not be made", "contract", c.Code, "error", err)
			others = append(others, c)
			continue
		}
		of.Matrices = append(of.Matrices, smallMatrix{c, m})
	}
	of.Nodes, p.Wide = others, len(of.Matrices) > 0
	return p, nil
}

// smallMatrixOf queries the matrix of a contract, by sector where it has many partners.
func (q *request) smallMatrixOf(c listed) (*matrixPage, error) {
	of := *q
	of.isSmall = true
	of.http, of.query = q.http.Clone(q.http.Context()), url.Values{}
	of.http.URL = &url.URL{Path: c.Address()}
	of.http.SetPathValue("contract", c.Code)
	if c.Partners.TotalCount > maxNamed {
		of.query.Set("by", "sector")
	}
	m, _, err := of.matrixOf()
	return m, err
}

// contracts lists the contracts that the viewer sees.
func (s *site) contracts(q *request) (*page, error) {
	var data struct{ Contracts homePage }
	variables := vars{}
	if after := q.query.Get("after"); after != "" {
		variables["after"] = after
	}
	if err := q.execute("Contracts", variables, &data); err != nil {
		return nil, err
	}
	return &page{Template: "home", Title: words.Say(q.lang, "home.title"), Body: &data.Contracts}, nil
}

// pageInfo is the position of a page in a list.
type pageInfo struct {
	HasNextPage, HasPreviousPage bool
	StartCursor, EndCursor       *string
}
