package snapshot

import (
	"errors"

	"maillage/internal/message"
)

// Check returns a *message.UnfinishedError until the database was read for the first time.
func (l *Source) Check() error {
	if l.latest.Load() == nil {
		percent := int(l.loaded.Load())
		return &message.UnfinishedError{Sentence: message.ReadingRecords(percent), Percent: percent}
	}
	return nil
}

// Unindexed reports whether search indexing is in progress, and how many percent are done.
func (l *Source) Unindexed() (percent int, is bool) {
	now := l.latest.Load()
	if now == nil {
		return 0, false
	}
	var preparing *message.UnfinishedError
	if errors.As(now.snapshot.words.Check(), &preparing) {
		return preparing.Percent, true
	}
	return 0, false
}
