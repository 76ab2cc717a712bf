package ledger

import "maillage/internal/backfill"

// Baseline is the job that writes the first lines, for tests.
func (l *Ledger) Baseline() *backfill.Job { return l.baseline }
