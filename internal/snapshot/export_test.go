package snapshot

import "math"

// RewriteTextsAlways keeps texts anew after each write.
func (l *Source) RewriteTextsAlways() { l.textSlack = math.MinInt64 / 2 }

// UndoAtMost bounds the lines that are undone.
func (l *Source) UndoAtMost(lines int) { l.mostLines = lines }

// TextSize returns how many bytes texts take.
func (v *View) TextSize() int64 { return v.values.Texts.Size() }

// ForgetMoments forgets the earlier moments that are kept.
func (l *Source) ForgetMoments() { l.moments.forget() }
