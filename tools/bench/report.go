package main

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// report writes the results as tables of Markdown.
func (r *results) report(w io.Writer) {
	r.reportShapes(w)
	r.reportCells(w)
	r.reportMixed(w)
	r.reportStarts(w)
	if len(r.Late) > 0 {
		late := strings.Join(r.Late, ", ")
		_, _ = fmt.Fprintf(w, "The first answer took longer than the hub lets a request take: %s.\n", late)
	}
}

// reportShapes writes the ratio of the statement's cost to the hub's, by shape.
func (r *results) reportShapes(w io.Writer) {
	rows := [][]string{{"size " + r.Size, "compared", "hub, ms of CPU", "statement", "times less", "must", "aim",
		"with a token", "hot: hub", "fixed bytes", "share of fixed", "with a token"}}
	for _, s := range shapes {
		hub, sql := r.cellOf(s.name, "cold", "hub"), r.cellOf(s.name, "cold", "sql")
		if hub == nil {
			continue
		}
		row := []string{s.name + ", " + s.says, fmt.Sprint(r.Compared[s.name]), millis(hub.Load.total()),
			millis(sql.Load.total()), ratio(sql.Load.total(), hub.Load.total()), short(s.must), short(s.aim),
			"", "", "", "", ""}
		if known := r.cellOf(s.name, "cold", "hub, token"); known != nil {
			row[7] = ratio(sql.Load.total(), known.Load.total())
		}
		if hot, static := r.cellOf(s.name, "hot", "hub"), r.cellOf(s.name, "hot", "static"); hot != nil {
			row[8], row[9] = millis(hot.Load.total()), millis(static.Load.total())
			row[10] = ratio(static.Load.total(), hot.Load.total())
			row[11] = ratio(static.Load.total(), r.cellOf(s.name, "hot", "hub, token").Load.total())
		}
		rows = append(rows, row)
	}
	q7 := r.cellOf("Q7", "cold", "sql")
	if r.AfterWrite != nil && q7 != nil {
		s := shapeNamed("Q7")
		rows = append(rows, []string{"Q7, right after a write", "",
			millis(r.AfterWrite.total()), millis(q7.Load.total()),
			ratio(q7.Load.total(), r.AfterWrite.total()), short(s.must), short(s.aim), "", "", "", "", ""})
	}
	table(w, rows)
}

// reportCells writes each cell, with separate processor times of server and database.
func (r *results) reportCells(w io.Writer) {
	rows := [][]string{{"", "target", "requests/s", "p50 ms", "p99 ms", "CPU of server, ms", "CPU of database, ms"}}
	for _, c := range r.Cells {
		l := &c.Load
		rows = append(rows, []string{
			c.Shape + " " + c.Mode, c.Target, fmt.Sprintf("%.0f", float64(l.Requests)/l.Seconds),
			millis(ms(c.P50)), millis(ms(c.P99)), millis(l.perRequest(l.Server)), millis(l.perRequest(l.Database)),
		})
	}
	table(w, rows)
}

func (r *results) reportMixed(w io.Writer) {
	if len(r.Mixed) == 0 {
		return
	}
	rows := [][]string{{fmt.Sprintf("reads, %d a second written", writesASecond), "p99 without, ms", "p99 with",
		"ratio", "must", "aim", "written a second", "writes failed", "p99 of a write"}}
	for _, m := range r.Mixed {
		rows = append(rows, []string{
			m.Shape, millis(ms(m.Alone)), millis(ms(m.Beside)), ratio(ms(m.Beside), ms(m.Alone)), "≤ 1.5", "≤ 1.1",
			fmt.Sprintf("%.1f", float64(m.Writes)/m.Seconds), fmt.Sprint(m.Failed), millis(ms(m.WriteP99)),
		})
	}
	table(w, rows)
}

func (r *results) reportStarts(w io.Writer) {
	rows := [][]string{{"start", "until `/readyz` is 200, s", "until the first matrix, s", "memory then, MiB", "peak",
		"memory after the load, MiB", "peak"}}
	for _, s := range r.Starts {
		rows = append(rows, []string{
			"serve " + strings.Trim(s.Arguments, "[]"), fmt.Sprintf("%.1f", s.Ready.Seconds()),
			fmt.Sprintf("%.1f", s.Answered.Seconds()), fmt.Sprint(s.After.Now), fmt.Sprint(s.After.Peak),
			fmt.Sprint(s.Loaded.Now), fmt.Sprint(s.Loaded.Peak),
		})
	}
	table(w, rows)
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// millis writes milliseconds with a sensible number of digits.
func millis(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	case v >= 1:
		return fmt.Sprintf("%.2f", v)
	}
	return fmt.Sprintf("%.3f", v)
}

// ratio writes a divided by b.
func ratio(a, b float64) string {
	if b == 0 {
		return "-"
	}
	return strings.TrimSuffix(millis(a/b), ".000")
}

// short writes a goal.
func short(goal float64) string { return "≥ " + fmt.Sprint(goal) }

// table writes rows as Markdown whose columns are also aligned in a terminal.
func table(w io.Writer, rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, field := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(field), 3)
		}
	}
	for n, row := range rows {
		var line strings.Builder
		for i, field := range row {
			gap := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(field))
			line.WriteString("| " + field + gap + " ")
		}
		_, _ = fmt.Fprintln(w, line.String()+"|") // a terminal that went away needs no report
		if n == 0 {
			for _, width := range widths {
				_, _ = fmt.Fprint(w, "|"+strings.Repeat("-", width+2))
			}
			_, _ = fmt.Fprintln(w, "|")
		}
	}
	_, _ = fmt.Fprintln(w)
}
