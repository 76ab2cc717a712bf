package snapshot

import "math"

// RewriteTextsAlways keeps texts anew after each write.
func (l *Source) RewriteTextsAlways() { l.textSlack = math.MinInt64 / 2 }

// TextSize returns how many bytes texts take.
func (v *View) TextSize() int64 { return v.values.Texts.Size() }
