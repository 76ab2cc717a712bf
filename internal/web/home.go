package web

import "net/url"

const (
	// mostMatrices is how many contracts the front page shows as matrices. A hub that has more lists them.
	mostMatrices = 4
	// mostNamed is how many partners such a matrix has by name. More stand by sector.
	mostNamed = 20
	// mostAxes is how many axes such a matrix has.
	mostAxes = 30
)

// homePage is what the template of the contracts shows: some as matrices, the others as a list.
type homePage struct {
	Matrices []smallMatrix
	Nodes    []listed
	PageInfo pageInfo
}

// listed is a contract of the list.
type listed struct {
	contract
	Description, Since, Until *string
	Territory                 *struct{ Name string }
	Axes, Partners            struct{ TotalCount int }
}

// smallMatrix is a contract with its matrix.
type smallMatrix struct {
	listed
	Matrix *matrixPage
}

// Gaps returns how many gaps the contract has.
func (m smallMatrix) Gaps() (count int) {
	for _, c := range m.Matrix.Chips {
		count += c.Count
	}
	return count
}

// home shows whoever has signed in what changed, and others the contracts, each as a matrix where they are few.
func (s *site) home(q *request) (*page, error) {
	if q.viewer != nil {
		return s.morning(q)
	}
	p, err := s.contracts(q)
	if err != nil {
		return nil, err
	}
	of, _ := p.Body.(*homePage)
	if of.PageInfo.HasNextPage || len(of.Nodes) > mostMatrices {
		return p, nil
	}
	var others []listed
	for _, c := range of.Nodes {
		if c.Axes.TotalCount > mostAxes || c.Axes.TotalCount == 0 {
			others = append(others, c)
			continue
		}
		m, err := q.small(c)
		if err != nil {
			return nil, err
		}
		of.Matrices = append(of.Matrices, smallMatrix{c, m})
	}
	of.Nodes, p.Wide = others, len(of.Matrices) > 0
	return p, nil
}

// small asks for the matrix of a contract, by sector where it has many partners.
func (q *request) small(c listed) (*matrixPage, error) {
	of := *q
	of.http, of.query = q.http.Clone(q.http.Context()), url.Values{}
	of.http.URL = &url.URL{Path: c.Address()}
	of.http.SetPathValue("contract", c.Code)
	if c.Partners.TotalCount > mostNamed {
		of.query.Set("by", "sector")
	}
	m, _, err := of.matrixOf()
	return m, err
}

// contracts lists the contracts that the viewer may see.
func (s *site) contracts(q *request) (*page, error) {
	var data struct{ Contracts homePage }
	variables := vars{}
	if after := q.query.Get("after"); after != "" {
		variables["after"] = after
	}
	if err := q.ask("Contracts", variables, &data); err != nil {
		return nil, err
	}
	return &page{Template: "home", Title: say(q.lang, "home.title"), Body: &data.Contracts}, nil
}

// pageInfo is where a page of a list stands.
type pageInfo struct {
	HasNextPage, HasPreviousPage bool
	StartCursor, EndCursor       *string
}
