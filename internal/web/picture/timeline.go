package picture

import (
	"strconv"
	"time"

	"maillage/internal/lexicon"
)

// Timeline has bars over years, in groups.
type Timeline struct {
	Title     string
	Today     lexicon.Day
	TodayWord string
	Groups    []BarGroup
}

// BarGroup is a group of bars under a heading.
type BarGroup struct {
	Head string
	Bars []Bar
}

// Bar is a record with a period. Its begin and its end are the earliest and the latest day that they can be.
type Bar struct {
	Name, Address, Title string
	Begins, Ends         [2]lexicon.Day
	Prospective          bool
}

// Chart is a drawing of bars over years.
type Chart struct {
	ID            string // of its title
	Title         string
	Width, Height int
	Years         []Text
	Today         int // x coordinate of today
	TodayWord     Text
	Heads         []Text
	Bars          []ChartBar
}

// ChartBar is a bar with its coordinates.
type ChartBar struct {
	ID             string
	Y              int
	From, To       int // x coordinates of the whole bar
	Sure, Unsure   int // bounds of its certain part, in percent of the bar
	Fill           string
	Prospective    bool
	Title, Address string
	Name           Text
}

// Wide returns the length of the bar.
func (b ChartBar) Wide() int { return max(2, b.To-b.From) }

// NameTop returns the top of the clickable area.
func (b ChartBar) NameTop() int { return b.Y - 4 }

const (
	chartNames = 420 // x coordinate of the first year
	chartEnd   = 1180
	chartTop   = 34
	chartFade  = 36 // length of the fading of an unknown end
)

// maxBars is the maximum number of bars in one drawing, so that it fits on a printed page.
const maxBars = 50

// Draw lays out the bars, in drawings with the same years.
func (t Timeline) Draw() (all []*Chart) {
	from, to := t.span()
	x := func(d lexicon.Day) int {
		d = min(max(d, from), to)
		return chartNames + int(int64(d-from)*int64(chartEnd-chartNames)/int64(to-from))
	}
	var c *Chart
	drawn := 0
	for _, g := range t.Groups {
		for i, b := range g.Bars {
			isFull := c == nil || len(c.Bars) == maxBars
			if isFull {
				c = &Chart{
					Title: t.Title, Width: pictureWidth, Height: chartTop, Today: x(t.Today), Years: years(from, to, x),
				}
				all = append(all, c)
			}
			if isFull || i == 0 {
				c.Heads = append(c.Heads, Text{8, c.Height + 20, g.Head, "head", "start", ""})
				c.Height += headHeight
			}
			c.Bars = append(c.Bars, b.draw(drawn, c.Height, x))
			c.Height += rowHeight
			drawn++
		}
	}
	for i, c := range all {
		c.ID = "pic-title-" + strconv.Itoa(i)
		c.Height += 28
		c.TodayWord = Text{c.Today, c.Height - 8, t.TodayWord, "bold", "middle", ""}
	}
	return all
}

// span returns the period of the charts: whole years that include all known dates, and today.
func (t Timeline) span() (from, to lexicon.Day) {
	from, to = t.Today, t.Today
	for _, g := range t.Groups {
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

// years returns the labels of about twelve years at most.
func years(from, to lexicon.Day, x func(lexicon.Day) int) (words []Text) {
	count := newYear(to, 0).Year() - newYear(from, 0).Year()
	for i := 0; i <= count; i += max(1, (count+11)/12) {
		year := newYear(from, i)
		words = append(words, Text{x(lexicon.DayOf(year)), 20, strconv.Itoa(year.Year()), "sub", "middle", ""})
	}
	return words
}

// draw positions a bar. It fades where the begin or the end is unknown.
func (b Bar) draw(number, y int, x func(lexicon.Day) int) ChartBar {
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
	d := ChartBar{
		ID: "b" + strconv.Itoa(number), Y: y + 4, From: begin, To: end, Sure: 100 * (sure - begin) / wide,
		Unsure: 100 * (unsure - begin) / wide,
		Fill:   "#0b5563", Address: b.Address, Title: b.Title,
		Name: Text{chartNames - 12, y + 17, shortened(b.Name, nameLetters), "", "end", ""},
	}
	if b.Prospective {
		d.Fill, d.Prospective = "#8a4b00", true
	}
	return d
}
