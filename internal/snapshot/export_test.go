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

// MarkEach sets how many lines lie between two waypoints.
func (l *Source) MarkEach(lines int) { l.waypointLines = lines }

// Waypoints returns how many waypoints there are.
func (l *Source) Waypoints() int { return len(l.now.Load().journal.waypoints) }
