// Package filter compiles the filters of the API into conditions on rows of a snapshot. Conditions
// concern a record's fields, the records that it refers to and those that refer to it. They are
// combined by and, or and not.
//
// The schema of the API limits what filters can express. This package defines their meaning once for
// all types, from what package record knows of them. A condition on another record is evaluated once
// for each. Where they are known, it lists the only records that can match. Only records that the
// viewer sees are considered.
package filter

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"maillage/internal/message"
	"maillage/internal/record"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// Limits of one filter.
const (
	MaxHops       = 3     // from the record to the furthest thing
	MaxConditions = 50    // fields that are given, links included
	MaxValues     = 100   // of one list
	MaxText       = 1_000 // bytes of one text: folding it takes time
)

// Error says what is wrong with a filter, and where in it.
type Error struct {
	Path     []any
	Reason   Reason
	Sentence message.Sentence
}

// Reason is the kind of an Error.
type Reason uint8

// The reasons.
const (
	BeyondLimit Reason = iota + 1 // it exceeds a limit
	NotFound                      // a record that it names does not exist, or is not visible
	Malformed                     // its form is wrong
)

func (e *Error) Error() string { return e.Sentence.String() }

// Lookups answer questions that the rows alone cannot. All are asked for the viewer of the context.
type Lookups struct {
	// IDsByName returns the ids of the records of a type, by its prefix, that have one of the names. A
	// code alone is looked up in the given contracts; nil means none. An ambiguous name gives a
	// *record.AmbiguousError.
	IDsByName func(ctx context.Context, prefix string, contracts []int, names ...string) ([]int, error)
	// NamedBy returns the partners that claims of a contract name.
	NamedBy func(ctx context.Context, contract int) ([]int, error)
	// Derived returns ids that match a question about derived contributions. They are partners, or axes
	// for the prefix axis. For the prefix theme they are the themes that count as the given ones.
	Derived func(ctx context.Context, prefix string, contracts []int, arguments map[string]any) ([]int, error)
}

// Compile compiles a filter of records of a type. The condition applies to records of that type, for
// the viewer of the context. Errors of the filter are of type *Error.
func (l Lookups) Compile(ctx context.Context, v *snapshot.View, prefix string, arguments map[string]any) (*relay.Where,
	error) {
	c := &compiler{ctx: ctx, Lookups: l, view: v}
	all, err := c.all(place{of: record.Of(prefix), contracts: relay.ContractsAtHand(ctx)}, arguments)
	if err != nil {
		return nil, err
	}
	whole := allOf(all)
	where := &relay.Where{Among: whole.among, IsAmong: whole.isAmong, Holds: whole.holds, OfAmong: whole.holds}
	switch {
	case whole.isExact:
		where.OfAmong = nil
	case whole.rest != nil || len(all) > 1 && whole.isAmong:
		where.OfAmong = whole.rest
	}
	return where, nil
}

type compiler struct {
	Lookups
	ctx   context.Context
	view  *snapshot.View
	given int // number of conditions so far
}

// place is a position in a filter that is being compiled.
type place struct {
	of      *record.Type
	path    []any
	hops    int
	atClaim bool // at a claim that a hop leads over: continuing from it is the same hop
	// contracts are the known contracts of the records, in which codes alone are looked up; nil means
	// none.
	contracts []int
}

func (p place) at(step any) place {
	p.path = append(slices.Clone(p.path), step)
	return p
}

// String returns the path of the place as a reader writes it: `filter.recordWith.partner`.
func (p place) String() string {
	text := "filter"
	for _, step := range p.path {
		text += fmt.Sprint(".", step)
	}
	return text
}

// condition is a condition that a record matches or not.
type condition struct {
	holds func(id int32) bool // nil holds for all
	// among are the only records that can match, by id and without duplicates, if isAmong is set.
	among       []int32
	isAmong     bool
	isExact     bool                // all of them match
	rest        func(id int32) bool // the check that is left for them, if not all of holds
	isExpensive bool                // it reads texts, or other records: cheaper conditions are checked first
}

// part compiles the value of one field of a filter.
type part func(c *compiler, at place, value any) (condition, error)

// all returns the conditions of a filter, all of which must hold.
func (c *compiler) all(at place, arguments map[string]any) ([]condition, error) {
	names := make([]string, 0, len(arguments))
	for name := range arguments {
		names = append(names, name)
	}
	slices.Sort(names) // so that the same filter always gives the same error
	at, err := c.withContract(at, arguments)
	if err != nil {
		return nil, err
	}
	var all []condition
	for _, name := range names {
		value, given := dereference(arguments[name])
		if !given {
			continue
		}
		if c.given++; c.given > MaxConditions {
			return nil, &Error{Path: at.path, Reason: BeyondLimit,
				Sentence: message.TooManyConditions(MaxConditions)}
		}
		if isLong(value) {
			return nil, &Error{Path: at.at(name).path, Reason: BeyondLimit,
				Sentence: message.FilterTextTooLong(MaxText)}
		}
		read := combinators[name]
		if read == nil {
			read = parts[at.of.Prefix][name]
		}
		if read == nil { // the three types that share a filter have different fields
			all = append(all, never)
			continue
		}
		one, err := read(c, at.at(name), value)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// withContract returns the place with the contract that the filter gives, if all matching records belong to
// it.
func (c *compiler) withContract(at place, arguments map[string]any) (place, error) {
	contract, _ := dereference(arguments["contract"])
	name, given := contract.(string)
	if !given || !at.of.InContract() {
		return at, nil
	}
	ids, err := c.idsByName(at.at("contract"), "contract", name)
	at.contracts = append([]int{}, ids...)
	return at, err
}

// isLong reports whether a value, or one of its operands, is a text over the limit. Filters within it are
// looked at when they are compiled, so that the error has their place.
func isLong(value any) bool {
	switch v := value.(type) {
	case string:
		return len(v) > MaxText
	case []string:
		return slices.ContainsFunc(v, func(text string) bool { return len(text) > MaxText })
	case map[string]any:
		for _, operand := range v {
			plain, given := dereference(operand)
			if _, isFilter := plain.(map[string]any); given && !isFilter && isLong(plain) {
				return true
			}
		}
	}
	return false
}

// dereference returns a value without its pointer. It returns false for null.
func dereference(value any) (plain any, given bool) {
	v := reflect.ValueOf(value)
	for v.IsValid() && v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil, false
		}
		v = v.Elem()
	}
	if !v.IsValid() || (v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.IsNil() {
		return nil, false
	}
	return v.Interface(), true
}

// never matches no record.
var never = condition{holds: func(int32) bool { return false }, isAmong: true}

// each compiles the filters of a list, each into one condition.
func (c *compiler) each(at place, value any) ([]condition, error) {
	var each []condition
	for i, arguments := range value.([]map[string]any) {
		all, err := c.all(at.at(i), arguments)
		if err != nil {
			return nil, err
		}
		each = append(each, allOf(all))
	}
	return each, nil
}

// allOf returns a condition that holds when all of them do.
func allOf(all []condition) condition {
	if len(all) == 1 {
		return all[0]
	}
	var one condition
	narrowest := -1
	for i, c := range all {
		if c.isAmong && (narrowest < 0 || len(c.among) < len(all[narrowest].among)) {
			narrowest = i
		}
		one.isExpensive = one.isExpensive || c.isExpensive
	}
	one.holds = every(all)
	if narrowest >= 0 {
		one.among, one.isAmong, one.rest = all[narrowest].among, true, one.holds
		if all[narrowest].isExact {
			one.rest = every(slices.Delete(slices.Clone(all), narrowest, narrowest+1))
		}
	}
	return one
}

// every returns a function that is true when all conditions hold, and checks the expensive ones last.
// It returns nil without conditions.
func every(all []condition) func(int32) bool {
	var holds []func(int32) bool
	for _, expensive := range []bool{false, true} {
		for _, c := range all {
			if c.holds != nil && c.isExpensive == expensive {
				holds = append(holds, c.holds)
			}
		}
	}
	switch len(holds) {
	case 0:
		return nil
	case 1:
		return holds[0]
	}
	return func(id int32) bool {
		for _, holds := range holds {
			if !holds(id) {
				return false
			}
		}
		return true
	}
}

func and(c *compiler, at place, value any) (condition, error) {
	each, err := c.each(at, value)
	return allOf(each), err
}

func or(c *compiler, at place, value any) (condition, error) {
	each, err := c.each(at, value)
	if err != nil {
		return never, err
	}
	return anyOf(each), nil
}

// anyOf returns a condition that holds when any of them does. Without conditions it never holds.
func anyOf(each []condition) condition {
	one := condition{isAmong: true, holds: func(id int32) bool {
		return slices.ContainsFunc(each, func(c condition) bool { return c.holds == nil || c.holds(id) })
	}}
	for _, c := range each {
		one.isExpensive = one.isExpensive || c.isExpensive
		one.isAmong = one.isAmong && c.isAmong
		one.among = append(one.among, c.among...)
	}
	if !one.isAmong {
		one.among = nil
	}
	slices.Sort(one.among)
	one.among = slices.Compact(one.among)
	return one
}

// not has two values: what is not known to hold does not hold.
func not(c *compiler, at place, value any) (condition, error) {
	all, err := c.all(at, value.(map[string]any))
	if err != nil {
		return never, err
	}
	one := allOf(all)
	return condition{isExpensive: one.isExpensive,
		holds: func(id int32) bool { return one.holds != nil && !one.holds(id) }}, nil
}

// memoized returns a condition that is evaluated once for each record.
func (c *compiler) memoized(prefix string, one condition) condition {
	if one.holds == nil {
		return one
	}
	const yes, no = 1, 2
	var known []uint8 // by id, made when the first record is asked
	holds := one.holds
	one.holds = func(id int32) bool {
		if known == nil {
			known = make([]uint8, c.view.Rows(prefix).Bound())
		}
		if known[id] == 0 {
			known[id] = no
			if holds(id) {
				known[id] = yes
			}
		}
		return known[id] == yes
	}
	return one
}
