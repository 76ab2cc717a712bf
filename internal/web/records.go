package web

import (
	"net/url"
	"strings"
)

// thing is a record that has a name, as the fragment Ref reads it.
type thing struct {
	Typename string `json:"__typename"`
	ID       string
	Code     string
	Name     string
	Position int // of an axis
	Contract *struct{ Code, Name string }

	// Of a partner.
	PartnerKind string
	Sector      string
	OpenList    bool
}

// Address returns where the page of the record is.
func (t thing) Address() string {
	of := ""
	if t.Contract != nil {
		of = "/contracts/" + url.PathEscape(t.Contract.Code)
	}
	code := url.PathEscape(t.Code)
	switch t.Typename {
	case "Contract":
		return "/contracts/" + code
	case "Partner":
		return "/partners/" + code
	case "Source":
		return "/sources/" + code
	case "Theme":
		return strings.TrimSuffix("/themes/"+strings.TrimPrefix(of, "/contracts/"), "/") + "/" + code
	case "Axis":
		return of + "/axes/" + code
	case "Action":
		return of + "/actions/" + code
	case "WorkingGroup":
		return of + "/groups/" + code
	}
	return "/records/" + url.PathEscape(t.ID)
}

// contract is the contract that a page is of, as the fragment ContractHead reads it.
type contract struct {
	ID     string
	Code   string
	Name   string
	Public bool
}

// Address returns where the matrix of the contract is, or one of its other pages.
func (c contract) Address(page ...string) string {
	return "/contracts/" + url.PathEscape(c.Code) + strings.Join(append([]string{""}, page...), "/")
}

// tally counts partners or axes, each once.
type tally struct {
	Confirmed          int
	ConfirmedAtLeast   bool
	Prospective        int
	ProspectiveAtLeast bool
	Unknown            int
}

// Any tells whether anything was counted.
func (t tally) Any() bool { return t.Confirmed+t.Prospective+t.Unknown > 0 }

// derived is a contribution of a partner to an axis, as the fragment Chains reads it.
type derived struct {
	AsOf                    string
	Standing, Status, Basis string
	LeadsAxis               bool
	AxisRoles, ActionRoles  []string
	Amount                  *int64
	Amounts                 int
	Partner, Axis           *thing
	Counts                  chainCounts
	Chains                  []chain
}

// Roles returns the roles of a contribution, in the axis itself first.
func (d derived) Roles() []string {
	return append(append([]string{}, d.AxisRoles...), d.ActionRoles...)
}

type chainCounts struct{ Confirmed, Prospective, Abandoned, Unknown int }

type chain struct {
	Rule, Status, Basis, Holds string
	AxisRole, ActionRole       *string
	Links                      []link
}

// Role returns the role that the chain gives; empty where it gives none.
func (c chain) Role() string {
	for _, role := range []*string{c.AxisRole, c.ActionRole} {
		if role != nil {
			return *role
		}
	}
	return ""
}

// link is a claim, as the fragment Link reads it.
type link struct {
	Typename                 string `json:"__typename"`
	ID, Code, Status, Basis  string
	Wording, Inference, Note *string
	Since, Until             *string
	Version                  int
	From, To                 *thing
	Role                     string // of a contribution or membership
	Amount                   *int64
	AlignmentKind            string
	RelationKind             string
	Literal                  *string
	Citations                struct{ Nodes []citation }
}

type citation struct {
	ID                string
	About, CitedValue *string
	Locator           string
	Quote             *string
	Stance, Basis     string
	Preferred         bool
	Reason, Note      *string
	Source            source
	Record            *said
}

type source struct {
	thing
	Date, URL, Publisher *string
}

// Kind returns the type of the record as the vocabulary of types names it.
func (t thing) Kind() string {
	var kind strings.Builder
	for i, letter := range t.Typename {
		if i > 0 && letter >= 'A' && letter <= 'Z' {
			kind.WriteByte('_')
		}
		kind.WriteRune(letter)
	}
	return strings.ToUpper(kind.String())
}

// said returns the word that the claim says of its two ends.
func (l link) said() (vocabulary, word string) {
	switch l.Typename {
	case "Alignment":
		return "AlignmentKind", l.AlignmentKind
	case "Relation":
		return "RelationKind", l.RelationKind
	}
	return "Role", l.Role
}
