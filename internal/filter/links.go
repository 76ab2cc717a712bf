package filter

import (
	"errors"
	"slices"

	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// step compiles a condition on records that can be reached from a record. A hop leads from a thing to
// a thing, or to a claim about it. A claim on the way between two things adds no hop.
func (c *compiler) step(at place, to *record.Type, arguments any) (condition, error) {
	next := place{of: to, path: at.path, hops: at.hops}
	if to.InContract() && at.of.Prefix != "theme" { // a theme may be a reference theme, which every contract refers to
		next.contracts = at.contracts
	}
	bearing := to.Claim || to.Prefix == "citation"
	if !at.atClaim || bearing {
		next.hops++
	}
	next.atClaim = bearing
	if next.hops > MaxHops {
		return never, &Error{Path: at.path, Reason: BeyondLimit,
			Sentence: message.TooManyHops(MaxHops)}
	}
	all, err := c.all(next, arguments.(map[string]any))
	return allOf(all), err
}

// maxListedParents is the largest number of records for which those that refer to them are listed.
const maxListedParents = 1_000

// toOne compiles a condition on the record to which a column refers.
func toOne(end record.End) part {
	return func(c *compiler, at place, value any) (condition, error) {
		to := record.Of(end.Prefix)
		matches, err := c.step(at, to, value)
		if err != nil {
			return never, err
		}
		seen := c.seen(to, matches)
		parent := c.view.Parent(at.of.Prefix, end.Column)
		one := condition{isExpensive: true, holds: func(id int32) bool {
			p := parent(id)
			return p != 0 && seen.holds(p)
		}}
		if seen.isAmong && len(seen.among) <= maxListedParents {
			one.isAmong = true
			for _, p := range seen.among {
				one.among = append(one.among, c.view.Children(at.of.Prefix, end.Column, p)...)
			}
			slices.Sort(one.among)
			one.among = slices.Compact(one.among)
		}
		return one, nil
	}
}

// seen limits a condition to records that the viewer sees, and evaluates it once for each.
func (c *compiler) seen(of *record.Type, matches condition) condition {
	seeing, holds := c.view.VisibilityOf(of.Prefix), matches.holds
	matches.holds = func(id int32) bool { return seeing(id) && (holds == nil || holds(id)) }
	return c.memoized(of.Prefix, matches)
}

// toOneOf compiles a condition on the record to which one of the columns refers. The value must give
// exactly one type.
func toOneOf(ends []record.End) part {
	return func(c *compiler, at place, value any) (condition, error) {
		var found []condition
		for name, arguments := range value.(map[string]any) {
			arguments, given := dereference(arguments)
			if !given {
				continue
			}
			for _, end := range ends {
				if record.Of(end.Prefix).Name == typeName(name) {
					one, err := toOne(end)(c, at.at(name), arguments)
					if err != nil {
						return never, err
					}
					found = append(found, one)
				}
			}
		}
		if len(found) != 1 {
			return never, &Error{Path: at.path, Reason: Malformed, Sentence: message.OneTypeOnly}
		}
		return found[0], nil
	}
}

// typeName returns the name of the type after which a field is named.
func typeName(field string) string { return string(field[0]-'a'+'A') + field[1:] }

// toMany compiles a condition on the records whose column refers to this one.
func toMany(prefix, name string) part {
	return func(c *compiler, at place, value any) (condition, error) {
		from := record.Of(prefix)
		matches, err := c.step(at, from, value)
		if err != nil {
			return never, err
		}
		seeing := c.view.VisibilityOf(prefix)
		holds := func(id int32) bool { return seeing(id) && (matches.holds == nil || matches.holds(id)) }
		one := condition{isExpensive: true, holds: func(id int32) bool {
			return slices.ContainsFunc(c.view.Children(prefix, name, id), holds)
		}}
		if matches.isAmong {
			parent := c.view.Parent(prefix, name)
			one.isAmong = true
			for _, child := range matches.among {
				if p := parent(child); p != 0 {
					one.among = append(one.among, p)
				}
			}
			slices.Sort(one.among)
			one.among = slices.Compact(one.among)
		}
		return one, nil
	}
}

// over compiles a condition on the things to which relations of some kinds lead, by the columns of
// their ends. It is one hop, as over any claim. Abandoned relations are ignored.
func over(from, to, prefix string, kinds ...lexicon.RelationKind) part {
	return func(c *compiler, at place, value any) (condition, error) {
		thing := record.Of(prefix)
		matches, err := c.step(at, thing, value)
		if err != nil {
			return never, err
		}
		seen, there := c.seen(thing, matches), relay.Ends{Kinds: kinds, From: from, To: to}
		one := condition{isExpensive: true, holds: func(id int32) bool {
			return slices.ContainsFunc(relay.OtherEnds(c.view, id, there), seen.holds)
		}}
		if seen.isAmong && len(seen.among) <= maxListedParents {
			back := relay.Ends{Kinds: kinds, From: to, To: from}
			one.isAmong = true
			for _, end := range seen.among {
				one.among = append(one.among, relay.OtherEnds(c.view, end, back)...)
			}
			slices.Sort(one.among)
			one.among = slices.Compact(one.among)
		}
		return one, nil
	}
}

// exactly compiles a condition that a column refers to the record with a public identifier or a code.
func exactly(end record.End) part {
	return func(c *compiler, at place, value any) (condition, error) {
		ids, err := c.idsByName(at, end.Prefix, value.(string))
		return c.among(at.of, end.Column, ids), err
	}
}

// exactlyOneOf compiles the same condition for a reference to records of several types. The type is known only from a
// public identifier.
func exactlyOneOf(ends []record.End) part {
	return func(c *compiler, at place, value any) (condition, error) {
		of := record.OfUID(value.(string))
		for _, end := range ends {
			if of != nil && end.Prefix == of.Prefix {
				return exactly(end)(c, at, value)
			}
		}
		if of != nil {
			return never, nil
		}
		return never, unknown(at, value.(string))
	}
}

func unknown(at place, name string) *Error {
	return &Error{Path: at.path, Reason: NotFound,
		Sentence: message.FilterNeedsAnID(at.String(), name)}
}

// idsByName returns the ids of the records with a name; none when there is no such record.
func (c *compiler) idsByName(at place, prefix, name string) ([]int, error) {
	ids, err := c.IDsByName(c.ctx, prefix, at.contracts, name)
	return ids, ambiguous(at, err)
}

// ambiguous adds the place to an error about a code that several contracts have.
func ambiguous(at place, err error) error {
	var several *record.AmbiguousError
	if !errors.As(err, &several) {
		return err
	}
	return &Error{Path: at.path, Reason: Malformed, Sentence: several.Sentence()}
}

// among returns the condition that a column has one of some ids. Where the column is indexed, it also lists the
// records that may match.
func (c *compiler) among(of *record.Type, column string, ids []int) condition {
	if len(ids) == 0 {
		return never
	}
	sorted := make([]int32, 0, len(ids))
	for _, id := range ids {
		sorted = append(sorted, int32(id)) //nolint:gosec // it is an id
	}
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	parent := c.view.Parent(of.Prefix, column)
	one := condition{holds: func(id int32) bool {
		_, is := slices.BinarySearch(sorted, parent(id))
		return is
	}}
	switch {
	case column == "id":
		one.among, one.isAmong, one.isExact = sorted, true, true
	case snapshot.IsLink(of.Prefix, column):
		one.isAmong = true
		for _, p := range sorted {
			one.among = append(one.among, c.view.Children(of.Prefix, column, p)...)
		}
		slices.Sort(one.among)
		one.among = slices.Compact(one.among)
	}
	return one
}

// namedByContract compiles a condition that a claim of a contract names the partner.
func namedByContract(c *compiler, at place, value any) (condition, error) {
	contracts, err := c.idsByName(at, "contract", value.(string))
	if err != nil || len(contracts) == 0 {
		return never, err
	}
	ids, err := c.NamedBy(c.ctx, contracts[0])
	return c.among(at.of, "id", ids), err
}

// derived compiles a condition on derived contributions. The network answers it once for all records.
func derived(prefix string) part {
	return func(c *compiler, at place, value any) (condition, error) {
		ids, err := c.Derived(c.ctx, prefix, at.contracts, value.(map[string]any))
		if err != nil {
			return never, &Nested{at.path, err}
		}
		return c.among(at.of, "id", ids), nil
	}
}

// Nested is an error of a lookup, with the place in the filter where it was needed.
type Nested struct {
	Path []any
	Err  error
}

func (n *Nested) Error() string { return n.Err.Error() }

// Unwrap returns the lookup's own error.
func (n *Nested) Unwrap() error { return n.Err }
