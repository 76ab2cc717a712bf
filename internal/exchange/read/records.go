package read

import (
	"bytes"
	"errors"
	"io"
)

const bufferSize = 256 << 10

// recordReader cuts a text file into records: lines, joined where a quote is open. A record that grows too long, or
// never closes its quote, is cut at its first line end, so that one quote never swallows the file.
type recordReader struct {
	file      io.ReaderAt
	begin     int64 // of the text, after a byte order mark
	size      int64
	separator byte // zero: a quote means nothing
	carriage  bool // lines end in CR alone

	buffer   []byte
	start    int   // of the next record in the buffer
	at       int64 // the same in the file
	line     int   // physical lines before it
	filled   bool  // the buffer has the end of the file
	deadFrom int64 // a quote open at a line that begins from here
	deadTo   int64 // to here is never closed
}

// record is what recordReader finds.
type record struct {
	text     []byte // without the line end; valid until the next record
	offset   int64
	length   int // with the line end
	number   int
	lines    int
	unclosed bool
	long     bool // the text is cut
}

func newRecordReader(file io.ReaderAt, begin, size int64, separator byte, carriage bool) *recordReader {
	r := &recordReader{file: file, begin: begin, size: size, separator: separator, carriage: carriage}
	r.rewind()
	return r
}

func (r *recordReader) rewind() {
	r.buffer, r.start, r.at, r.line, r.filled = r.buffer[:0], 0, r.begin, 0, false
	r.deadFrom, r.deadTo = 0, 0
}

// fill reads more of the file behind what the buffer has, and drops what is before the record.
func (r *recordReader) fill() error {
	have := copy(r.buffer, r.buffer[r.start:])
	r.buffer, r.start = r.buffer[:have], 0
	if cap(r.buffer) < have+bufferSize {
		larger := make([]byte, have, 2*have+bufferSize)
		copy(larger, r.buffer)
		r.buffer = larger
	}
	from := r.at + int64(have)
	room := min(int64(bufferSize), r.size-from)
	if room <= 0 {
		r.filled = true
		return nil
	}
	n, err := r.file.ReadAt(r.buffer[have:have+int(room)], from)
	r.buffer = r.buffer[:have+n]
	switch {
	case int64(n) == room:
		r.filled = from+room == r.size
		return nil
	case err == nil || errors.Is(err, io.EOF): // the file is shorter than it was said to be
		r.filled = true
		return nil
	}
	return err
}

// lineEnd returns where the physical line that begins at from ends, and where the next begins, within the record's
// bytes. It returns false when the line is longer than a record may be.
func (r *recordReader) lineEnd(from int) (end, next int, ok bool, err error) {
	scanned := from
	for {
		text := r.buffer[r.start:]
		if i := bytes.IndexByte(text[scanned:], r.terminator()); i >= 0 {
			end = scanned + i
			next = end + 1
			if !r.carriage && end > from && text[end-1] == '\r' {
				end--
			}
			return end, next, true, nil
		}
		if r.filled {
			end = len(text)
			next = end
			if !r.carriage && end > from && text[end-1] == '\r' {
				end--
			}
			return end, next, true, nil
		}
		if len(text)-from > MaxRecord {
			return from + MaxRecord, len(text), false, nil
		}
		scanned = len(text)
		if err := r.fill(); err != nil {
			return 0, 0, false, err
		}
	}
}

func (r *recordReader) terminator() byte {
	if r.carriage {
		return '\r'
	}
	return '\n'
}

// next returns the next record, or io.EOF.
func (r *recordReader) next() (record, error) {
	if r.start == len(r.buffer) && !r.filled {
		if err := r.fill(); err != nil {
			return record{}, err
		}
	}
	if r.start == len(r.buffer) && r.filled {
		return record{}, io.EOF
	}
	end, next, whole, err := r.lineEnd(0)
	if err != nil {
		return record{}, err
	}
	if !whole || end > MaxRecord {
		return r.tooLong(next, whole)
	}
	firstEnd, firstNext := end, next
	open, lines := openQuote(r.buffer[r.start:r.start+end], false, r.separator), 1
	for open {
		dead := r.at+int64(next) >= r.deadFrom && r.at+int64(next) < r.deadTo
		if next > MaxRecord || lines == maxLines || dead || r.atEnd(next) {
			if !dead {
				r.deadFrom, r.deadTo = r.at+int64(firstNext), r.at+int64(next)
			}
			return r.take(firstEnd, firstNext, 1, true), nil
		}
		begin := next
		if end, next, whole, err = r.lineEnd(begin); err != nil {
			return record{}, err
		}
		if !whole || end > MaxRecord {
			r.deadFrom, r.deadTo = r.at+int64(firstNext), r.at+int64(begin)+1
			return r.take(firstEnd, firstNext, 1, true), nil
		}
		open = openQuote(r.buffer[r.start+begin:r.start+end], true, r.separator)
		lines++
	}
	return r.take(end, next, lines, false), nil
}

// atEnd reports whether no byte follows.
func (r *recordReader) atEnd(next int) bool { return r.filled && r.start+next == len(r.buffer) }

// take returns the bytes up to an end as a record and goes on behind it.
func (r *recordReader) take(end, next, lines int, unclosed bool) record {
	found := record{text: r.buffer[r.start : r.start+end], offset: r.at, length: next, number: r.line + 1, lines: lines,
		unclosed: unclosed}
	r.start += next
	r.at += int64(next)
	r.line += lines
	return found
}

// tooLong returns the beginning of a line that is too long, and skips the rest of it.
func (r *recordReader) tooLong(next int, whole bool) (record, error) {
	const shown = 1 << 10
	beginning := bytes.Clone(r.buffer[r.start : r.start+shown])
	offset := r.at
	for {
		r.start += next
		r.at += int64(next)
		if whole {
			break
		}
		if r.start == len(r.buffer) {
			if r.filled {
				break
			}
			if err := r.fill(); err != nil {
				return record{}, err
			}
		}
		rest := r.buffer[r.start:]
		if i := bytes.IndexByte(rest, r.terminator()); i >= 0 {
			next, whole = i+1, true
		} else {
			next = len(rest)
		}
	}
	r.line++
	return record{text: beginning, offset: offset, length: int(min(r.at-offset, 1<<31-1)), number: r.line, lines: 1,
		long: true}, nil
}

// openQuote reports whether a quote is open at the end of a line, if one was open or not at its beginning. A quote
// opens at the beginning of a cell alone, and closes at the next that is not doubled.
func openQuote(line []byte, open bool, separator byte) bool {
	if separator == 0 || !open && bytes.IndexByte(line, '"') < 0 {
		return false
	}
	i := 0
	if !open && len(line) > 0 && line[0] == '"' {
		open, i = true, 1
	}
	for {
		if open {
			j := bytes.IndexByte(line[i:], '"')
			if j < 0 {
				return true
			}
			if i += j + 1; i < len(line) && line[i] == '"' {
				i++
				continue
			}
			open = false
		}
		j := bytes.IndexByte(line[i:], separator)
		if j < 0 {
			return false
		}
		if i += j + 1; i < len(line) && line[i] == '"' {
			open = true
			i++
		}
	}
}
