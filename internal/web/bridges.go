package web

import (
	"strconv"

	"maillage/internal/lexicon"
)

// bridging is a partner that connects parts of a contract.
type bridging struct {
	Partner      thing
	Betweenness  float64
	Articulation bool
	Axes         []thing
	Share        string // of the shortest paths, in percent
	Width        int    // of the bar that shows it, of 100
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
}

// bridges shows the partners that hold parts of a contract together.
func (s *site) bridges(q *request) (*page, error) {
	var data struct {
		Contract *struct {
			contract
			Bridges *struct {
				AsOf     string
				Partners []bridging
				Latent   []latent
			}
		}
	}
	variables := vars{"contract": q.http.PathValue("contract"), "asOf": q.day()}
	if err := q.execute("BridgesPage", variables, &data); err != nil {
		return nil, err
	}
	if data.Contract == nil || data.Contract.Bridges == nil {
		return nil, errNotFound
	}
	of, found := data.Contract.contract, data.Contract.Bridges
	b := &bridgesPage{
		Contract: of, AsOf: found.AsOf, Known: q.known, KnownAs: q.query.Get("known"), Partners: found.Partners,
		Latent: found.Latent,
	}
	for i := range b.Partners {
		p := &b.Partners[i]
		p.Share, p.Width = percent(q.lang, p.Betweenness), int(100*p.Betweenness+0.5)
	}
	return &page{
		Template: "bridges", Title: say(q.lang, "bridges.title") + " – " + of.Name, Contract: &of, Current: "network",
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
