package edit

import (
	"context"
	"maps"
	"slices"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// maxSuggestions is the maximum number of suggestions of one step.
const maxSuggestions = 10

// Suggestion names a record that an upsert may mean, and the reason.
type Suggestion struct {
	Field    []string // the path of the input's field
	Record   string   // its public identifier
	Sentence message.Sentence
}

// Message returns the sentence in a language.
func (s *Suggestion) Message(l lexicon.Language) string { return s.Sentence.In(l) }

// number is an identifier in a register.
type number struct {
	scheme lexicon.Scheme
	value  string
}

// numberOf parses the identifier of an upsert; nil when there is none or it is invalid.
func numberOf(s Step) *number {
	key, _ := s.Set["identifier"].(map[string]any)
	t := record.Of("identifier")
	n := &number{scheme: lexicon.Scheme(given(t, key, "scheme"))}
	n.value = n.scheme.Normal(given(t, key, "value"))
	if n.scheme == "" || n.value == "" {
		return nil // creating the identifier reports the problem
	}
	return n
}

// finders returns the numbers by which a holder is looked up, the most precise first: the number itself, and for an
// establishment the number of its organisation. Other registers are not known well enough.
func (n *number) finders() []number {
	if n.scheme == lexicon.Other || n.scheme.Check(n.value) == lexicon.Unverified {
		return nil
	}
	if n.scheme == lexicon.SIRET {
		return []number{*n, {lexicon.SIREN, n.value[:9]}}
	}
	return []number{*n}
}

// identified finds the partner or territory that has the identifier of an upsert, VERIFIED. It reports a number that
// several have.
func (w *work) identified(ctx context.Context, s Step) (*row, error) {
	n := numberOf(s)
	if n == nil {
		return nil, nil
	}
	for _, finder := range n.finders() {
		holders, err := w.holders(ctx, s.Type, func(q *sql.Selector) *sql.Predicate {
			return sql.And(finder.is(q), sql.EQ(q.C("verification"), string(lexicon.Verified)))
		})
		if err != nil {
			return nil, err
		}
		if len(holders) > 1 {
			w.report(s, "identifier", lexicon.UserAmbiguous, message.AmbiguousNumber(finder.value))
			return nil, nil
		}
		if len(holders) == 1 {
			return holders[0], nil
		}
	}
	return nil, nil
}

// is returns the condition that an identifier is this number.
func (n number) is(q *sql.Selector) *sql.Predicate {
	return sql.And(sql.EQ(q.C("scheme"), string(n.scheme)), sql.EQ(q.C("value"), n.value))
}

// holders returns the records of a type that have an identifier which meets a condition, each once.
func (w *work) holders(ctx context.Context, prefix string, where func(*sql.Selector) *sql.Predicate) ([]*row, error) {
	rows, err := w.tx.Rows(ctx, "identifier", func(q *sql.Selector) {
		q.Where(sql.And(where(q), sql.NotNull(q.C(prefix+"_id")))).OrderBy(q.C("id")).Limit(maxSuggestions + 1)
	})
	if err != nil {
		return nil, err
	}
	var holders []*row
	for _, r := range rows {
		id := r.Column(prefix + "_id").(int)
		if slices.ContainsFunc(holders, func(h *row) bool { return h.id == id }) {
			continue
		}
		holder, err := w.rowOf(ctx, record.Of(prefix), "id", id)
		if err != nil {
			return nil, err
		}
		if holder != nil { // nil for one that the viewer does not see
			holders = append(holders, holder)
		}
	}
	return holders, nil
}

// suggest suggests the other records that have the number of an upsert, or a number of the same organisation.
func (w *work) suggest(ctx context.Context, s Step, uid string) error {
	n := numberOf(s)
	if n == nil {
		return nil
	}
	holders, err := w.holders(ctx, s.Type, func(q *sql.Selector) *sql.Predicate {
		same := []*sql.Predicate{n.is(q)}
		switch {
		case n.scheme == lexicon.SIRET && len(n.value) > 9:
			same = append(same, number{lexicon.SIREN, n.value[:9]}.is(q))
		case n.scheme == lexicon.SIREN:
			same = append(
				same, sql.And(sql.EQ(q.C("scheme"), string(lexicon.SIRET)), sql.HasPrefix(q.C("value"), n.value)),
			)
		}
		return sql.Or(same...)
	})
	if err != nil {
		return err
	}
	exact, err := w.holders(ctx, s.Type, n.is)
	for _, holder := range holders {
		isExact := slices.ContainsFunc(exact, func(h *row) bool { return h.id == holder.id })
		switch {
		case holder.uid == uid:
		case isExact:
			w.addSuggestion(s, "identifier", holder, message.SameNumber(holder.text("name"), n.value))
		default:
			w.addSuggestion(s, "identifier", holder, message.SameSIREN(holder.text("name"), n.value[:9]))
		}
	}
	return err
}

// createdPartner is a partner that a step created.
type createdPartner struct {
	step Step
	uid  string
	name string
}

// suggestNamesakes suggests the partners whose name or alias is the name of a created partner. One query serves all
// created partners.
func (w *work) suggestNamesakes(ctx context.Context) error {
	if len(w.created) == 0 || w.unadvised {
		return nil
	}
	names := make([]any, len(w.created))
	for i, made := range w.created {
		names[i] = made.name
	}
	partner := record.Of("partner")
	rows, err := w.tx.Rows(ctx, "partner", func(q *sql.Selector) {
		q.Where(sql.Or(sql.In(q.C("name"), names...), w.listsOne(q.C("aliases"), names))).OrderBy(q.C("id"))
		q.Limit(maxSuggestions * (1 + len(names)))
	})
	if err != nil {
		return err
	}
	aliases := partner.Field("aliases")
	for _, holder := range rowsOf(partner, rows) {
		known, _ := aliases.Plain(holder.Column(aliases.Columns()[0])).([]string)
		for _, made := range w.created {
			isCalled := holder.text("name") == made.name || slices.Contains(known, made.name)
			isSuggested := slices.ContainsFunc(
				w.suggestions, func(s *Suggestion) bool { return s.Record == holder.uid },
			)
			if isCalled && !isSuggested && holder.uid != made.uid {
				if holder.text("name") == made.name {
					w.addSuggestion(made.step, "name", holder, message.SameName(made.name))
					continue
				}
				w.addSuggestion(made.step, "name", holder, message.SameAlias(holder.text("name"), made.name))
			}
		}
	}
	return nil
}

// listsOne returns the condition that a JSON list contains one of some texts.
func (w *work) listsOne(column string, texts []any) *sql.Predicate {
	elements := "json_each"
	if w.postgres {
		elements = "jsonb_array_elements_text"
	}
	return sql.P(func(b *sql.Builder) {
		b.WriteString("EXISTS (SELECT 1 FROM " + elements + "(").Ident(column).WriteString(") AS listed WHERE ")
		if w.postgres {
			b.WriteString("listed")
		} else {
			b.WriteString("listed.value")
		}
		b.WriteString(" IN (").Args(texts...).WriteString("))")
	})
}

// addSuggestion adds a suggestion about a step's field.
func (w *work) addSuggestion(s Step, field string, of *row, sentence message.Sentence) {
	w.suggestions = append(w.suggestions, &Suggestion{
		Field: append(slices.Clone(s.Path), field), Record: of.uid, Sentence: sentence,
	})
}

// hasIdentifiers reports whether records of a type can have identifiers in registers.
func hasIdentifiers(t *record.Type) bool { return t.Prefix == "partner" || t.Prefix == "territory" }

// asFound adapts an upsert to the record that its code or identifier found, without renaming the record. Another name
// becomes an alias, or a suggestion where the type has no aliases. For the rest of the write, the given code finds the
// record too.
func (w *work) asFound(s Step, was *row) Step {
	code, name := given(was.of, s.Set, "code"), given(was.of, s.Set, "name")
	s.Set = maps.Clone(s.Set)
	delete(s.Set, "code")
	delete(s.Set, "name")
	if code != "" && code != was.text("code") {
		if w.givenCodes == nil {
			w.givenCodes = map[[2]string]*row{}
		}
		w.givenCodes[[2]string{was.of.Prefix, code}] = was
	}
	aliases := was.of.Field("aliases")
	switch {
	case name == "" || name == was.text("name"):
	case aliases == nil:
		w.addSuggestion(s, "name", was, message.NameKept(was.text("name"), name))
	default:
		list, problem := aliases.Parse(s.Set["aliases"])
		if problem != nil {
			break // changing the record reports it
		}
		if list == nil {
			list = aliases.Plain(was.Column(aliases.Columns()[0]))
		}
		if known, _ := list.([]string); !slices.Contains(known, name) {
			s.Set["aliases"] = append(slices.Clone(known), name)
		}
	}
	return s
}
