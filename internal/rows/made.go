package rows

import "sync/atomic"

// Made keeps records that were made lately, for readers who share them. A record stands with the row that it was made
// of: that row never changes once readers have it, so that no record is ever stale.
type Made[Row, Record any] struct {
	slots [madeSlots]atomic.Pointer[made[Row, Record]] // by the last bits of the id
}

const madeSlots = 1 << 10

type made[Row, Record any] struct {
	row    *Row
	record Record
}

// Of returns the record of a row, which fill makes unless it is there.
func (m *Made[Row, Record]) Of(id int32, row *Row, fill func(*Record)) *Record {
	slot := &m.slots[uint32(id)%madeSlots]
	one := slot.Load()
	if one == nil || one.row != row {
		one = &made[Row, Record]{row: row}
		fill(&one.record)
		slot.Store(one)
	}
	return &one.record
}
