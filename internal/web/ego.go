package web

import (
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/web/picture"
	"maillage/internal/web/words"
)

// ego is an ego network: a picture of one partner or axis (the centre), its ends, and the records between, drawn from
// derived contributions.
type ego struct {
	q        *request
	toAxes   bool // whether the centre is a partner, and the ends are axes
	one      thing
	between  []thing // actions, groups and collectives; a contribution to the axis itself has an empty record
	ends     []thing
	near     []picture.EgoLink // between the centre and the records between
	far      []picture.EgoLink // between the records between and the ends
	nearSaid []string          // role and status, by record between
}

// egoOf queries the chains of a partner or of an axis, and draws them; nil where there are none.
func (q *request) egoOf(one thing, toAxes bool) (*picture.Picture, bool, error) {
	var data struct {
		Partner *struct{ ContributionsToAxes list[derived] }
		Axis    *struct{ Contributors list[derived] }
	}
	operation, code := "EgoOfAxis", one.Code
	if toAxes {
		operation = "EgoOfPartner"
	} else {
		code = q.http.PathValue("contract") + "/" + one.Code
	}
	if err := q.execute(operation, vars{"code": code, "asOf": q.day()}, &data); err != nil {
		return nil, false, err
	}
	var all list[derived]
	switch {
	case data.Partner != nil:
		all = data.Partner.ContributionsToAxes
	case data.Axis != nil:
		all = data.Axis.Contributors
	}
	e := &ego{q: q, toAxes: toAxes, one: one}
	for _, d := range all.Nodes {
		end := d.Partner
		if toAxes {
			end = d.Axis
		}
		if end != nil {
			e.add(*end, d.Chains)
		}
	}
	if len(e.far) == 0 {
		return nil, false, nil
	}
	return e.drawn().Draw(), all.PageInfo.HasNextPage, nil
}

// add adds the chains between the centre and an end. Abandoned ones are shown only in the tables.
func (e *ego) add(end thing, chains []chain) {
	for _, c := range chains {
		standing := c.standing()
		if standing == string(lexicon.StandingAbandoned) || len(c.Links) == 0 {
			continue
		}
		first, last := c.Links[0], c.Links[len(c.Links)-1]
		middle, near := thing{}, first // the partner's own claim
		switch {
		case len(c.Links) == 1:
		case e.toAxes && first.To != nil:
			middle = *first.To
		case !e.toAxes && last.From != nil:
			middle, near = *last.From, last
		}
		if middle.ID == "" {
			middle.Name, middle.Code = words.Say(e.q.lang, "ego.direct"), end.ID // one for each end
		}
		e.link(end, middle, c, near)
	}
}

// link adds one chain. Two links of the same ends are drawn once, with the stronger standing.
func (e *ego) link(end, middle thing, c chain, near link) {
	between := indexOf(&e.between, middle)
	at := indexOf(&e.ends, end)
	vocabulary, word := near.said()
	nearSaid := words.Label(e.q.lang, vocabulary, word) + " · " + words.Label(e.q.lang, "Status", near.Status)
	farSaid := words.Say(e.q.lang, "rule."+c.Rule)
	if !e.toAxes { // the partner is the end
		first := c.Links[0]
		vocabulary, word := first.said()
		farSaid = words.Label(e.q.lang, vocabulary, word) + " · " + words.Label(e.q.lang, "Status", first.Status)
	}
	if between == len(e.nearSaid) {
		e.nearSaid = append(e.nearSaid, nearSaid)
	}
	e.near = stronger(e.near, picture.EgoLink{
		Between: between, End: -1, Standing: standingOf(near.Status),
		Title: e.one.Name + " – " + middle.Name + words.Say(e.q.lang, "colon") + nearSaid,
	})
	e.far = stronger(e.far, picture.EgoLink{
		Between: between, End: at, Standing: c.standing(),
		Title: middle.Name + " – " + end.Name + words.Say(e.q.lang, "colon") + farSaid,
	})
}

// indexOf returns the index of a record in a list, and appends it where it is missing.
func indexOf(all *[]thing, t thing) int {
	i := slices.IndexFunc(*all, func(o thing) bool { return o.ID == t.ID && o.Code == t.Code })
	if i < 0 {
		i = len(*all)
		*all = append(*all, t)
	}
	return i
}

func stronger(all []picture.EgoLink, l picture.EgoLink) []picture.EgoLink {
	i := slices.IndexFunc(all, func(o picture.EgoLink) bool { return o.Between == l.Between && o.End == l.End })
	if i < 0 {
		return append(all, l)
	}
	if picture.Rank(l.Standing) < picture.Rank(all[i].Standing) {
		all[i] = l
	}
	return all
}

// standing returns the standing that the chain gives, from its status and whether it holds.
func (c chain) standing() string {
	if standing := standingOf(c.Status); c.Holds == string(lexicon.Yes) ||
		standing == string(lexicon.StandingAbandoned) {
		return standing
	}
	return string(lexicon.StandingUnknown)
}

func standingOf(status string) string {
	switch s := lexicon.Status(status); {
	case s.Confirmed():
		return string(lexicon.StandingConfirmed)
	case s.Prospective():
		return string(lexicon.StandingProspective)
	}
	return string(lexicon.StandingAbandoned)
}

// drawn returns the picture to draw.
func (e *ego) drawn() *picture.Ego {
	key := "ego.axis"
	if e.toAxes {
		key = "ego.partner"
	}
	drawn := &picture.Ego{
		Title: words.Say(e.q.lang, key, e.one.Name), Centre: picture.Record{Name: e.one.Name, Address: e.one.Address()},
		ToAxes: e.toAxes, Near: e.near, Far: e.far,
	}
	for i, t := range e.between {
		r := picture.Record{Name: t.Name, Said: e.nearSaid[i]}
		if t.ID != "" {
			r.Address = t.Address()
		}
		drawn.Between = append(drawn.Between, r)
	}
	for _, t := range e.ends {
		drawn.Ends = append(drawn.Ends, picture.Record{Name: t.Name, Address: t.Address()})
	}
	return drawn
}
