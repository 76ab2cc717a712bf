package web

import (
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// movedPage is the data of the page of differences.
type movedPage struct {
	Contract contract
	Form     map[string]string
	Changes  matrixChanges
	Groups   []movedGroup
	Opened   []gapChange
	Closed   []gapChange
}

// movedGroup are the cells that moved in one way.
type movedGroup struct {
	Movement string
	Cells    []movedCell
}

type matrixChanges struct {
	FromAsOf, ToAsOf       string
	FromKnownAt, ToKnownAt *time.Time
	Cells                  []movedCell
	Gaps                   []gapChange
}

type movedCell struct {
	Movement              string
	Partner, Axis         *thing
	PartnerName, AxisName string
	Before, After         *struct {
		Standing, Status string
		LeadsAxis        bool
	}
	Readings []said
	Changes  []change
	Why      string // address
}

// Shown returns the lines of the ledger that are shown.
func (c movedCell) Shown() []change { return c.Changes[:min(len(c.Changes), maxLines)] }

// More returns how many lines of the ledger are not shown.
func (c movedCell) More() int { return len(c.Changes) - len(c.Shown()) }

// maxLines is the maximum number of ledger lines that explain a cell.
const maxLines = 3

type gapChange struct {
	Opened                       bool
	Code, Severity, Message, Key string
	Subject                      *thing
}

// moved shows how the matrix and the gaps differ between two moments.
func (s *site) moved(q *request) (*page, error) {
	form := map[string]string{}
	for _, name := range []string{"from", "to", "fromKnown", "toKnown"} {
		form[name] = q.query.Get(name)
	}
	from, to := q.momentInput("from", "fromKnown"), q.momentInput("to", "toKnown")
	if from == nil {
		form["from"] = time.Now().In(q.site.Zone).AddDate(0, -1, 0).Format(time.DateOnly)
		from = map[string]any{"asOf": form["from"]}
	}
	variables := vars{"contract": q.http.PathValue("contract"), "from": from}
	if to != nil {
		variables["to"] = to
	}
	var data struct {
		Contract *struct {
			contract
			MatrixChanges *matrixChanges
		}
	}
	err := q.execute("MovedPage", variables, &data)
	if isRefused(err) { // this viewer may not read the ledger
		data.Contract = nil
		err = q.execute("MovedPageWithoutLedger", variables, &data)
	}
	if err != nil {
		return nil, err
	}
	if data.Contract == nil || data.Contract.MatrixChanges == nil {
		return nil, operations.ErrNotFound
	}
	of := data.Contract.contract
	m := &movedPage{Contract: of, Form: form, Changes: *data.Contract.MatrixChanges}
	m.sort(q)
	return &page{
		Template: "moved", Title: words.Say(q.lang, "moved.title") + " – " + of.Name, Contract: &of, Current: "moved",
		Body: m,
	}, nil
}

// momentInput reads a moment: a date, the end of a day for the hub's knowledge, or both; nil for neither.
func (q *request) momentInput(asOf, knownAt string) map[string]any {
	input := map[string]any{}
	if value := q.query.Get(asOf); value != "" {
		if _, err := lexicon.ParsePartialDate(value); err != nil && value != anyTime {
			q.drop(asOf, value)
		} else {
			input["asOf"] = value
		}
	}
	if value := q.moment(knownAt); value != "" {
		input["knownAt"] = value
	}
	if len(input) == 0 {
		return nil
	}
	return input
}

// sort groups the cells by movement.
func (m *movedPage) sort(q *request) {
	for _, word := range words.Vocabularies["Movement"].Words() {
		g := movedGroup{Movement: word}
		for _, c := range m.Changes.Cells {
			if c.Movement != word {
				continue
			}
			if c.Partner != nil && c.Axis != nil && c.After != nil {
				c.Why = q.whyAt(m.Contract.Code, c.Partner.Code, c.Axis.Code)
			}
			g.Cells = append(g.Cells, c)
		}
		if len(g.Cells) > 0 {
			m.Groups = append(m.Groups, g)
		}
	}
	for _, g := range m.Changes.Gaps {
		if g.Opened {
			m.Opened = append(m.Opened, g)
		} else {
			m.Closed = append(m.Closed, g)
		}
	}
}
