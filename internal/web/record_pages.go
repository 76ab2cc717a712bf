package web

import (
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
	"net/url"
	"strings"
)

// partnerAnswer is the API’s answer about a partner.
type partnerAnswer struct {
	thing
	Version                             int
	Acronym, Description                *string
	Aliases, MergedIDs                  []string
	Successors, Predecessors            []thing
	Identifiers                         list[identifier]
	ContributionsToAxes                 list[derived]
	Contributions, Memberships, Members list[link]
	GrantsReceived, GrantsGiven         list[grantRow]
	Peers                               list[peer]
	relations
	Citations list[citation]
}

// addFacts adds the fields of the partner to its page.
func (of *partnerAnswer) addFacts(q *request, p *recordPage) {
	p.add(fact{Label: "fact.acronym", Text: textOf(of.Acronym)})
	p.add(fact{Label: "fact.aliases", Text: strings.Join(of.Aliases, " ; ")})
	if of.OpenList {
		p.add(fact{Label: "fact.list", Text: words.Say(q.lang, "fact.open")})
	}
	for _, i := range of.Identifiers.Nodes {
		p.add(fact{Label: "fact.identifier", Refs: []thing{{Typename: "Identifier", ID: i.ID, Name: i.said(q.lang)}}})
	}
	p.add(fact{Label: "fact.successors", Refs: of.Successors})
	p.add(fact{Label: "fact.predecessors", Refs: of.Predecessors})
}

// partner shows one partner across all contracts.
func (s *site) partner(q *request) (*page, error) {
	var data struct{ Partner *partnerAnswer }
	err := q.execute("PartnerPage", vars{
		"code": q.http.PathValue("partner"), "asOf": q.day(), "axesAfter": q.after("axes"),
		"actionsAfter":   q.after("actions"),
		"citationsAfter": q.after("citations"), "receivedAfter": q.after("received"), "givenAfter": q.after("given"),
	}, &data)
	if err != nil {
		return nil, err
	}
	of := data.Partner
	if of == nil {
		return nil, operations.ErrNotFound
	}
	if of.Code != q.http.PathValue("partner") { // the partner in the URL was merged into it
		return &page{Redirect: address(of.Address(), q.parameters())}, nil
	}
	p := &recordPage{thing: of.thing, Version: of.Version, Lead: of.Description, Next: map[string]string{}}
	if line := q.query.Get("merged"); line != "" && q.mayMerge() {
		p.Undo = "/changes/" + url.PathEscape(line) + "/revert?whole=1"
	}
	p.Subtitle = words.Label(q.lang, "PartnerKind", of.PartnerKind) + ", " + words.Label(q.lang, "Sector", of.Sector)
	of.addFacts(q, p)
	for i := range of.ContributionsToAxes.Nodes {
		of.ContributionsToAxes.Nodes[i].Partner = &of.thing
	}
	p.Derived = byStanding("axis", of.ContributionsToAxes.Nodes, func(d derived) string {
		return q.whyAt(d.Axis.Contract.Code, of.Code, d.Axis.Code)
	})
	p.Next["axes"] = q.more("axes", of.ContributionsToAxes.PageInfo)
	if p.Ego, p.EgoMore, err = q.egoOf(of.thing, true); err != nil {
		return nil, err
	}
	p.claims(claimTable{
		Title: "table.contributions", To: true, Rows: of.Contributions.Nodes, Total: of.Contributions.TotalCount,
		Next: q.more("actions", of.Contributions.PageInfo), Empty: "table.contributions.none",
	})
	p.claims(claimTable{Title: "table.seats", To: true, Rows: of.Memberships.Nodes, Total: of.Memberships.TotalCount})
	p.claims(claimTable{Title: "table.members", Rows: of.Members.Nodes, Total: of.Members.TotalCount})
	p.related(of.relations)
	if p.Grants, err = q.grants(of); err != nil {
		return nil, err
	}
	if len(of.Peers.Nodes) > 0 {
		p.Peers = &of.Peers
	}
	shown, err := q.record(p, nil, of.Citations)
	if err == nil && q.known == "" && q.mayMerge() {
		p.Acts.Links = append(p.Acts.Links, q.unmerges(of.MergedIDs)...)
	}
	return shown, err
}

// axisAnswer is the API’s answer about an axis.
type axisAnswer struct {
	thing
	Version           int
	Priority          bool
	AxisStatus        string
	Plan              *thing
	Themes, Audiences []thing
	Contributors      list[derived]
	Alignments        list[link]
	Indicators        list[indicatorRow]
	relations
	Citations list[citation]
}

// addFacts adds the fields of the axis to its page.
func (of *axisAnswer) addFacts(q *request, p *recordPage) {
	p.Subtitle = words.Say(q.lang, "axis.subtitle", of.Position, words.Label(q.lang, "AxisStatus", of.AxisStatus))
	if of.Priority {
		p.Subtitle += ", " + words.Say(q.lang, "axis.priority")
	}
	if of.Plan != nil {
		p.add(fact{Label: "fact.plan", Refs: []thing{*of.Plan}})
	}
	p.add(fact{Label: "fact.themes", Refs: of.Themes})
	p.add(fact{Label: "fact.audiences", Refs: of.Audiences})
}

// axis shows one axis: who contributes, who could, who did.
func (s *site) axis(q *request) (*page, error) {
	var data struct {
		Contract *struct {
			contract
			Gaps []gap
		}
		Axis *axisAnswer
	}
	code := q.http.PathValue("contract")
	err := q.execute("AxisPage", vars{
		"contract": code, "code": code + "/" + q.http.PathValue("axis"), "asOf": q.day(),
		"partnersAfter": q.after("partners"),
		"actionsAfter":  q.after("actions"), "indicatorsAfter": q.after("indicators"),
		"citationsAfter": q.after("citations"),
	}, &data)
	if err != nil {
		return nil, err
	}
	of := data.Axis
	if of == nil || data.Contract == nil {
		return nil, operations.ErrNotFound
	}
	p := &recordPage{thing: of.thing, Version: of.Version, Next: map[string]string{}}
	of.addFacts(q, p)
	for _, g := range data.Contract.Gaps {
		if g.Subject.ID == of.ID {
			p.Gaps = append(p.Gaps, g)
		}
	}
	for i := range of.Contributors.Nodes {
		of.Contributors.Nodes[i].Axis = &of.thing
	}
	p.Derived = byStanding(
		"partner", of.Contributors.Nodes, func(d derived) string { return q.whyAt(code, d.Partner.Code, of.Code) },
	)
	p.Measured, p.Next["indicators"] = of.Indicators, q.more("indicators", of.Indicators.PageInfo)
	p.Next["partners"] = q.more("partners", of.Contributors.PageInfo)
	if p.Ego, p.EgoMore, err = q.egoOf(of.thing, false); err != nil {
		return nil, err
	}
	p.claims(claimTable{
		Title: "table.actions", Rows: of.Alignments.Nodes, Total: of.Alignments.TotalCount,
		Next:  q.more("actions", of.Alignments.PageInfo),
		Empty: "table.actions.none",
	})
	p.related(of.relations)
	return q.record(p, &data.Contract.contract, of.Citations)
}

// action shows one action: who does what in it, and which axes it serves.
func (s *site) action(q *request) (*page, error) {
	var data struct {
		Contract *contract
		Action   *struct {
			thing
			Version                                                   int
			Description                                               *string
			ActionKind                                                string
			ActionStatus, Since, Until                                *string
			PartOf, Parts, Themes, Audiences, Territories, Programmes []thing
			Contributions, Alignments                                 list[link]
			relations
			Citations list[citation]
		}
	}
	code := q.http.PathValue("contract")
	err := q.execute("ActionPage", vars{
		"contract": code, "code": code + "/" + q.http.PathValue("action"), "partnersAfter": q.after("partners"),
		"citationsAfter": q.after("citations"),
	}, &data)
	if err != nil {
		return nil, err
	}
	of := data.Action
	if of == nil || data.Contract == nil {
		return nil, operations.ErrNotFound
	}
	p := &recordPage{
		thing: of.thing, Version: of.Version, Lead: of.Description,
		Subtitle: words.Label(q.lang, "ActionKind", of.ActionKind),
	}
	if of.ActionStatus != nil {
		p.Subtitle += ", " + words.Label(q.lang, "Status", *of.ActionStatus)
	}
	p.add(fact{Label: "fact.since", Text: words.DatePhrase(q.lang, of.Since)})
	p.add(fact{Label: "fact.until", Text: words.DatePhrase(q.lang, of.Until)})
	p.add(fact{Label: "fact.part-of", Refs: of.PartOf})
	p.add(fact{Label: "fact.parts", Refs: of.Parts})
	p.add(fact{Label: "fact.themes", Refs: of.Themes})
	p.add(fact{Label: "fact.audiences", Refs: of.Audiences})
	p.add(fact{Label: "fact.territories", Refs: of.Territories})
	p.add(fact{Label: "fact.programmes", Refs: of.Programmes})
	p.claims(claimTable{
		Title: "table.partners", Rows: of.Contributions.Nodes, Total: of.Contributions.TotalCount,
		Next: q.more("partners", of.Contributions.PageInfo), Empty: "table.partners.none",
	})
	p.claims(claimTable{
		Title: "table.axes", To: true, Rows: of.Alignments.Nodes, Total: of.Alignments.TotalCount,
		Empty: "table.axes.none",
	})
	p.related(of.relations)
	return q.record(p, data.Contract, of.Citations)
}

// group shows one working group: who sits in it, and which axes it follows.
func (s *site) group(q *request) (*page, error) {
	var data struct {
		Contract     *contract
		WorkingGroup *struct {
			thing
			Version      int
			Type         string
			Parent       *thing
			FollowedAxes []thing
			Members      list[link]
			relations
			Citations list[citation]
		}
	}
	code := q.http.PathValue("contract")
	err := q.execute("GroupPage", vars{
		"contract": code, "code": code + "/" + q.http.PathValue("group"), "partnersAfter": q.after("partners"),
		"citationsAfter": q.after("citations"),
	}, &data)
	if err != nil {
		return nil, err
	}
	of := data.WorkingGroup
	if of == nil || data.Contract == nil {
		return nil, operations.ErrNotFound
	}
	p := &recordPage{thing: of.thing, Version: of.Version, Subtitle: words.Label(q.lang, "GroupType", of.Type)}
	if of.Parent != nil {
		p.add(fact{Label: "fact.part-of", Refs: []thing{*of.Parent}})
	}
	p.add(fact{Label: "fact.follows", Refs: of.FollowedAxes})
	p.claims(claimTable{
		Title: "table.members", Rows: of.Members.Nodes, Total: of.Members.TotalCount,
		Next:  q.more("partners", of.Members.PageInfo),
		Empty: "table.members.none",
	})
	p.related(of.relations)
	return q.record(p, data.Contract, of.Citations)
}

// source shows one document, and everything that is cited from it.
func (s *site) source(q *request) (*page, error) {
	var data struct {
		Source *struct {
			thing
			Version                             int
			Publisher, Date, URL, Licence, Note *string
			CitedFor                            list[citation]
			relations
		}
	}
	err := q.execute("SourcePage", vars{"code": q.http.PathValue("source"), "after": q.after("cited")}, &data)
	if err != nil {
		return nil, err
	}
	of := data.Source
	if of == nil {
		return nil, operations.ErrNotFound
	}
	p := &recordPage{
		thing: of.thing, Version: of.Version, Lead: of.Note, Subtitle: words.Label(q.lang, "RecordType", "SOURCE"),
	}
	p.add(fact{Label: "fact.publisher", Text: textOf(of.Publisher)})
	p.add(fact{Label: "fact.date", Text: words.DatePhrase(q.lang, of.Date)})
	p.add(fact{Label: "fact.url", Text: textOf(of.URL), Link: textOf(of.URL)})
	p.add(fact{Label: "fact.licence", Text: textOf(of.Licence)})
	p.Cited = &citedTable{
		Title: "table.cited", Rows: of.CitedFor.Nodes, Total: of.CitedFor.TotalCount,
		Next: q.more("cited", of.CitedFor.PageInfo),
	}
	p.related(of.relations)
	return q.record(p, nil, list[citation]{})
}

// theme shows one theme: its axes in all contracts, and who contributes to them.
func (s *site) theme(q *request) (*page, error) {
	var data struct {
		Theme *struct {
			thing
			Version          int
			OpenList         bool
			Parent           *thing
			Children         list[thing]
			Reference        *thing
			Match            *string
			RelatedAxes      []thing
			InverseRelations list[link]
			Citations        list[citation]
		}
		Matrix *matrixAnswer
	}
	code := q.http.PathValue("theme")
	if err := q.execute("ThemePage", vars{"code": code, "theme": []string{code}, "asOf": q.day()}, &data); err != nil {
		return nil, err
	}
	of := data.Theme
	if of == nil {
		return nil, operations.ErrNotFound
	}
	p := &recordPage{thing: of.thing, Version: of.Version, Subtitle: words.Label(q.lang, "RecordType", "THEME")}
	if of.Parent != nil {
		p.add(fact{Label: "fact.part-of", Refs: []thing{*of.Parent}})
	}
	p.add(fact{Label: "fact.parts", Refs: of.Children.Nodes})
	if of.Reference != nil {
		p.add(fact{Label: "fact.reference", Refs: []thing{*of.Reference}})
	}
	if data.Matrix != nil {
		p.Columns, p.Rows = data.Matrix.Columns, data.Matrix.Rows
	}
	p.claims(claimTable{Title: "table.inverse", Rows: of.InverseRelations.Nodes})
	return q.record(p, nil, of.Citations)
}
