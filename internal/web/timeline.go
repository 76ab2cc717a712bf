package web

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/web/words"
)

// timelinePage is the data of the timeline page: bars, and the same rows as a table.
type timelinePage struct {
	Contract contract
	Known    string
	KnownAs  string
	Charts   []*chart
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
		return errNotFound
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

// span returns the period of the chart: whole years that include all known dates, and today.
func (m *timelinePage) span(today lexicon.Day) (from, to lexicon.Day) {
	from, to = today, today
	for _, g := range m.Groups {
		for _, b := range g.Bars {
			for _, d := range []lexicon.Day{b.Begins[0], b.Begins[1], b.Ends[0], b.Ends[1]} {
				if d != lexicon.MinDay && d != lexicon.MaxDay {
					from, to = min(from, d), max(to, d)
				}
			}
		}
	}
	return lexicon.DayOf(newYear(from, 0)), lexicon.DayOf(newYear(to, 1))
}

// newYear returns the start of the year of a day, or of a later year.
func newYear(d lexicon.Day, later int) time.Time {
	return time.Date(time.Unix(int64(d)*24*60*60, 0).UTC().Year()+later, 1, 1, 0, 0, 0, 0, time.UTC)
}

// chart is a drawing of bars over years.
type chart struct {
	ID            string // of its title
	Title         string
	Width, Height int
	Years         []inscription
	Today         int // x coordinate of today
	TodayWord     inscription
	Heads         []inscription
	Bars          []drawnBar
}

// drawnBar is a bar with its coordinates.
type drawnBar struct {
	ID             string
	Y              int
	From, To       int // x coordinates of the whole bar
	Sure, Unsure   int // bounds of its certain part, in percent of the bar
	Fill           string
	Prospective    bool
	Title, Address string
	Name           inscription
}

// Wide returns the length of the bar.
func (b drawnBar) Wide() int { return max(2, b.To-b.From) }

// NameTop returns the top of the clickable area.
func (b drawnBar) NameTop() int { return b.Y - 4 }

const (
	chartNames = 420 // x coordinate of the first year
	chartEnd   = 1180
	chartTop   = 34
	chartFade  = 36 // length of the fading of an unknown end
)

// maxBars is the maximum number of bars in one drawing, so that it fits on a printed page.
const maxBars = 50

// charts draws the bars, in drawings with the same years.
func (m *timelinePage) charts(q *request) (all []*chart) {
	today := lexicon.DayIn(time.Now(), q.site.Zone)
	from, to := m.span(today)
	x := func(d lexicon.Day) int {
		d = min(max(d, from), to)
		return chartNames + int(int64(d-from)*int64(chartEnd-chartNames)/int64(to-from))
	}
	title := words.Say(q.lang, "timeline.picture", m.Contract.Name, words.Plural(q.lang, "timeline.bars", m.Bars))
	var c *chart
	head := func(kind string) {
		c.Heads = append(c.Heads, inscription{8, c.Height + 20, words.Say(q.lang, "timeline."+kind), "head", "start", ""})
		c.Height += headHeight
	}
	drawn := 0
	for _, g := range m.Groups {
		for i, b := range g.Bars {
			isFull := c == nil || len(c.Bars) == maxBars
			if isFull {
				c = &chart{
					Title: title, Width: pictureWidth, Height: chartTop, Today: x(today), Years: years(from, to, x),
				}
				all = append(all, c)
			}
			if isFull || i == 0 {
				head(g.Kind)
			}
			c.Bars = append(c.Bars, b.drawn(q, drawn, c.Height, x))
			c.Height += rowHeight
			drawn++
		}
	}
	for i, c := range all {
		c.ID = "pic-title-" + strconv.Itoa(i)
		c.Height += 28
		c.TodayWord = inscription{c.Today, c.Height - 8, words.Say(q.lang, "timeline.today"), "bold", "middle", ""}
	}
	return all
}

// years returns the labels of about twelve years at most.
func years(from, to lexicon.Day, x func(lexicon.Day) int) (words []inscription) {
	count := newYear(to, 0).Year() - newYear(from, 0).Year()
	for i := 0; i <= count; i += max(1, (count+11)/12) {
		year := newYear(from, i)
		words = append(words, inscription{x(lexicon.DayOf(year)), 20, strconv.Itoa(year.Year()), "sub", "middle", ""})
	}
	return words
}

// drawn positions a bar. It fades where the begin or the end is unknown.
func (b bar) drawn(q *request, number, y int, x func(lexicon.Day) int) drawnBar {
	begin, sure, unsure, end := x(b.Begins[0]), x(b.Begins[1]), x(b.Ends[0]), x(b.Ends[1]+1)
	if b.Begins[0] == lexicon.MinDay {
		begin = max(chartNames, sure-chartFade)
		if b.Begins[1] == lexicon.MinDay {
			begin, sure = max(chartNames, unsure-3*chartFade), unsure-chartFade
		}
	}
	if b.Ends[1] == lexicon.MaxDay {
		end = chartEnd
		if b.Ends[0] == lexicon.MaxDay {
			unsure = max(sure, chartEnd-chartFade)
		}
	}
	if sure > unsure {
		sure, unsure = (sure+unsure)/2, (sure+unsure)/2
	}
	wide := max(1, end-begin)
	d := drawnBar{
		ID: "b" + strconv.Itoa(number), Y: y + 4, From: begin, To: end, Sure: 100 * (sure - begin) / wide,
		Unsure: 100 * (unsure - begin) / wide,
		Fill:   "#0b5563", Address: b.Address, Title: b.Name + words.Say(q.lang, "colon") + b.period(q.lang),
		Name: inscription{chartNames - 12, y + 17, shortened(b.Name, nameLetters), "", "end", ""},
	}
	status := lexicon.Status(b.Status)
	if status.Prospective() {
		d.Fill, d.Prospective = "#8a4b00", true
	}
	if b.Status != "" {
		d.Title += ", " + words.Label(q.lang, "Status", b.Status)
	}
	return d
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
