package edit

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/record"
)

// A large write would ask the database several times for each of its records. What the records have in common is
// cached here, and what each one asks is asked for all of them at once.

// prefetchFrom is the number of steps from which on values are looked up together.
const prefetchFrom = 20

// prefetched holds the values that were looked up for all steps of a write.
type prefetched struct {
	unused map[string]bool    // identifiers of new records that no record ever had
	free   map[[3]string]bool // unique values that no record has, by type and field
	// numbers are the identifiers that this write gave the partners it created, by partner, scheme and value.
	numbers map[[3]string]bool
}

// byUID returns the record with a public identifier, as the viewer sees it, or nil. It caches records until one of any
// type changes or is deleted.
func (w *work) byUID(ctx context.Context, t *record.Type, uid string) (*row, error) {
	if known := w.known[uid]; known != nil && access.From(ctx) == w.viewer {
		return known, nil
	}
	found, err := w.rowOf(ctx, t, "uid", uid)
	if found != nil && access.From(ctx) == w.viewer {
		w.keep(found)
	}
	return found, err
}

// remember caches a new record, if the viewer certainly sees it.
func (w *work) remember(r *row) {
	if w.viewer.Visibility.All {
		w.keep(r)
	}
}

func (w *work) keep(r *row) {
	if w.known == nil {
		w.known = map[string]*row{}
	}
	w.known[r.uid] = r
}

// forget clears the cache of records, before one changes.
func (w *work) forget() { clear(w.known) }

// prefetch looks up what many steps that create records ask alike.
func (w *work) prefetch(ctx context.Context, steps []Step) error {
	if len(steps) < prefetchFrom {
		return nil
	}
	w.prefetched = prefetched{unused: map[string]bool{}, free: map[[3]string]bool{}, numbers: map[[3]string]bool{}}
	var uids []any
	values := map[[2]string][]any{}
	for _, s := range steps {
		if s.Verb != Create {
			continue
		}
		if s.New != "" {
			uids = append(uids, s.New)
			w.prefetched.unused[s.New] = true
		}
		for _, field := range []string{"code", recordKey} {
			if value, is := s.Set[field].(string); is && record.Of(s.Type).Field(field) != nil {
				values[[2]string{s.Type, field}] = append(values[[2]string{s.Type, field}], value)
				w.prefetched.free[[3]string{s.Type, field, value}] = true
			}
		}
	}
	if err := w.dropUsed(ctx, uids); err != nil {
		return err
	}
	if err := w.keepNamed(ctx, steps); err != nil {
		return err
	}
	for of, all := range values {
		t := record.Of(of[0])
		column := t.Field(of[1]).Columns()[0]
		rows, err := w.tx.Rows(access.AsSystem(ctx), t.Prefix, func(s *sql.Selector) {
			s.Where(sql.In(s.C(column), all...))
		})
		if err != nil {
			return err
		}
		for _, r := range rows {
			delete(w.prefetched.free, [3]string{of[0], of[1], newRow(t, r).text(of[1])})
		}
	}
	return nil
}

// keepNamed caches the records that new ones name by identifier, as the viewer sees them.
func (w *work) keepNamed(ctx context.Context, steps []Step) error {
	named := map[*record.Type][]any{}
	seen := map[string]bool{}
	for _, s := range steps {
		if s.Verb != Create {
			continue
		}
		for _, f := range record.Of(s.Type).Fields {
			uid, is := s.Set[f.Name].(string)
			if !is || !f.IsReference() || seen[uid] || w.prefetched.unused[uid] {
				continue
			}
			if t := record.OfUID(uid); t != nil {
				seen[uid] = true
				named[t] = append(named[t], uid)
			}
		}
	}
	for t, uids := range named {
		rows, err := w.tx.Rows(ctx, t.Prefix, func(s *sql.Selector) { s.Where(sql.In(s.C("uid"), uids...)) })
		if err != nil {
			return err
		}
		for _, r := range rows {
			w.keep(newRow(t, r))
		}
	}
	return nil
}

// dropUsed drops the identifiers that a line of the ledger is about: a record has or had them.
func (w *work) dropUsed(ctx context.Context, uids []any) error {
	if len(uids) == 0 {
		return nil
	}
	var used []struct {
		RecordUID string `sql:"record_uid"`
	}
	err := w.tx.Change.Query().Where(func(s *sql.Selector) { s.Where(sql.In(s.C("record_uid"), uids...)) }).
		Select("record_uid").Scan(access.AsSystem(ctx), &used)
	for _, u := range used {
		delete(w.prefetched.unused, u.RecordUID)
	}
	return err
}

// isUnused reports whether certainly no record has or had an identifier.
func (w *work) isUnused(uid string) bool { return uid != "" && w.prefetched.unused[uid] }

// isFree reports, once, whether certainly no record has a unique value. The step that asks may take it.
func (w *work) isFree(prefix, field, value string) bool {
	at := [3]string{prefix, field, value}
	free := w.prefetched.free[at]
	delete(w.prefetched.free, at)
	return free
}

// isFirst reports, once, whether an identifier is certainly new to its partner, because this write created both.
func (w *work) isFirst(n *pending) bool {
	holder := n.ends["partner"]
	if w.prefetched.numbers == nil || holder == nil ||
		!slices.ContainsFunc(w.created, func(p createdPartner) bool { return p.uid == holder.uid }) {
		return false
	}
	at := [3]string{holder.uid, n.text("scheme"), n.text("value")}
	known := w.prefetched.numbers[at]
	w.prefetched.numbers[at] = true
	return !known
}
