package imports

import (
	"slices"

	"maillage/internal/exchange/shape"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/record"
)

// A rank is a number that orders the lines of a file: a record is written after those that it refers to. Its high bits
// are the type of the record. Its low bits are how many parents the record has in the file, or for a claim its line.
// A claim and the citations of the file about it have one rank but for the last bit, and are written together: a claim
// needs its source in the same write.
const (
	typeBits  = 40
	claimMark = int64(1) << 39
)

// isTogether reports whether two lines are written together: a claim and a citation about it.
func isTogether(a, b *ent.ImportLine) bool { return a.Rank&claimMark != 0 && a.Rank>>1 == b.Rank>>1 }

// rankOf returns the rank of a line. Deletions come last, in the reverse order of types.
func (p *planner) rankOf(l *ent.ImportLine, f *shape.Fact) int64 {
	index := int64(slices.Index(record.Types, f.Of()))
	if f.Delete {
		return (2*int64(len(record.Types)) - index) << typeBits
	}
	rank := (index + 1) << typeBits
	switch {
	case f.Of().Claim:
		return rank | claimMark | int64(l.Number)<<1
	case f.Type == "citation":
		if of, is := p.names.of[shape.Hash("id", f.References["record"].UID)]; is && of.of.Claim && of.line != 0 {
			index = int64(slices.Index(record.Types, of.of))
			return (index+1)<<typeBits | claimMark | int64(of.line)<<1 | 1
		}
	}
	return rank + p.depth(l.Record, map[string]bool{})
}

// maxDepth bounds how far parents of parents are followed. Beyond it, a record may come before its parent, and waits.
const maxDepth = 10_000

// depth returns how many records of the same type have to come before a record of the file. The records above it are
// those on the way to it.
func (p *planner) depth(uid string, above map[string]bool) (deepest int64) {
	if known, is := p.depths[uid]; is {
		return known
	}
	if above[uid] || len(above) == maxDepth { // they refer to each other in a circle, which the rules refuse
		return 0
	}
	above[uid] = true
	defer delete(above, uid)
	for _, of := range p.names.parent[uid] {
		to, _ := p.find(of.field.Ends(), of.name, of.home)
		if _, isUID := lexicon.UIDPrefix(to); !isUID {
			continue
		}
		if _, isInFile := p.names.of[shape.Hash("id", to)]; isInFile {
			deepest = max(deepest, 1+p.depth(to, above))
		}
	}
	if len(p.names.parent[uid]) > 0 {
		p.depths[uid] = deepest
	}
	return deepest
}
