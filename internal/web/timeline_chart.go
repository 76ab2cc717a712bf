package web

import (
	"strconv"
	"time"

	"maillage/internal/lexicon"
)

// chart is a drawing of bars over years.
type chart struct {
	ID            string // of its title
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

// mostBars is how many bars one drawing has, so that a printer can put it on a page.
const mostBars = 50

// charts draws the bars, in drawings that all have the same years.
func (m *timelinePage) charts(q *request) (all []*chart) {
	today := lexicon.DayIn(time.Now(), q.site.Zone)
	from, to := m.span(today)
	x := func(d lexicon.Day) int {
		d = min(max(d, from), to)
		return chartNames + int(int64(d-from)*int64(chartEnd-chartNames)/int64(to-from))
	}
	title := say(q.lang, "timeline.picture", m.Contract.Name, plural(q.lang, "timeline.bars", m.Bars))
	var c *chart
	head := func(kind string) {
		c.Heads = append(c.Heads, inscription{8, c.Height + 20, say(q.lang, "timeline."+kind), "head", "start", ""})
		c.Height += headHeight
	}
	drawn := 0
	for _, g := range m.Groups {
		for i, b := range g.Bars {
			isFull := c == nil || len(c.Bars) == mostBars
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
		c.TodayWord = inscription{c.Today, c.Height - 8, say(q.lang, "timeline.today"), "bold", "middle", ""}
	}
	return all
}

// years returns the words of at most some twelve years.
func years(from, to lexicon.Day, x func(lexicon.Day) int) (words []inscription) {
	count := newYear(to, 0).Year() - newYear(from, 0).Year()
	for i := 0; i <= count; i += max(1, (count+11)/12) {
		year := newYear(from, i)
		words = append(words, inscription{x(lexicon.DayOf(year)), 20, strconv.Itoa(year.Year()), "sub", "middle", ""})
	}
	return words
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
