package graph

import (
	"context"
	"fmt"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/exec"
	"maillage/internal/gen/model"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
)

func (r *alignmentResolver) Action(ctx context.Context, obj *ent.Alignment) (*ent.Action, error) {
	panic(fmt.Errorf("not implemented: Action - action"))
}

func (r *alignmentResolver) Axis(ctx context.Context, obj *ent.Alignment) (*ent.Axis, error) {
	panic(fmt.Errorf("not implemented: Axis - axis"))
}

func (r *alignmentResolver) Holds(ctx context.Context, obj *ent.Alignment, asOf lexicon.PartialDate) (lexicon.Truth, error) {
	panic(fmt.Errorf("not implemented: Holds - holds"))
}

func (r *alignmentResolver) Citations(ctx context.Context, obj *ent.Alignment, first *int, after *string, last *int, before *string, filter *model.CitationFilter) (*relay.Connection[ent.Citation], error) {
	panic(fmt.Errorf("not implemented: Citations - citations"))
}

func (r *queryResolver) Alignments(ctx context.Context, first *int, after *string, last *int, before *string, filter *model.AlignmentFilter, orderBy *model.RecordOrder) (*relay.Connection[ent.Alignment], error) {
	panic(fmt.Errorf("not implemented: Alignments - alignments"))
}

func (r *Resolver) Alignment() exec.AlignmentResolver { return &alignmentResolver{r} }

type alignmentResolver struct{ *Resolver }
