package demo

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"maillage/internal/lexicon"
)

// claimText is the context for reading one table of claims: the source, and the beginning of the
// claims' codes.
type claimText struct {
	prefix   string // "vm." gives the code vm.42 to claim 42
	source   string // key of the document read
	contract string // key of the contract to which the document belongs
}

// placed is one claim of the text, with the record on which it is placed.
type placed struct {
	number               string // 42, or 42.2 for its second record
	subject, verb, value string
	status, basis        string
	details              map[string]string
}

// details are the words of the lines that may follow a claim.
var details = []string{"at", "quote", "note", "wording", "since", "inference", "reading", "list"}

const cited = "CITED" // the verb of a claim that is a field, or the existence, of its subject

// read returns the records of a text of claims: each claim, and the citation with its place in the
// source.
func (c claimText) read(text string) ([]record, error) {
	claims, err := scan(text)
	if err != nil {
		return nil, err
	}
	var records []record
	for _, p := range claims {
		if err := p.check(); err != nil {
			return nil, fmt.Errorf("claim %s: %w", p.number, err)
		}
		said, err := c.place(p)
		if err != nil {
			return nil, fmt.Errorf("claim %s: %w", p.number, err)
		}
		records = append(records, said...)
	}
	return records, nil
}

// scan reads the lines: six columns for a claim, then indented details.
func scan(text string) ([]placed, error) {
	var claims []placed
	for i, line := range strings.Split(text, "\n") {
		switch {
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, " "):
			word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
			rest = strings.TrimSpace(rest)
			if len(claims) == 0 || !slices.Contains(details, word) || rest == "" {
				return nil, fmt.Errorf("line %d is no detail of a claim: %q", i+1, line)
			}
			last := claims[len(claims)-1]
			if last.details[word] != "" {
				return nil, fmt.Errorf("line %d says %q again for claim %s", i+1, word, last.number)
			}
			last.details[word] = rest
		default:
			columns := strings.Split(line, "|")
			if len(columns) != 6 {
				return nil, fmt.Errorf("line %d has %d columns instead of 6: %q", i+1, len(columns), line)
			}
			for j := range columns {
				columns[j] = strings.TrimSpace(columns[j])
			}
			claims = append(
				claims,
				placed{columns[0], columns[1], columns[2], columns[3], columns[4], columns[5], map[string]string{}},
			)
		}
	}
	return claims, nil
}

// check returns an error for a claim that contradicts itself or lacks its place in the source.
func (p placed) check() error {
	said := func(word string) bool { return p.details[word] != "" }
	switch {
	case !said("at"):
		return errors.New("it does not say where the source says it")
	case strings.HasPrefix(p.verb, cited) && (p.status != "-" || said("wording") || said("since") ||
		said("inference") || said("reading") || said("list")):
		return errors.New("a citation alone has no status, wording, date, inference, reading or list")
	case !strings.HasPrefix(p.verb, cited) && said("inference") != (p.basis == string(lexicon.BasisInferred)):
		return errors.New("an inferred claim, and no other, says how it was inferred")
	case said("list") && p.details["list"] != "open":
		return fmt.Errorf("a list is open or not mentioned, not %q", p.details["list"])
	}
	return nil
}

// place returns the record of a claim, if it needs one of its own, and the citation of the record on
// which it is placed.
func (c claimText) place(p placed) ([]record, error) {
	code := c.prefix + p.number
	verb, field, _ := strings.Cut(p.verb, " FOR ")
	if verb == cited {
		return []record{c.cite(p, p.subject, field)}, nil
	}
	claim := record{code: code, set: values{}}
	if err := claim.link(p, c.contract); err != nil {
		return nil, err
	}
	claim.set["status"], claim.set["basis"] = lexicon.Status(p.status), lexicon.Basis(p.basis)
	for column, word := range map[string]string{"wording": "wording", "inference": "inference", "note": "reading"} {
		if said := p.details[word]; said != "" {
			claim.set[column] = said
		}
	}
	if since := p.details["since"]; since != "" {
		date, err := lexicon.ParsePartialDate(since)
		if err != nil {
			return nil, err
		}
		claim.set["since"] = date
	}
	return []record{claim, c.cite(p, claim.key(), "")}, nil
}

// link sets the record's type and references, which depend on the claim's verb.
func (r *record) link(p placed, contract string) error {
	subject, _, _ := strings.Cut(p.subject, " ")
	object, _, _ := strings.Cut(p.value, " ")
	switch {
	case slices.Contains(lexicon.Role("").Values(), p.verb):
		r.kind, r.set["role"] = "contribution", lexicon.Role(p.verb)
		r.refs = refs{subject: p.subject, object: p.value}
	case slices.Contains(lexicon.AlignmentKind("").Values(), p.verb):
		r.kind, r.set["kind"] = "alignment", lexicon.AlignmentKind(p.verb)
		r.refs = refs{subject: p.subject, object: p.value}
	case p.verb == "MEMBER_OF":
		body := map[string]string{"partner": "collective", "group": "group"}[object]
		r.kind, r.refs = "membership", refs{subject: p.subject, body: p.value}
	case slices.Contains(lexicon.RelationKind("").Values(), p.verb):
		r.kind, r.set["kind"] = "relation", lexicon.RelationKind(p.verb)
		r.set["open_list"] = p.details["list"] == "open"
		r.refs = refs{"contract": contract, "subject_" + subject: p.subject}
		if literal, ok := strings.CutPrefix(p.value, "« "); ok {
			r.set["literal"] = strings.TrimSuffix(literal, " »")
		} else {
			r.refs["object_"+object] = p.value
		}
	default:
		return fmt.Errorf("no claim has the verb %q", p.verb)
	}
	return nil
}

// cite returns the citation of a record, or of one field of it.
func (c claimText) cite(p placed, of, field string) record {
	kind, _, _ := strings.Cut(of, " ")
	if kind == "source" { // a citation's own source is the one that makes the claim
		kind = "document"
	}
	set := values{
		"locator": p.details["at"], "quote": p.details["quote"], "note": p.details["note"],
		"about": field, "basis": lexicon.Basis(p.basis),
	}
	if field != "" && p.value != "-" {
		set["value"] = p.value
	}
	return record{"citation", c.prefix + p.number, set, refs{"source": c.source, kind: of}}
}
