package web

import (
	"cmp"
	"slices"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
	"maillage/internal/web/picture"
	"maillage/internal/web/words"
)

// timelinePage is the data of the timeline page: bars, and the same rows as a table.
type timelinePage struct {
	Contract contract
	Known    string
	KnownAs  string
	Charts   []*picture.Chart
	Groups   []timeGroup
	Bars     int
	Undated  int
	Next     string // URL of the next page of actions
	First    string // URL of the first page; empty on that page
	Beyond   int    // actions that are not on the page
	Without  int    // mandates that are not
	Filters  []choice
	Clear    string
}

// timeGroup are bars of one kind.
type timeGroup struct {
	Kind string
	Bars []bar
}

// bar is a record with a period, with the bounds of its begin and end.
type bar struct {
	Name, Address, Status, Note string
	Since, Until                *string
	Begins, Ends                [2]lexicon.Day
}

// timelineData is the result of the operation TimelinePage.
type timelineData struct {
	Contract *struct {
		contract
		Since, Until *string
		OwnThemes    struct{ Nodes []theme }
		Axes         list[thing]
		Plans        list[struct {
			thing
			Adopted, Annexed, Validated *string
		}]
		Actions list[struct {
			thing
			ActionStatus, Since, Until *string
		}]
		WorkingGroups list[struct {
			thing
			Members list[link]
		}]
	}
}

// timeline shows the periods of the plans, actions and mandates of a contract.
func (s *site) timeline(q *request) (*page, error) {
	var data timelineData
	if err := q.askTimeline(&data); err != nil {
		return nil, err
	}
	if data.isUnknown(q) {
		if err := q.askTimeline(&data); err != nil {
			return nil, err
		}
	}
	of := data.Contract
	m := &timelinePage{
		Contract: of.contract, Known: q.known, KnownAs: q.query.Get("known"),
		Next: q.more("after", of.Actions.PageInfo), Beyond: of.Actions.TotalCount - len(of.Actions.Nodes),
	}
	if q.query.Get("after") != "" {
		m.First = q.here("after")
	}
	m.filters(q, &data)
	m.fill(q, &data)
	if m.Bars > 0 {
		m.Charts = m.charts(q)
	}
	return &page{
		Template: "timeline", Title: words.Say(q.lang, "timeline.title") + " – " + of.Name, Contract: &of.contract,
		Current: "timeline",
		Wide:    true, Body: m,
	}, nil
}

// askTimeline queries the timeline of the URL.
func (q *request) askTimeline(data *timelineData) error {
	*data = timelineData{}
	err := q.execute("TimelinePage", vars{
		"contract": q.http.PathValue("contract"), "after": q.after("after"), "filter": q.actionFilter(),
	}, data)
	if err == nil && data.Contract == nil {
		return operations.ErrNotFound
	}
	return err
}

// isUnknown reports whether the URL has a theme or an axis that the contract lacks, and drops it.
func (d *timelineData) isUnknown(q *request) (is bool) {
	themes, axes := []string{""}, []string{""}
	for _, t := range d.Contract.OwnThemes.Nodes {
		themes = append(themes, t.Code)
	}
	for _, a := range d.Contract.Axes.Nodes {
		axes = append(axes, a.Code)
	}
	for _, of := range []struct {
		name  string
		codes []string
	}{{"theme", themes}, {"axis", axes}} {
		if value := q.query.Get(of.name); !slices.Contains(of.codes, value) {
			q.drop(of.name, value)
			is = true
		}
	}
	return is
}

// actionFilter returns the filter of actions in the URL; nil for all.
func (q *request) actionFilter() any {
	filter := map[string]any{}
	if code := q.query.Get("theme"); code != "" {
		filter["themes"] = map[string]any{"under": []string{q.ofContract(code)}}
	}
	if code := q.query.Get("axis"); code != "" {
		filter["alignments"] = map[string]any{"axis": q.ofContract(code)}
	}
	if len(filter) == 0 {
		return nil
	}
	return filter
}

// ofContract returns the code of a record, qualified by the contract of the URL.
func (q *request) ofContract(code string) string { return q.http.PathValue("contract") + "/" + code }

// filters makes the lists of the form.
func (m *timelinePage) filters(q *request, data *timelineData) {
	axes := choice{Name: "axis", Label: "col.axis"}
	for _, a := range data.Contract.Axes.Nodes {
		axes.Options = append(axes.Options, option{a.Code, a.Name, q.query.Get("axis") == a.Code})
	}
	m.Filters = []choice{q.themes(data.Contract.OwnThemes.Nodes), axes}
	if q.query.Get("theme") != "" || q.query.Get("axis") != "" {
		m.Clear = q.here("theme", "axis", "after")
	}
}

// fill makes the bars, by kind.
func (m *timelinePage) fill(q *request, data *timelineData) {
	of := data.Contract
	plans := timeGroup{Kind: "PLANS"}
	m.add(&plans, bar{Name: of.Name, Address: of.Address(), Since: of.Since, Until: of.Until})
	for _, p := range of.Plans.Nodes {
		b := bar{Name: p.Name, Address: p.Address()}
		for _, said := range []struct {
			key  string
			date *string
		}{{"field.adopted", p.Adopted}, {"field.validated", p.Validated}, {"field.annexed", p.Annexed}} {
			if said.date != nil && b.Since == nil {
				b.Since, b.Note = said.date, words.Say(q.lang, said.key)
			}
		}
		m.add(&plans, b)
	}
	actions := timeGroup{Kind: "ACTIONS"}
	for _, a := range of.Actions.Nodes {
		m.add(&actions, bar{Name: a.Name, Address: a.Address(), Status: textOf(a.ActionStatus), Since: a.Since,
			Until: a.Until})
	}
	mandates := timeGroup{Kind: "MANDATES"}
	for _, g := range of.WorkingGroups.Nodes {
		m.Without += g.Members.TotalCount - len(g.Members.Nodes)
		for _, c := range g.Members.Nodes {
			if c.From != nil {
				m.add(&mandates, bar{
					Name: c.From.Name + " – " + g.Name, Address: "/records/" + c.ID, Status: c.Status,
					Note:  words.Label(q.lang, "Role", c.Role),
					Since: c.Since, Until: c.Until,
				})
			}
		}
	}
	for _, g := range []timeGroup{plans, actions, mandates} {
		if len(g.Bars) > 0 {
			slices.SortStableFunc(g.Bars, func(a, b bar) int {
				return cmp.Or(cmp.Compare(a.Begins[0], b.Begins[0]), cmp.Compare(a.Ends[1], b.Ends[1]),
					cmp.Compare(a.Name, b.Name))
			})
			m.Groups = append(m.Groups, g)
		}
	}
}

// add adds a bar with a date, or counts one without.
func (m *timelinePage) add(g *timeGroup, b bar) {
	begins, knownStart := daysOf(b.Since, lexicon.MinDay)
	ends, knownEnd := daysOf(b.Until, lexicon.MaxDay)
	if !knownStart && !knownEnd {
		m.Undated++
		return
	}
	b.Begins, b.Ends = begins, ends
	g.Bars = append(g.Bars, b)
	m.Bars++
}

// daysOf returns the earliest and the latest day that a date can mean. Without a date, both are otherwise.
func daysOf(text *string, otherwise lexicon.Day) (days [2]lexicon.Day, known bool) {
	if text != nil {
		if d, err := lexicon.ParsePartialDate(*text); err == nil &&
			(d.Earliest() != lexicon.MinDay || d.Latest() != lexicon.MaxDay) {
			return [2]lexicon.Day{d.Earliest(), d.Latest()}, true
		}
	}
	return [2]lexicon.Day{otherwise, otherwise}, false
}

// charts draws the bars.
func (m *timelinePage) charts(q *request) []*picture.Chart {
	drawn := picture.Timeline{
		Title: words.Say(q.lang, "timeline.picture", m.Contract.Name, words.Plural(q.lang, "timeline.bars", m.Bars)),
		Today: lexicon.DayIn(time.Now(), q.site.Zone), TodayWord: words.Say(q.lang, "timeline.today"),
	}
	for _, g := range m.Groups {
		group := picture.BarGroup{Head: words.Say(q.lang, "timeline."+g.Kind)}
		for _, b := range g.Bars {
			group.Bars = append(group.Bars, picture.Bar{
				Name: b.Name, Address: b.Address, Title: b.said(q.lang), Begins: b.Begins, Ends: b.Ends,
				Prospective: lexicon.Status(b.Status).Prospective(),
			})
		}
		drawn.Groups = append(drawn.Groups, group)
	}
	return drawn.Draw()
}

// said returns a bar in words: its name, period and status.
func (b bar) said(l lexicon.Language) string {
	text := b.Name + words.Say(l, "colon") + b.period(l)
	if b.Status != "" {
		text += ", " + words.Label(l, "Status", b.Status)
	}
	return text
}

// period returns the period of a bar in words.
func (b bar) period(l lexicon.Language) string {
	said := words.DatePhrase(l, b.Since)
	if said == "" {
		said = words.Say(l, "timeline.open")
	}
	until := words.DatePhrase(l, b.Until)
	if until == "" {
		until = words.Say(l, "timeline.open")
	}
	return said + " → " + until
}
