// Package filter turns what a client asks of records into conditions on their
// rows in a snapshot: on their fields, on the records that they lead to and on
// those that lead to them, joined by and, or and not.
//
// What can be asked is closed by the schema of the API; what it means is written
// here once for all types, over what package record knows of them. A condition on
// another record is answered once for each, and tells which records alone may
// fulfil it where that is known. Only what the viewer sees is looked at.
package filter

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"maillage/internal/record"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// What one filter may ask for at most.
const (
	MaxHops       = 3     // from the record to the furthest thing
	MaxConditions = 50    // fields that are given, links included
	MaxValues     = 100   // of one list
	MaxText       = 1_000 // bytes of one text: folding it takes time
)

// Error is what is wrong with a filter, and where in it.
type Error struct {
	Path     []any
	Reason   Reason
	Sentence string // a format, in English
	Args     []any
}

// Reason is the sort of thing that is wrong with a filter.
type Reason uint8

// The reasons.
const (
	BeyondLimit Reason = iota + 1 // it asks for too much
	NotFound                      // what it names is not there, or not seen
	Malformed                     // its form is wrong
)

func (e *Error) Error() string { return fmt.Sprintf(e.Sentence, e.Args...) }

// Lookups answer what is not in the rows themselves. All are asked for the
// viewer of the context.
type Lookups struct {
	// Called are the ids of the records of a type, by its prefix, that names name. A
	// code alone is looked for in the contracts at hand; nil is none. An error about
	// the names is a *record.AmbiguousError.
	Called func(ctx context.Context, prefix string, contracts []int, names ...string) ([]int, error)
	// NamedBy are the partners that a claim of a contract names.
	NamedBy func(ctx context.Context, contract int) ([]int, error)
	// Derived are the partners, or of the prefix axis the axes, of the derived
	// contributions that are asked for; of the prefix theme the themes that count
	// as those that are asked for.
	Derived func(ctx context.Context, prefix string, contracts []int, asked map[string]any) ([]int, error)
}

// Compile reads a filter of records of a type. The condition is good for
// records of that type, for the viewer of the context. Errors of the filter are
// *Error.
func (l Lookups) Compile(ctx context.Context, v *snapshot.View, prefix string, asked map[string]any) (*relay.Where,
	error) {
	c := &compiler{ctx: ctx, Lookups: l, view: v}
	all, err := c.all(place{of: record.Of(prefix), contracts: relay.ContractsAtHand(ctx)}, asked)
	if err != nil {
		return nil, err
	}
	whole := joined(all)
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
	given int // conditions so far
}

// place is where in a filter the compiler is.
type place struct {
	of      *record.Type
	path    []any
	hops    int
	passing bool // at a claim that a hop leads over: the way on is the same hop
	// contracts are those to which the records are known to belong, in which codes
	// alone are looked for; nil for none.
	contracts []int
}

func (p place) at(step any) place {
	p.path = append(slices.Clone(p.path), step)
	return p
}

// condition is one that a record fulfils or does not.
type condition struct {
	holds func(id int32) bool // nil holds for all
	// among are the only records that may fulfil it, by id and each once, where isAmong.
	among   []int32
	isAmong bool
	isExact bool                // all of them fulfil it
	rest    func(id int32) bool // what is to be asked of them, where it is not all that holds asks
	isDear  bool                // it reads texts, or other records: others are asked first
}

// part reads the value that a field of a filter is given.
type part func(c *compiler, at place, value any) (condition, error)

// all are the conditions of a filter, which add up.
func (c *compiler) all(at place, asked map[string]any) ([]condition, error) {
	names := make([]string, 0, len(asked))
	for name := range asked {
		names = append(names, name)
	}
	slices.Sort(names) // so that one error is always the same
	at, err := c.within(at, asked)
	if err != nil {
		return nil, err
	}
	var all []condition
	for _, name := range names {
		value, given := plainly(asked[name])
		if !given {
			continue
		}
		if c.given++; c.given > MaxConditions {
			return nil, &Error{Path: at.path, Reason: BeyondLimit, Sentence: "the filter has more than %d conditions", Args: []any{MaxConditions}}
		}
		if isLong(value) {
			return nil, &Error{Path: at.at(name).path, Reason: BeyondLimit, Sentence: "the text has more than %d bytes", Args: []any{MaxText}}
		}
		read := joints[name]
		if read == nil {
			read = parts[at.of.Prefix][name]
		}
		if read == nil { // the schema has what this type of the three that share a filter lacks
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

// within is the place with the contract that a filter gives, where all records that
// match belong to it.
func (c *compiler) within(at place, asked map[string]any) (place, error) {
	contract, _ := plainly(asked["contract"])
	name, given := contract.(string)
	if !given || !at.of.InContract() {
		return at, nil
	}
	ids, err := c.called(at.at("contract"), "contract", name)
	at.contracts = append([]int{}, ids...)
	return at, err
}

// isLong tells whether a value, or one of its operators, is too long a text.
func isLong(value any) bool {
	switch v := value.(type) {
	case string:
		return len(v) > MaxText
	case []string:
		return slices.ContainsFunc(v, func(text string) bool { return len(text) > MaxText })
	case map[string]any:
		for _, operand := range v {
			if plain, given := plainly(operand); given && isLong(plain) {
				return true
			}
		}
	}
	return false
}

// plainly is a value without its pointer; one that is null is not given.
func plainly(value any) (plain any, given bool) {
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

// never is fulfilled by no record.
var never = condition{holds: func(int32) bool { return false }, isAmong: true}

// each reads the filters of a list, each into one condition.
func (c *compiler) each(at place, value any) ([]condition, error) {
	var each []condition
	for i, asked := range value.([]map[string]any) {
		all, err := c.all(at.at(i), asked)
		if err != nil {
			return nil, err
		}
		each = append(each, joined(all))
	}
	return each, nil
}

// joined is one condition that holds when all do.
func joined(all []condition) condition {
	if len(all) == 1 {
		return all[0]
	}
	var one condition
	narrowest := -1
	for i, c := range all {
		if c.isAmong && (narrowest < 0 || len(c.among) < len(all[narrowest].among)) {
			narrowest = i
		}
		one.isDear = one.isDear || c.isDear
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

// every holds when all conditions do, of which the dear ones are asked last; nil for none.
func every(all []condition) func(int32) bool {
	var holds []func(int32) bool
	for _, dear := range []bool{false, true} {
		for _, c := range all {
			if c.holds != nil && c.isDear == dear {
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
	return joined(each), err
}

func or(c *compiler, at place, value any) (condition, error) {
	each, err := c.each(at, value)
	if err != nil {
		return never, err
	}
	return either(each), nil
}

// either is one condition that holds when any does; of none it never holds.
func either(each []condition) condition {
	one := condition{isAmong: true, holds: func(id int32) bool {
		return slices.ContainsFunc(each, func(c condition) bool { return c.holds == nil || c.holds(id) })
	}}
	for _, c := range each {
		one.isDear = one.isDear || c.isDear
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

// not is of two values: what is not known to hold does not hold.
func not(c *compiler, at place, value any) (condition, error) {
	all, err := c.all(at, value.(map[string]any))
	if err != nil {
		return never, err
	}
	one := joined(all)
	return condition{isDear: one.isDear, holds: func(id int32) bool { return one.holds != nil && !one.holds(id) }}, nil
}

// remembered is a condition that is answered once for each record.
func (c *compiler) remembered(prefix string, one condition) condition {
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
