package snapshot

import "math"

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

// Checkpoints returns the number of checkpoints.
func (l *Source) Checkpoints() int { return len(l.latest.Load().journal.checkpoints) }
