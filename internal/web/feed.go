package web

import (
	"bytes"
	"encoding/xml"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
	"net/url"
	"strings"
	"time"
)

const (
	maxFeedLines  = 100 // maximum number of ledger lines in a feed
	maxEntryLines = 20  // maximum number of lines in one entry
)

// atom is a feed by RFC 4287. Its URLs are relative to its own.
type atom struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  string   `xml:"author>name"`
	Link    atomLink `xml:"link"`
	Content atomText `xml:"content"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// feed returns the changes of a contract as an Atom feed, with one entry for each write.
func (s *site) feed(q *request) (*page, error) {
	var data struct {
		Contract *struct {
			contract
			CreatedAt time.Time
		}
		Changes *struct{ Nodes []change }
	}
	code := q.http.PathValue("contract")
	if err := q.execute("Feed", vars{"contract": code, "id": code, "last": maxFeedLines}, &data); err != nil {
		return nil, err
	}
	if data.Contract == nil || data.Changes == nil {
		return nil, operations.ErrNotFound
	}
	of := data.Contract
	here := of.Address("changes.atom")
	f := atom{
		Lang: words.Say(q.lang, "lang"), ID: "urn:maillage:changes:" + of.ID, Title: words.Say(q.lang, "feed.title", of.Name),
		Updated: moment(of.CreatedAt),
		Links:   []atomLink{{"self", here}, {"alternate", address("/changes", url.Values{"contract": {of.Code}})}},
	}
	writes := byWrite(data.Changes.Nodes)
	if len(data.Changes.Nodes) == maxFeedLines && len(writes) > 1 {
		writes = writes[:len(writes)-1] // the oldest write may be incomplete
	}
	for i, w := range writes {
		if i == 0 {
			f.Updated = moment(w.At)
		}
		f.Entries = append(f.Entries, q.entry(of.contract, w))
	}
	var out bytes.Buffer
	out.WriteString(xml.Header)
	e := xml.NewEncoder(&out)
	e.Indent("", " ")
	if err := e.Encode(f); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return &page{File: &file{Type: "application/atom+xml; charset=utf-8", Content: out.Bytes(), Here: true}}, nil
}

func moment(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// entry returns the entry of one write.
func (q *request) entry(of contract, w write) atomEntry {
	who := w.Who
	if who == "" {
		who = words.Say(q.lang, "history.hub")
	}
	title := words.Plural(q.lang, "changes.records", len(w.Lines))
	if len(w.Lines) == maxFeedLines {
		title = words.Say(q.lang, "at-least") + " " + title
	}
	if w.Reason != nil {
		title = *w.Reason
	}
	var lines []string
	for i, c := range w.Lines {
		if i == maxEntryLines {
			lines = append(lines, "…")
			break
		}
		what := words.Say(q.lang, "feed.gone")
		if c.Record != nil {
			what = c.Record.Words()
		}
		lines = append(lines, words.Label(q.lang, "ChangeOperation", c.Operation)+" · "+words.Label(q.lang, "RecordType",
			c.RecordType)+" · "+what)
	}
	return atomEntry{
		ID: "urn:maillage:" + w.Lines[0].WriteID, Title: words.Say(q.lang, "feed.by", who, title), Updated: moment(w.At),
		Author:  who,
		Link:    atomLink{"alternate", address("/changes", url.Values{"contract": {of.Code}})},
		Content: atomText{"text", strings.Join(lines, "\n")},
	}
}
