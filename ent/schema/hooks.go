package schema

import (
	"context"
	"time"

	"entgo.io/ent"

	"maillage/internal/lexicon"
)

func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) } // the precision of PostgreSQL

// countOn returns a hook that increments a version field with every update.
func countOn(field string) ent.Hook {
	return func(next ent.Mutator) ent.Mutator {
		return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
			if m.Op().Is(ent.OpUpdate | ent.OpUpdateOne) {
				if err := m.AddField(field, 1); err != nil {
					return nil, err
				}
			}
			return next.Mutate(ctx, m)
		})
	}
}

// foldName is a hook that updates the sort key with the name.
func foldName(next ent.Mutator) ent.Mutator {
	return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
		if name, changed := m.Field("name"); changed {
			if err := m.SetField("sort_key", lexicon.ListKey(name.(string))); err != nil {
				return nil, err
			}
		}
		return next.Mutate(ctx, m)
	})
}

// boundDates returns a hook that updates the bounds of partial dates.
func boundDates(names ...string) ent.Hook {
	return func(next ent.Mutator) ent.Mutator {
		return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
			for _, name := range names {
				if err := bound(m, name); err != nil {
					return nil, err
				}
			}
			return next.Mutate(ctx, m)
		})
	}
}

// bound sets the bounds of one partial date when it changes.
func bound(m ent.Mutation, name string) error {
	written, changed := m.Field(name)
	switch {
	case changed:
		date := written.(lexicon.PartialDate)
		if err := setDay(m, name+earliest, date.Earliest()); err != nil {
			return err
		}
		return setDay(m, name+latest, date.Latest())
	case m.FieldCleared(name):
		if err := m.ClearField(name + earliest); err != nil {
			return err
		}
		return m.ClearField(name + latest)
	}
	return nil
}

// setDay stores a bound. An open end is null.
func setDay(m ent.Mutation, field string, day lexicon.Day) error {
	if day != lexicon.MinDay && day != lexicon.MaxDay {
		return m.SetField(field, day.String())
	}
	if m.Op().Is(ent.OpCreate) {
		return nil
	}
	return m.ClearField(field)
}
