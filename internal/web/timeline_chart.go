package web

import (
	"strconv"
	"time"

	"maillage/internal/lexicon"
)

// chart is a drawing of bars over years.
type chart struct {
	Title         string
	Width, Height int
	Years         []inscription
	Today         int // where today is
	TodayWord     inscription
	Heads         []inscription
	Bars          []drawnBar
}

// drawnBar is a bar with the places between which it appears and disappears.
type drawnBar struct {
	ID             string
	Y              int
	From, To       int // where anything of it is drawn
	Sure, Unsure   int // in percents of it: from where, and until where, it certainly runs
	Fill           string
	Prospective    bool
	Title, Address string
	Name           inscription
}

// Wide returns how long the bar is.
func (b drawnBar) Wide() int { return max(2, b.To-b.From) }

// NameTop returns where the area begins that can be pressed.
func (b drawnBar) NameTop() int { return b.Y - 4 }

const (
	chartNames = 420 // where the years begin
	chartEnd   = 1180
	chartTop   = 34
	chartFade  = 36 // how long a bar fades whose end nobody tells
)

// chart draws the bars.
func (m *timelinePage) chart(q *request) *chart {
	today := lexicon.DayIn(time.Now(), q.site.Zone)
	from, to := m.span(today)
	x := func(d lexicon.Day) int {
		d = min(max(d, from), to)
		return chartNames + int(int64(d-from)*int64(chartEnd-chartNames)/int64(to-from))
	}
	c := &chart{
		Title: say(q.lang, "timeline.picture", m.Contract.Name, plural(q.lang, "timeline.bars", m.Bars)),
		Width: pictureWidth, Today: x(today),
	}
	years := int(newYear(to, 0).Year() - newYear(from, 0).Year())
	for i := 0; i <= years; i += max(1, (years+11)/12) {
		year := newYear(from, i)
		c.Years = append(c.Years, inscription{x(lexicon.DayOf(year)), 20, strconv.Itoa(year.Year()), "sub", "middle",
			""})
	}
	y := chartTop
	for _, g := range m.Groups {
		c.Heads = append(c.Heads, inscription{8, y + 20, say(q.lang, "timeline."+g.Kind), "head", "start", ""})
		y += headHeight
		for _, b := range g.Bars {
			c.Bars = append(c.Bars, b.drawn(q, len(c.Bars), y, x))
			y += rowHeight
		}
	}
	c.Height = y + 28
	c.TodayWord = inscription{c.Today, c.Height - 8, say(q.lang, "timeline.today"), "bold", "middle", ""}
	return c
}

// drawn puts a bar at its place. Where nobody tells a begin or an end, it fades.
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
		Fill:   "#0b5563", Address: b.Address, Title: b.Name + say(q.lang, "colon") + b.period(q.lang),
		Name: inscription{chartNames - 12, y + 17, shortened(b.Name, nameLetters), "", "end", ""},
	}
	status := lexicon.Status(b.Status)
	if status.Prospective() {
		d.Fill, d.Prospective = "#8a4b00", true
	}
	if b.Status != "" {
		d.Title += ", " + label(q.lang, "Status", b.Status)
	}
	return d
}

// period says when a bar begins and ends.
func (b bar) period(l lexicon.Language) string {
	said := datePhrase(l, b.Since)
	if said == "" {
		said = say(l, "timeline.open")
	}
	until := datePhrase(l, b.Until)
	if until == "" {
		until = say(l, "timeline.open")
	}
	return said + " → " + until
}
