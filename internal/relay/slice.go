package relay

import (
	"context"
	"errors"
	"slices"
	"sort"
)

// Slice returns a page of a list in memory. placeOf returns a text by which the items are sorted as
// bytes and which is unique in the list. A cursor stays valid when its item is gone.
func Slice[T any](r *Reader, list string, items []*T, args Args, placeOf func(*T) string) (*Connection[T], error) {
	size, backward, sizeWrong := args.size()
	after, before, cursorWrong := r.Sealer.openArgs(list, args)
	if err := errors.Join(sizeWrong, cursorWrong); err != nil {
		return nil, err
	}
	from, to, total := 0, len(items), len(items)
	if after != nil {
		from = sort.Search(total, func(i int) bool { return placeOf(items[i]) > after.value })
	}
	if before != nil {
		to = sort.Search(total, func(i int) bool { return placeOf(items[i]) >= before.value })
	}
	items = items[min(from, to):to]
	fetched := items[:min(size+1, len(items))]
	if backward {
		fetched = reversed(items[max(0, len(items)-size-1):])
	}
	c := paged(fetched, args, size, backward, func(i int) string {
		return r.Sealer.seal(list, position{value: placeOf(fetched[i])})
	})
	c.count = func(context.Context) (int, error) { return total, nil }
	return c, nil
}

func reversed[T any](items []*T) []*T {
	turned := slices.Clone(items)
	slices.Reverse(turned)
	return turned
}
