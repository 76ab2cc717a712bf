package graph

import (
	"context"
	"slices"

	"maillage/internal/access"
	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/network"
	"maillage/internal/relay"
	"maillage/internal/view"
)

// ref points to a record of any type.
type ref struct {
	prefix string // of its public identifier
	id     int
}

// kind is how records of one type are found when the type is only known at
// run time.
type kind struct {
	prefix  string
	network network.Kind // 0 for a type that is no part of the network
	byID    func(context.Context, *relay.Reader, []int) (map[int]view.Node, error)
	byUID   func(context.Context, *relay.Reader, []string) (map[string]found, error)
	// matching are the records for which a condition holds
	matching func(context.Context, *relay.Reader, relay.Where) ([]ent.Row, error)
}

// found is a record with its database id.
type found struct {
	node view.Node
	id   int
}

// node is a record of the API.
type node[T any] interface {
	relay.Row[T]
	view.Node
}

func newKind[T any, R node[T]](prefix string, in network.Kind, t *relay.Table[T], uid func(*T) string) kind {
	return kind{prefix, in,
		func(ctx context.Context, r *relay.Reader, ids []int) (map[int]view.Node, error) {
			records, err := relay.ByID[T, R](ctx, r, t, ids)
			nodes := make(map[int]view.Node, len(records))
			for id, record := range records {
				nodes[id] = R(record)
			}
			return nodes, err
		},
		func(ctx context.Context, r *relay.Reader, uids []string) (map[string]found, error) {
			var c conditions
			isIn(&c, "uid", uids)
			records, err := relay.Find[T, R](ctx, r, t, c.where())
			nodes := make(map[string]found, len(records))
			for _, record := range records {
				nodes[uid(record)] = found{R(record), R(record).RowID()}
			}
			return nodes, err
		},
		func(ctx context.Context, r *relay.Reader, where relay.Where) ([]ent.Row, error) {
			records, err := relay.Find[T, R](ctx, r, t, where)
			rows := make([]ent.Row, len(records))
			for i, record := range records {
				rows[i] = any(R(record)).(ent.Row)
			}
			return rows, err
		}}
}

// kinds are all types with a public identifier.
var kinds = []kind{
	newKind("contract", network.KindContract, relay.Contracts, func(r *ent.Contract) string { return r.UID }),
	newKind("plan", network.KindPlan, relay.Plans, func(r *ent.Plan) string { return r.UID }),
	newKind("theme", network.KindTheme, relay.Themes, func(r *ent.Theme) string { return r.UID }),
	newKind("axis", network.KindAxis, relay.Axes, func(r *ent.Axis) string { return r.UID }),
	newKind("action", network.KindAction, relay.Actions, func(r *ent.Action) string { return r.UID }),
	newKind("partner", network.KindPartner, relay.Partners, func(r *ent.Partner) string { return r.UID }),
	newKind("group", network.KindGroup, relay.WorkingGroups, func(r *ent.WorkingGroup) string { return r.UID }),
	newKind("programme", network.KindProgramme, relay.Programmes, func(r *ent.Programme) string { return r.UID }),
	newKind("audience", network.KindAudience, relay.Audiences, func(r *ent.Audience) string { return r.UID }),
	newKind("territory", network.KindTerritory, relay.Territories, func(r *ent.Territory) string { return r.UID }),
	newKind("criterion", network.KindCriterion, relay.Criteria, func(r *ent.Criterion) string { return r.UID }),
	newKind("source", network.KindSource, relay.Sources, func(r *ent.Source) string { return r.UID }),
	newKind("concept", network.KindConcept, relay.Concepts, func(r *ent.Concept) string { return r.UID }),
	newKind("contribution", network.KindContribution, relay.Contributions, func(r *ent.Contribution) string { return r.UID }),
	newKind("alignment", network.KindAlignment, relay.Alignments, func(r *ent.Alignment) string { return r.UID }),
	newKind("membership", network.KindMembership, relay.Memberships, func(r *ent.Membership) string { return r.UID }),
	newKind("relation", network.KindRelation, relay.Relations, func(r *ent.Relation) string { return r.UID }),
	newKind("identifier", 0, relay.Identifiers, func(r *ent.Identifier) string { return r.UID }),
	newKind("citation", 0, relay.Citations, func(r *ent.Citation) string { return r.UID }),
}

// kindOf is the kind of the records of a type, by its prefix.
func kindOf(prefix string) kind {
	return kinds[slices.IndexFunc(kinds, func(k kind) bool { return k.prefix == prefix })]
}

// refOf points to a record of the network; a zero reference points nowhere.
func refOf(r network.Ref) ref {
	for _, k := range kinds {
		if !r.IsZero() && k.network == r.Kind {
			return ref{k.prefix, r.ID}
		}
	}
	return ref{}
}

// load fetches records of any types, with one statement a type.
func load(ctx context.Context, r *relay.Reader, refs []ref) (map[ref]view.Node, error) {
	nodes := map[ref]view.Node{}
	for _, k := range kinds {
		var ids []int
		for _, want := range refs {
			if want.prefix == k.prefix {
				ids = append(ids, want.id)
			}
		}
		if len(ids) == 0 {
			continue
		}
		records, err := k.byID(ctx, r, ids)
		if err != nil {
			return nil, err
		}
		for id, record := range records {
			nodes[ref{k.prefix, id}] = record
		}
	}
	return nodes, nil
}

// recordOf is the record of some type that a record points to: for all its
// siblings at once.
func recordOf[V view.Node, P any, PR batch.Of[P]](ctx context.Context, r *relay.Reader, obj PR, of func(*P) ref) (V, error) {
	return batch.Load(ctx, obj, relay.FieldKey(ctx), func(ctx context.Context, siblings []*P) (map[*P]V, error) {
		refs := make([]ref, len(siblings))
		for i, s := range siblings {
			refs[i] = of(s)
		}
		nodes, err := load(ctx, r, refs)
		records := make(map[*P]V, len(siblings))
		for i, s := range siblings {
			if record, ok := nodes[refs[i]].(V); ok {
				records[s] = record
			}
		}
		return records, err
	})
}

// recordsOf are the records that a record points to, in its order: for all its
// siblings at once.
func recordsOf[V view.Node, P any, PR batch.Of[P]](ctx context.Context, r *relay.Reader, obj PR, of func(*P) []network.Ref) ([]V, error) {
	list, err := batch.Load(ctx, obj, relay.FieldKey(ctx), func(ctx context.Context, siblings []*P) (map[*P][]V, error) {
		var refs []ref
		for _, s := range siblings {
			for _, link := range of(s) {
				refs = append(refs, refOf(link))
			}
		}
		nodes, err := load(ctx, r, refs)
		records := make(map[*P][]V, len(siblings))
		for _, s := range siblings {
			for _, link := range of(s) {
				if record, ok := nodes[refOf(link)].(V); ok {
					records[s] = append(records[s], record)
				}
			}
		}
		return records, err
	})
	if err != nil {
		return nil, err
	}
	return list, relay.Charge(ctx, len(list))
}

// locate finds records by their public identifiers, with one statement a type.
func locate(ctx context.Context, r *relay.Reader, uids []string) (map[string]found, map[string]kind, error) {
	all, types := map[string]found{}, map[string]kind{}
	for _, k := range kinds {
		mine := slices.DeleteFunc(slices.Clone(uids), func(uid string) bool {
			prefix, ok := lexicon.UIDPrefix(uid)
			return !ok || prefix != k.prefix
		})
		if len(mine) == 0 {
			continue
		}
		records, err := k.byUID(ctx, r, mine)
		if err != nil {
			return nil, nil, err
		}
		for uid, record := range records {
			all[uid], types[uid] = record, k
		}
	}
	return all, types, nil
}

// nodes are records by their public identifiers, in order, nil where there is
// none.
func (r *Resolver) nodes(ctx context.Context, uids []string) ([]view.Node, error) {
	all, _, err := locate(ctx, r.Reader, uids)
	if err != nil {
		return nil, err
	}
	beside, err := r.besideRecords(ctx, uids)
	if err != nil {
		return nil, err
	}
	derived, err := r.derivedNodes(ctx, uids)
	nodes := make([]view.Node, len(uids))
	for i, uid := range uids {
		if nodes[i] = all[uid].node; nodes[i] == nil {
			nodes[i] = beside[uid]
		}
		if nodes[i] == nil {
			nodes[i] = derived[uid]
		}
	}
	return nodes, err
}

// besideRecords are the lines of the ledger and the drafts among what is named
// by identifiers, as far as the viewer sees them. They are of the present.
func (r *Resolver) besideRecords(ctx context.Context, uids []string) (map[string]view.Node, error) {
	called := map[string][]string{}
	for _, uid := range uids {
		prefix, _ := lexicon.UIDPrefix(uid)
		called[prefix] = append(called[prefix], uid)
	}
	found := map[string]view.Node{}
	if r.Then != nil {
		return found, nil
	}
	if lines := called["change"]; len(lines) > 0 && access.From(ctx).May(lexicon.ScopeFeed) {
		var c conditions
		isIn(&c, "uid", lines)
		list, err := r.Ledger.Find(ctx, c.where())
		if err != nil {
			return nil, err
		}
		for _, line := range batch.Together[ent.Change](list) {
			found[line.UID] = line
		}
	}
	if drafts := called["draft"]; len(drafts) > 0 && signedIn(ctx) {
		list, err := r.Editor.DraftsCalled(ctx, drafts)
		if err != nil {
			return nil, err
		}
		for _, draft := range batch.Together[ent.Draft](list) {
			found[draft.UID] = draft
		}
	}
	return found, nil
}

// ids are the database ids of references.
func ids(refs []network.Ref) []int {
	list := make([]int, len(refs))
	for i, r := range refs {
		list[i] = r.ID
	}
	return list
}

// cited is the record that a citation is about.
func cited(c *ent.Citation) ref {
	for prefix, id := range map[string]*int{
		"contract": c.ContractID, "plan": c.PlanID, "theme": c.ThemeID, "axis": c.AxisID, "action": c.ActionID, "partner": c.PartnerID,
		"identifier": c.IdentifierID, "group": c.GroupID, "programme": c.ProgrammeID, "audience": c.AudienceID, "territory": c.TerritoryID,
		"criterion": c.CriterionID, "source": c.DocumentID, "concept": c.ConceptID, "contribution": c.ContributionID,
		"alignment": c.AlignmentID, "membership": c.MembershipID, "relation": c.RelationID,
	} {
		if id != nil {
			return ref{prefix, *id}
		}
	}
	return ref{}
}
