package edit

import (
	"context"
	"strings"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/lexicon"
	"maillage/internal/message"
	"maillage/internal/record"
)

// upsert changes the record that its input names by id, code, identifier or natural key, or creates it.
func (w *work) upsert(ctx context.Context, t *record.Type, s Step) (string, error) {
	before := len(w.problems)
	was, s, err := w.existing(ctx, t, s)
	if err != nil || len(w.problems) > before {
		return "", err
	}
	if was != nil && !w.checkVersion(s, was) {
		return "", nil
	}
	var uid string
	if was == nil {
		uid, err = w.create(ctx, t, s)
	} else {
		uid, err = w.change(ctx, t, s, was)
	}
	if err == nil && s.Set["identifier"] != nil {
		err = w.suggest(ctx, s, uid)
	}
	return uid, err
}

// existing finds the record that an upsert means, or nil. It also returns the step adapted to that record.
func (w *work) existing(ctx context.Context, t *record.Type, s Step) (*row, Step, error) {
	if id, _ := s.Set["id"].(string); id != "" {
		if prefix, isUID := lexicon.UIDPrefix(id); !isUID || prefix != t.Prefix {
			return nil, s, nil // creating the record reports the problem
		}
		was, err := w.rowOf(ctx, t, "uid", id)
		if err != nil || was != nil || t.Prefix != "partner" {
			return was, s, err
		}
		if was, err = w.findMergedInto(ctx, s, id); was != nil {
			s = w.asFound(s, was)
		}
		return was, s, err
	}
	if t.Prefix == "identifier" {
		was, err := w.findIdentifier(ctx, s)
		return was, s, err
	}
	if naturalKeys[t.Prefix] != nil {
		return w.findClaim(ctx, t, s)
	}
	was, err := w.findByCode(ctx, t, s)
	if err != nil {
		return nil, s, err
	}
	holder, err := w.identified(ctx, s)
	switch {
	case err != nil:
		return nil, s, err
	case was == nil && holder != nil:
		return holder, w.asFound(s, holder), nil
	case was != nil && holder != nil && holder.id != was.id:
		w.report(s, "identifier", lexicon.UserAmbiguous, message.CodeAndIdentifierDiffer(was.text("code")))
	case was != nil && hasIdentifiers(t):
		return was, w.asFound(s, was), nil
	}
	return was, s, nil
}

// findMergedInto finds the partner into which the partner of an id or a code was merged. It reports a conflict when the
// upsert gives a version: that is the merged partner's.
func (w *work) findMergedInto(ctx context.Context, s Step, name string) (*row, error) {
	was, err := w.mergedInto(ctx, name)
	if seen, given := toInt(s.Set["version"]); was != nil && given {
		w.reportConflict(s, "version", was, seen)
	}
	return was, err
}

// findByCode finds the record that has the code of an upsert, or nil: in the contract that the upsert gives, else in
// the directory.
func (w *work) findByCode(ctx context.Context, t *record.Type, s Step) (*row, error) {
	code := given(t, s.Set, "code")
	if code == "" {
		return nil, nil
	}
	contract := 0
	if home := given(t, s.Set, "contract"); home != "" && t.InContract() {
		owner, err := w.contractNamed(ctx, home)
		if err != nil || owner == nil {
			return nil, err // creating the record reports the problem
		}
		contract = owner.id
	}
	was, err := w.withCode(ctx, t, code, contract)
	if err != nil || was != nil || t.Prefix != "partner" {
		return was, err
	}
	return w.findMergedInto(ctx, s, code)
}

// withCode returns the record with a code in a contract, or in the directory (0); nil for none.
func (w *work) withCode(ctx context.Context, t *record.Type, code string, contract int) (*row, error) {
	rows, err := w.tx.Rows(ctx, t.Prefix, func(s *sql.Selector) {
		s.Where(sql.EQ(s.C("code"), code))
		if t.InContract() {
			s.Where(orNull(s.C(t.Scope), contract, contract != 0))
		}
	})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return newRow(t, rows[0]), nil
}

// contractNamed returns a contract by its id or code, or nil.
func (w *work) contractNamed(ctx context.Context, name string) (*row, error) {
	if strings.ContainsRune(name, 0) {
		return nil, nil
	}
	column := "code"
	if _, isUID := lexicon.UIDPrefix(name); isUID {
		column = "uid"
	}
	return w.rowOf(ctx, record.Of("contract"), column, name)
}

// findIdentifier returns the identifier with the holder, scheme and value of a step, or nil.
func (w *work) findIdentifier(ctx context.Context, s Step) (*row, error) {
	t := record.Of("identifier")
	scheme, value := given(t, s.Set, "scheme"), given(t, s.Set, "value")
	value = lexicon.Scheme(scheme).Normal(value)
	for _, holder := range []string{"partner", "territory"} {
		name := given(t, s.Set, holder)
		if name == "" || scheme == "" || value == "" {
			continue
		}
		problems := len(w.problems)
		who, err := w.find(ctx, s, holder, []record.End{{Prefix: holder}}, name, nil)
		w.problems = w.problems[:problems] // creating it reports them again
		if err != nil || who == nil {
			return nil, err
		}
		rows, err := w.tx.Rows(ctx, "identifier", func(q *sql.Selector) {
			q.Where(
				sql.And(sql.EQ(q.C("scheme"), scheme), sql.EQ(q.C("value"), value), sql.EQ(q.C(holder+"_id"), who.id)),
			)
		})
		if err != nil || len(rows) == 0 {
			return nil, err
		}
		return newRow(t, rows[0]), nil
	}
	return nil, nil
}
