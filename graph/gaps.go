package graph

import (
	"context"

	"maillage/internal/batch"
	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/view"
)

// gapMessage says a gap in a sentence; the subjects of all siblings are loaded
// at once.
func (r *Resolver) gapMessage(ctx context.Context, gap *view.Gap, language lexicon.Language) (string, error) {
	subjects, err := batch.Load(ctx, gap, "subjects of messages", func(ctx context.Context, gaps []*view.Gap) (map[*view.Gap]view.Node, error) {
		refs := make([]ref, len(gaps))
		for i, g := range gaps {
			refs[i] = refOf(g.Subject)
		}
		nodes, err := load(ctx, r.Reader, refs)
		subjects := make(map[*view.Gap]view.Node, len(gaps))
		for i, g := range gaps {
			subjects[g] = nodes[refs[i]]
		}
		return subjects, err
	})
	if err != nil {
		return "", err
	}
	name, code := called(subjects)
	return gap.Code.Sentence(language, lexicon.Called(language, name, refOf(gap.Subject).prefix, code), gap.Count, gap.Of), nil
}

// called is a thing's name, or a claim's code where it has one.
func called(record view.Node) (name, code string) {
	var claim *string
	switch r := record.(type) {
	case *ent.Contract:
		return r.Name, r.Code
	case *ent.Plan:
		return r.Name, r.Code
	case *ent.Action:
		return r.Name, r.Code
	case *ent.Axis:
		return r.Name, r.Code
	case *ent.Theme:
		return r.Name, r.Code
	case *ent.Partner:
		return r.Name, r.Code
	case *ent.WorkingGroup:
		return r.Name, r.Code
	case *ent.Source:
		return r.Name, r.Code
	case *ent.Contribution:
		claim = r.Code
	case *ent.Alignment:
		claim = r.Code
	case *ent.Membership:
		claim = r.Code
	case *ent.Relation:
		claim = r.Code
	}
	if claim != nil {
		code = *claim
	}
	return "", code
}
