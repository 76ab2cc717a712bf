package web

import (
	"slices"
	"strconv"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// bridging is a partner that connects parts of a contract.
type bridging struct {
	Partner     thing
	Betweenness float64
	CutOffCount int
	Axes        []thing
	Share       string // of the shortest paths, in percent
	Width       int    // of the bar that shows it, of 100
	Without     string // URL of the page without the partner
}

// networkPart is a part of a contract’s network that is linked with no other.
type networkPart struct {
	Size    int
	Records []thing
}

// OfType returns the listed records of a type.
func (p networkPart) OfType(typename string) (all []thing) {
	for _, r := range p.Records {
		if r.Typename == typename {
			all = append(all, r)
		}
	}
	return all
}

// More returns the number of records beyond those listed.
func (p networkPart) More() int { return p.Size - len(p.Records) }

// leftOut is a partner that the page leaves out.
type leftOut struct {
	thing
	Back string // URL of the page with the partner
}

// latent is a resemblance that somebody noted.
type latent struct {
	ID, Status, Basis string
	Sentence          string
	From, To          *thing
}

// bridgesPage is the data of the bridges page.
type bridgesPage struct {
	Contract contract
	AsOf     string
	Known    string
	KnownAs  string
	Partners []bridging
	Latent   []latent

	Without     []leftOut
	CutOff      []networkPart
	CutOffCount int
}

// maxLeftOut is the maximum number of partners that the API leaves out.
const maxLeftOut = 100

// leftOut returns the partners that the URL leaves out, in its order. Unknown ones are dropped, and the page says so.
func (q *request) leftOut() (all []leftOut, err error) {
	named := slices.DeleteFunc(slices.Clone(q.query["without"]), func(name string) bool { return name == "" })
	if len(named) == 0 {
		return nil, nil
	}
	var known struct{ Partners list[thing] }
	err = q.execute("BridgesWithout", vars{"partners": named[:min(maxLeftOut, len(named))]}, &known)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, name := range named {
		at := slices.IndexFunc(known.Partners.Nodes, func(p thing) bool { return p.Code == name || p.ID == name })
		if at < 0 {
			q.drop("without", name)
			continue
		}
		p := known.Partners.Nodes[at]
		if !slices.ContainsFunc(all, func(other leftOut) bool { return other.ID == p.ID }) {
			all, found = append(all, leftOut{thing: p}), append(found, p.Code)
		}
	}
	q.query["without"] = found
	for i := range all {
		all[i].Back = q.withoutPartners(slices.Delete(slices.Clone(all), i, i+1))
	}
	return all, nil
}

// withoutPartners returns the URL of the page without some partners, and perhaps one more.
func (q *request) withoutPartners(all []leftOut, more ...thing) string {
	parameters := q.parameters("without")
	for _, p := range all {
		parameters.Add("without", p.Code)
	}
	for _, p := range more {
		parameters.Add("without", p.Code)
	}
	return address(q.http.URL.Path, parameters)
}

// bridges shows the partners that hold parts of a contract together, and what is cut off without some of them.
func (s *site) bridges(q *request) (*page, error) {
	var data struct {
		Contract *struct {
			contract
			Bridges *struct {
				AsOf     string
				Partners []bridging
				Latent   []latent

				CutOffParts []networkPart
				CutOffCount int
			}
		}
	}
	without, err := q.leftOut()
	if err != nil {
		return nil, err
	}
	variables := vars{"contract": q.http.PathValue("contract"), "asOf": q.day()}
	if len(without) > 0 {
		ids := make([]string, len(without))
		for i, p := range without {
			ids[i] = p.ID
		}
		variables["without"] = ids
	}
	if err := q.execute("BridgesPage", variables, &data); err != nil {
		return nil, err
	}
	if data.Contract == nil || data.Contract.Bridges == nil {
		return nil, operations.ErrNotFound
	}
	of, found := data.Contract.contract, data.Contract.Bridges
	b := &bridgesPage{
		Contract: of, AsOf: found.AsOf, Known: q.known, KnownAs: q.query.Get("known"), Partners: found.Partners,
		Latent: found.Latent, Without: without, CutOff: found.CutOffParts, CutOffCount: found.CutOffCount,
	}
	for i := range b.Partners {
		p := &b.Partners[i]
		p.Share, p.Width = percent(q.lang, p.Betweenness), int(100*p.Betweenness+0.5)
		if len(without) < maxLeftOut {
			p.Without = q.withoutPartners(without, p.Partner)
		}
	}
	return &page{
		Template: "bridges", Title: words.Say(q.lang, "bridges.title") + " – " + of.Name, Contract: &of, Current: "network",
		Body: b,
	}, nil
}

// percent formats a share with one decimal: « 46,7 % », “46.7%”.
func percent(l lexicon.Language, share float64) string {
	tenths := int(1000*share + 0.5)
	point, sign := ",", "\u00a0%"
	if l == lexicon.English {
		point, sign = ".", "%"
	}
	return strconv.Itoa(tenths/10) + point + strconv.Itoa(tenths%10) + sign
}
