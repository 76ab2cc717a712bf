package snapshot

import (
	"maillage/internal/gen/ent"
	"maillage/internal/network"
	"maillage/internal/record"
)

var (
	subject = record.Of("relation").Field("subject")
	object  = record.Of("relation").Field("object")
	about   = record.Of("citation").Field("record")
)

// Subject returns the subject of a relation.
func Subject(l *ent.Relation) network.Ref { return refTo(subject, l) }

// Object returns the object of a relation; it is zero for an object in words.
func Object(l *ent.Relation) network.Ref { return refTo(object, l) }

// citedRecord returns the record of a citation; it is zero for a record of a type that the network does not know.
func citedRecord(c *ent.Citation) network.Ref { return refTo(about, c) }

func refTo(f *record.Field, row ent.Row) network.Ref {
	prefix, id := f.Target(row)
	if kind := kinds[prefix]; kind != 0 {
		return network.Ref{Kind: kind, ID: id}
	}
	return network.Ref{}
}
