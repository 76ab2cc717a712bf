package past

import (
	"context"
	"errors"
	"time"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/ledger"
)

// mostRemembered is how many records the state has at most from which the next
// moment goes on.
const mostRemembered = 20_000

// chapter is a part of the ledger from its beginning: what it makes, how many
// lines it has, when the latest was written, and the place of the last.
type chapter struct {
	state  State
	lines  int
	latest time.Time
	end    ledger.Position
}

// Prepare replays the ledger as it is now, for the first moment to go on from.
// One that is too long to be remembered is left for whoever asks.
func (m *Moments) Prepare(ctx context.Context) error {
	ctx = access.AsSystem(ctx)
	now := time.Now()
	if count, err := m.Ledger.Count(ctx, upTo(now)); err != nil || count > mostRemembered {
		return err
	}
	done, err := m.takeTurn(ctx)
	if err != nil {
		return err
	}
	defer done()
	_, _, err = m.replayed(ctx, now)
	return err
}

// replayed is what the lines up to a moment make, and the name of the moment.
func (m *Moments) replayed(ctx context.Context, at time.Time) (State, string, error) {
	told, lines := m.begun(ctx, at)
	m.told = nil // until all of it is told
	if told == nil {
		var err error
		if lines, err = m.Ledger.Read(ctx, upTo(at)); err != nil {
			return nil, "", err
		}
		told = &chapter{state: State{}}
	}
	told.lines += len(lines)
	if told.lines > MaxLines {
		return nil, "", &TooLongError{told.lines}
	}
	for _, line := range lines {
		if err := told.state.Replay(line); err != nil {
			return nil, "", err
		}
		told.end = ledger.PositionOf(line)
		if line.At.After(told.latest) {
			told.latest = line.At
		}
	}
	if told.lines > 0 && len(told.state) <= mostRemembered {
		m.told = told
	}
	return told.state, keyOf(told.lines, told.end.UID), nil
}

// begun is the chapter that was told last and the lines that follow it up to a
// moment; nil unless these are all: a line that is committed late has a place
// before the chapter's end.
func (m *Moments) begun(ctx context.Context, at time.Time) (*chapter, []*ent.Change) {
	told := m.told
	if told == nil || at.Before(told.latest) {
		return nil, nil
	}
	all := upTo(at)
	following := all
	following.After = &told.end
	before, errBefore := m.Ledger.Count(ctx, all)
	lines, errLines := m.Ledger.Read(ctx, following)
	after, errAfter := m.Ledger.Count(ctx, all)
	if errors.Join(errBefore, errLines, errAfter) != nil { // whoever reads all of it finds the error
		return nil, nil
	}
	if before != after || told.lines+len(lines) != after {
		return nil, nil
	}
	return told, lines
}
