package snapshot

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"

	"maillage/internal/access"
	"maillage/internal/message"
	"maillage/internal/record"
	"maillage/internal/search"
)

// RewriteTextsAlways makes the source rewrite texts after each write.
func (l *Source) RewriteTextsAlways() { l.textSlack = math.MinInt64 / 2 }

// UndoAtMost sets the maximum number of lines that are undone.
func (l *Source) UndoAtMost(lines int) { l.maxLines = lines }

// TextSize returns the size of texts in bytes.
func (v *View) TextSize() int64 { return v.values.Texts.Size() }

// ForgetHistory clears the cache of past snapshots.
func (l *Source) ForgetHistory() { l.history.forget() }

// CheckpointEvery sets the number of lines between two checkpoints.
func (l *Source) CheckpointEvery(lines int) { l.checkpointLines = lines }

// UndoAtOnce sets the number of lines that are undone at once.
func (l *Source) UndoAtOnce(lines int) { l.undoneLines = lines }

// JournalLines returns the number of lines in the journal, and whether it could have more.
func (l *Source) JournalLines() (lines int, more bool) {
	j := &l.latest.Load().journal
	return j.lines, j.isExtensible(l.maxLines)
}

// Checkpoints returns the number of checkpoints.
func (l *Source) Checkpoints() int { return len(l.latest.Load().journal.checkpoints) }

// FillJournal adds earlier lines to the journal until it has enough.
func (l *Source) FillJournal(ctx context.Context) error {
	for {
		err := l.backfill(access.AsSystem(ctx))
		if _, more := l.JournalLines(); err != nil || !more {
			return err
		}
		if err := l.awaitWords(ctx); err != nil {
			return err
		}
	}
}

// awaitWords waits until the search index is ready.
func (l *Source) awaitWords(ctx context.Context) error {
	v, err := l.View(access.AsSystem(ctx))
	if err != nil {
		return err
	}
	_, err = v.Words().Find(ctx, v, search.Request{Query: "word", Limit: 1})
	if errors.As(err, new(*message.UnfinishedError)) {
		return nil
	}
	return err
}

// Export writes all visible records as JSON Lines, by type, then by identifier.
func (v *View) Export(w io.Writer) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, t := range record.Types {
		for _, id := range v.SortedByUID(t.Prefix) {
			if err := encoder.Encode(v.Line(t, v.Rows(t.Prefix).Record(id, v.Values()))); err != nil {
				return err
			}
		}
	}
	return nil
}
