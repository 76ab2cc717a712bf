package web

// home shows whoever has signed in what changed, and others the contracts.
func (s *site) home(q *request) (*page, error) {
	if q.viewer != nil {
		return s.morning(q)
	}
	return s.contracts(q)
}

// contracts lists the contracts that the viewer may see.
func (s *site) contracts(q *request) (*page, error) {
	type listed struct {
		contract
		Description, Since, Until *string
		Territory                 *struct{ Name string }
		Axes, Partners            struct{ TotalCount int }
	}
	var data struct {
		Contracts struct {
			Nodes    []listed
			PageInfo pageInfo
		}
	}
	variables := vars{}
	if after := q.query.Get("after"); after != "" {
		variables["after"] = after
	}
	if err := q.ask("Contracts", variables, &data); err != nil {
		return nil, err
	}
	return &page{Template: "home", Title: say(q.lang, "home.title"), Body: data.Contracts}, nil
}

// pageInfo is where a page of a list stands.
type pageInfo struct {
	HasNextPage, HasPreviousPage bool
	StartCursor, EndCursor       *string
}
