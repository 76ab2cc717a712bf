package derived

import (
	"context"
	"maps"
	"slices"

	"maillage/graph/model"
	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/lookup"
	"maillage/internal/network"
	"maillage/internal/relay"
)

// gapRecords are the records that the sentences of gaps name.
type gapRecords map[lookup.Ref]model.Node

// recordsOfGaps loads the records that the sentences of gaps name, with at most two statements a type: one for the
// records, one for the ends of those that are claims.
func recordsOfGaps(ctx context.Context, r *relay.Reader, gaps []network.Gap) (gapRecords, error) {
	var refs []lookup.Ref
	for _, g := range gaps {
		for _, named := range slices.Concat([]network.Ref{g.Subject}, g.Apart, g.Prospective, g.Uncertain) {
			refs = append(refs, lookup.RefOf(named))
		}
	}
	records, err := lookup.LoadRecords(ctx, r, refs)
	if err != nil {
		return nil, err
	}
	var ends []lookup.Ref
	for _, node := range records {
		from, to := endsOfClaim(node)
		ends = append(ends, from, to)
	}
	ends = slices.DeleteFunc(ends, func(end lookup.Ref) bool { return records[end] != nil })
	more, err := lookup.LoadRecords(ctx, r, ends)
	maps.Copy(records, more)
	return records, err
}

// endsOfClaim returns the ends of a claim; zero refs for any other record.
func endsOfClaim(node model.Node) (from, to lookup.Ref) {
	switch claim := node.(type) {
	case *ent.Contribution:
		return ContributionFrom(claim), ContributionTo(claim)
	case *ent.Alignment:
		return AlignmentFrom(claim), AlignmentTo(claim)
	case *ent.Membership:
		return MembershipFrom(claim), MembershipTo(claim)
	case *ent.Relation:
		return RelationFrom(claim), RelationTo(claim)
	}
	return lookup.Ref{}, lookup.Ref{}
}

// clause returns a claim in a few words; empty for any other record.
func (records gapRecords) clause(ctx context.Context, node model.Node, on days, l lexicon.Language) string {
	from, to := endsOfClaim(node)
	switch claim := node.(type) {
	case *ent.Contribution:
		return ContributionSentence.build(ctx, claim, records[from], records[to], on, l).Clause(l)
	case *ent.Alignment:
		return AlignmentSentence.build(ctx, claim, records[from], records[to], on, l).Clause(l)
	case *ent.Membership:
		return MembershipSentence.build(ctx, claim, records[from], records[to], on, l).Clause(l)
	case *ent.Relation:
		return RelationSentence.build(ctx, claim, records[from], records[to], on, l).Clause(l)
	}
	return ""
}

// message returns the sentence of a gap.
func (records gapRecords) message(ctx context.Context, g network.Gap, on days, l lexicon.Language) string {
	named := func(r network.Ref) string { return NameIn(ctx, records[lookup.RefOf(r)], l) }
	all := func(some []network.Ref) (names []string) {
		for _, r := range some {
			names = append(names, named(r))
		}
		return names
	}
	// within names a record together with its type.
	within := func(r network.Ref) string {
		if said := records.clause(ctx, records[lookup.RefOf(r)], on, l); said != "" {
			return said
		}
		return lexicon.InWords(l, named(r), lookup.RefOf(r).Prefix)
	}
	lack := lexicon.GapSentence{
		Code: g.Code, Count: g.Count, Of: g.Of, AtLeast: g.AtLeast, Months: g.Months, IsClaim: g.Subject.Kind.IsClaim(),
		Prospective: all(g.Prospective), Uncertain: all(g.Uncertain),
		Begins: g.Begins, Ended: g.Ended, SubjectBegins: g.SubjectBegins,
	}
	switch {
	case g.Code == lexicon.Overlap:
		lack.Audience, lack.Territory = lexicon.Quoted(named(g.Apart[0])), lexicon.Quoted(named(g.Apart[1]))
	case len(g.Apart) > 0:
		lack.Other = within(g.Apart[0])
	}
	if lack.IsClaim || lack.Other != "" {
		lack.Subject = within(g.Subject)
	} else {
		lack.Subject = lexicon.Quoted(named(g.Subject))
	}
	return lack.Sentence(l)
}

// gapRecordsOf loads the records that the sentences of gaps name, for all siblings at once.
func (r Answers) gapRecordsOf(ctx context.Context, gap *model.Gap) (gapRecords, error) {
	load := func(ctx context.Context, gaps []*model.Gap) (map[*model.Gap]gapRecords, error) {
		found := make([]network.Gap, len(gaps))
		for i, g := range gaps {
			found[i] = g.Found
		}
		records, err := recordsOfGaps(ctx, r.Reader, found)
		told := make(map[*model.Gap]gapRecords, len(gaps))
		for _, g := range gaps {
			told[g] = records
		}
		return told, err
	}
	return batch.Load(ctx, gap, "subjects of messages", load)
}

// GapMessage returns the sentence of a gap.
func (r Answers) GapMessage(ctx context.Context, gap *model.Gap, language lexicon.Language) (string, error) {
	records, err := r.gapRecordsOf(ctx, gap)
	if err != nil {
		return "", err
	}
	return records.message(ctx, gap.Found, r.days(&gap.AsOf), language), nil
}

// GapKey returns a key that is unique among the gaps of a contract.
func (r Answers) GapKey(ctx context.Context, gap *model.Gap) (string, error) {
	records, err := r.gapRecordsOf(ctx, gap)
	if err != nil {
		return "", err
	}
	var uids []string
	for _, named := range append([]network.Ref{gap.Subject}, gap.Found.Apart...) {
		uids = append(uids, uidOf(records[lookup.RefOf(named)]))
	}
	return model.GapKey(gap.Code, gap.Found.Field, uids...), nil
}
