package rows

import "sync/atomic"

// Cache caches records that were made lately, shared by readers. A record is stored with the row that it was made
// of. Readers' rows never change, so that no record is stale.
type Cache[Row, Record any] struct {
	slots [cacheSlots]atomic.Pointer[cachedRecord[Row, Record]] // by the last bits of the id
}

// cacheSlots is the number of records in a cache.
const cacheSlots = 1 << 10

// cachedRecord is a record and the row that it was made of.
type cachedRecord[Row, Record any] struct {
	row    *Row
	record Record
}

// Of returns the record of a row, from the cache or made by fill.
func (m *Cache[Row, Record]) Of(id int32, row *Row, fill func(*Record)) *Record {
	slot := &m.slots[uint32(id)%cacheSlots]
	one := slot.Load()
	if one == nil || one.row != row {
		one = &cachedRecord[Row, Record]{row: row}
		fill(&one.record)
		slot.Store(one)
	}
	return &one.record
}
