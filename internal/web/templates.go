package web

import (
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/web/assets"
	"maillage/internal/web/words"
)

//go:embed templates/*.html
var templateFiles embed.FS

// frame is the template that all pages share.
const frame = "templates/frame.html"

// templates are the parsed page templates, by language and name.
type templates map[lexicon.Language]map[string]*template.Template

func (t templates) of(l lexicon.Language, name string) *template.Template { return t[l][name] }

// parsed caches templates by time zone: a process may have many sites, but only one set of files.
var parsed sync.Map // *time.Location → func() (templates, error)

// templatesFor returns the templates for a time zone, which it parses once in a process.
func templatesFor(a assets.Assets, zone *time.Location) (templates, error) {
	once, _ := parsed.LoadOrStore(zone, sync.OnceValues(func() (templates, error) { return parseTemplates(a, zone) }))
	return once.(func() (templates, error))()
}

// parseTemplates parses each page within the frame, once for each language.
func parseTemplates(a assets.Assets, zone *time.Location) (templates, error) {
	files, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return nil, err
	}
	all := templates{}
	for _, l := range []lexicon.Language{lexicon.French, lexicon.English} {
		base, err := template.New(path.Base(frame)).Funcs(functions(l, a, zone)).ParseFS(
			templateFiles, frame, "templates/part-*.html",
		)
		if err != nil {
			return nil, err
		}
		all[l] = map[string]*template.Template{}
		for _, file := range files {
			name := strings.TrimSuffix(path.Base(file), ".html")
			if file == frame || strings.HasPrefix(name, "part-") {
				continue
			}
			page, err := base.Clone()
			if err == nil {
				page, err = page.ParseFS(templateFiles, file)
			}
			if err != nil {
				return nil, err
			}
			all[l][name] = page
		}
	}
	return all, nil
}

// functions returns the functions of templates.
func functions(l lexicon.Language, a assets.Assets, zone *time.Location) template.FuncMap {
	return template.FuncMap{
		"t":      func(key string, values ...any) string { return words.Say(l, key, values...) },
		"n":      func(key string, count int, values ...any) string { return words.Plural(l, key, count, values...) },
		"word":   func(vocabulary, word string) string { return words.Label(l, vocabulary, word) },
		"number": func(number *string) string { return words.Decimal(l, number) },
		"measured": func(of ...*thing) []*thing {
			return slices.DeleteFunc(of, func(t *thing) bool { return t == nil })
		},
		"date":  func(date *string) string { return words.DatePhrase(l, date) },
		"day":   func(moment time.Time) string { return words.DayPhrase(l, moment.In(zone)) },
		"time":  func(moment time.Time) string { return words.MomentPhrase(l, moment.In(zone)) },
		"iso":   func(moment time.Time) string { return moment.In(zone).Format(time.RFC3339) },
		"euros": func(c cents) string { return words.Euros(l, int64(c)) },
		"soft":  words.SoftHyphens,
		"said":  func(c link) string { vocabulary, word := c.said(); return words.Label(l, vocabulary, word) },
		"field": func(name string) string { return fieldName(l, name) },
		"value": func(recordType, field string, v *fieldValue) string { return valueOf(l, recordType, field, v) },
		"upper": strings.ToUpper,
		"lower": strings.ToLower,
		"words": func(words ...string) []string { return words },
		"asset": a.Address,
		"dict":  dict,

		"identifier": func(i identifier) string { return i.said(l) },
	}
}

// dict makes a map of names and values, to pass several values to a template.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict takes pairs, not %d values", len(pairs))
	}
	all := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, is := pairs[i].(string)
		if !is {
			return nil, fmt.Errorf("dict takes names that are text, not %v", pairs[i])
		}
		all[name] = pairs[i+1]
	}
	return all, nil
}
