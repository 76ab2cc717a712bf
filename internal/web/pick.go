package web

import (
	"net/url"
	"strings"
)

// picked is a record that was chosen by words.
type picked struct {
	thing
	Acronym *string
}

// pick finds the record that the words of a field mean. Where several may be meant, the field lists them, and the form
// is sent again with one chosen; nothing is returned then, and the field has an error.
func (q *request) pick(f *form, of *field, sent url.Values, recordType, contract string) (*picked, error) {
	words := strings.TrimSpace(of.Value)
	if words == "" {
		return nil, nil //nolint:nilnil // an empty field names nothing
	}
	if id, code, is := strings.Cut(sent.Get(of.Name+"-id"), " "); is && sent.Get(of.Name+"-for") == words {
		return &picked{thing: thing{ID: id, Name: words, Code: code}}, nil
	}
	var data struct {
		Search *struct {
			Edges []struct {
				Closeness string
				Node      picked
			}
		}
	}
	variables := vars{"words": cut(words), "types": []string{recordType}}
	if contract != "" {
		variables["contract"] = contract
	}
	if err := q.ask("Pick", variables, &data); err != nil {
		return nil, err
	}
	var exact, all []picked
	if data.Search != nil {
		for _, e := range data.Search.Edges {
			all = append(all, e.Node)
			if e.Closeness == "EXACT" {
				exact = append(exact, e.Node)
			}
		}
	}
	if len(exact) == 1 {
		return &exact[0], nil
	}
	if len(all) == 0 {
		f.fail(of.Name, say(q.lang, "pick.none", words))
		return nil, nil //nolint:nilnil // the field has the error
	}
	f.Hidden = append(f.Hidden, option{Value: words, Label: of.Name + "-for"})
	for _, m := range all {
		of.Matches = append(of.Matches, option{m.ID + " " + m.Code, m.described(q), false})
	}
	f.fail(of.Name, say(q.lang, "pick.several", words))
	return nil, nil //nolint:nilnil // the field has the error
}

// mostWords bounds the words that are searched.
const mostWords = 200

func cut(words string) string {
	if runes := []rune(words); len(runes) > mostWords {
		return string(runes[:mostWords])
	}
	return words
}

// described tells a record apart from others of its name.
func (p picked) described(q *request) string {
	text := p.Name
	if p.Acronym != nil {
		text += " (" + *p.Acronym + ")"
	}
	if p.Sector != "" {
		text += ", " + label(q.lang, "Sector", p.Sector)
	}
	return text + " · " + p.Code
}

// chosen fills a field with a record that is known, so that it is not searched again.
func (f *form) chosen(of *field, t *thing) {
	if t == nil || t.ID == "" {
		return
	}
	of.Value = t.Name
	f.Hidden = append(f.Hidden,
		option{Label: of.Name + "-for", Value: t.Name}, option{Label: of.Name + "-id", Value: t.ID + " " + t.Code})
}

// suggestions returns what a text field proposes: the names of records, each once.
func suggestions(lists ...[]thing) (options []option) {
	seen := map[string]bool{}
	for _, list := range lists {
		for _, t := range list {
			if t.Name != "" && !seen[t.Name] {
				seen[t.Name] = true
				options = append(options, option{Value: t.Name})
			}
		}
	}
	return options
}
