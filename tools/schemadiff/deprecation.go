package schemadiff

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

// Notice is how long something stays after it was deprecated.
const Notice = 180 * 24 * time.Hour

// deprecated is the form of a reason: the date, what to use instead as a schema coordinate, and a full
// stop.
var deprecated = regexp.MustCompile("^([0-9]{4}-[0-9]{2}-[0-9]{2}): [^`]*`([^`]+)`.*\\.$")

// since returns the day of a deprecation; false when its reason has another form.
func since(reason string) (time.Time, bool) {
	found := deprecated.FindStringSubmatch(reason)
	if found == nil {
		return time.Time{}, false
	}
	day, err := time.Parse(time.DateOnly, found[1])
	return day, err == nil
}

// Deprecations returns the errors in the form of a schema's deprecations.
func Deprecations(s *ast.Schema) []error {
	var wrong []error
	eachDeprecable(s, func(path string, list ast.DirectiveList) {
		said := reason(list)
		if said == "" {
			return
		}
		_, dated := since(said)
		switch {
		case !dated:
			wrong = append(
				wrong,
				fmt.Errorf("%s is deprecated because %q: say `YYYY-MM-DD: use `Type.field` instead.`", path, said),
			)
		case !exists(s, deprecated.FindStringSubmatch(said)[2]):
			wrong = append(wrong, fmt.Errorf("%s is deprecated in favour of %s, which is not there", path,
				deprecated.FindStringSubmatch(said)[2]))
		}
	})
	return wrong
}

// eachDeprecable visits everything that can be deprecated.
func eachDeprecable(s *ast.Schema, visit func(path string, list ast.DirectiveList)) {
	for _, name := range union(types(s), nil) {
		d := s.Types[name]
		for _, f := range d.Fields {
			visit(name+"."+f.Name, f.Directives)
			for _, a := range f.Arguments {
				visit(name+"."+f.Name+"("+a.Name+":)", a.Directives)
			}
		}
		for _, v := range d.EnumValues {
			visit(name+"."+v.Name, v.Directives)
		}
	}
}

// exists reports whether a schema has what a coordinate names.
func exists(s *ast.Schema, path string) bool {
	found := s.Types[path] != nil
	eachDeprecable(s, func(at string, _ ast.DirectiveList) { found = found || at == path })
	return found
}

// Noticed reports whether the removal of something was announced long enough before. The part, or what
// contains it, must have been deprecated in the older schema. For a type, everything that leads to it
// must have been.
func Noticed(before *ast.Schema, path string, now time.Time) bool {
	over := func(list ast.DirectiveList) bool {
		day, ok := since(reason(list))
		return ok && !now.Before(day.Add(Notice))
	}
	noticed := false
	eachDeprecable(before, func(at string, list ast.DirectiveList) {
		if (at == path || strings.HasPrefix(path, at+"(")) && over(list) {
			noticed = true
		}
	})
	if before.Types[path] == nil {
		return noticed
	}
	leads, stays := false, false
	for _, name := range types(before) {
		for _, f := range before.Types[name].Fields {
			if f.Type.Name() == path {
				leads, stays = true, stays || !over(f.Directives)
			}
			for _, a := range f.Arguments {
				if a.Type.Name() == path {
					leads, stays = true, stays || !over(a.Directives) && !over(f.Directives)
				}
			}
		}
	}
	return leads && !stays
}
