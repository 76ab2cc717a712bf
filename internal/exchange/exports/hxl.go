package exports

import (
	"bufio"
	"io"
	"strings"

	"maillage/internal/exchange/guard"
)

// hxlColumns are the headers of people and the tags of HXL, with what each column has of a contribution.
var hxlColumns = []struct {
	head, tag string
	isText    bool
	of        func(*Contribution) string
}{
	{"Partner", "#org+name", true, func(c *Contribution) string { return c.Partner.Name }},
	{"Partner code", "#org+code", false, func(c *Contribution) string { return c.Partner.Code }},
	{"Partner type", "#org+type", false, func(c *Contribution) string { return c.Sector }},
	{"Roles", "#org+role", false, func(c *Contribution) string {
		return strings.Join(append(c.AxisRoles[:len(c.AxisRoles):len(c.AxisRoles)], c.ActionRoles...), " | ")
	}},
	{"Axis", "#sector+name", true, func(c *Contribution) string { return c.Axis.Name }},
	{"Axis code", "#sector+code", false, func(c *Contribution) string { return c.Contract.Code + "/" + c.Axis.Code }},
	{"Actions", "#activity+name", true, func(c *Contribution) string { return joinNames(c.Actions) }},
	{"Territory", "#adm+name", true, func(c *Contribution) string { return joinNames(c.Territories) }},
	{"Territory code", "#adm+code", false, func(c *Contribution) string { return joinCodes(c.Territories) }},
	{"Audiences", "#beneficiary", true, func(c *Contribution) string { return joinNames(c.Audiences) }},
	{"Status", "#status", false, func(c *Contribution) string { return c.Status }},
	{"Standing", "#status+standing", false, func(c *Contribution) string { return c.Standing }},
	{"Basis", "#meta+basis", false, func(c *Contribution) string { return c.Basis }},
	{"Start", "#date+start", false, func(c *Contribution) string { return c.Since }},
	{"End", "#date+end", false, func(c *Contribution) string { return c.Until }},
	{"Identifier", "#meta+id", false, func(c *Contribution) string { return c.ID }},
}

func joinNames(all []Thing) string {
	names := make([]string, len(all))
	for i, t := range all {
		names[i] = t.Name
	}
	return strings.Join(names, " | ")
}

func joinCodes(all []Thing) string {
	codes := make([]string, len(all))
	for i, t := range all {
		codes[i] = t.Code
	}
	return strings.Join(codes, " | ")
}

// hxl writes who does what, where and when, in the Humanitarian Exchange Language.
type hxl struct{ csvLine }

func newHXL(w io.Writer) Writer { return &hxl{csvLine{bufio.NewWriter(w)}} }

func (w *hxl) Begin(*Head) error {
	var heads, tags []string
	for _, c := range hxlColumns {
		heads, tags = append(heads, c.head), append(tags, c.tag)
	}
	_, _ = w.out.WriteString(byteOrderMark) // the next write returns the error
	if err := w.write(heads); err != nil {
		return err
	}
	return w.write(tags)
}

func (w *hxl) Write(row Row) error {
	contribution, is := row.(*Contribution)
	if !is {
		return errRow(row)
	}
	line := make([]string, len(hxlColumns))
	for i, c := range hxlColumns {
		line[i] = c.of(contribution)
		if c.isText {
			line[i] = guard.Add(strings.Join(strings.Fields(line[i]), " ")) // HXL warns of other spaces
		}
	}
	return w.write(line)
}

func (w *hxl) End(*Tally) error { return w.out.Flush() }
