package graph

import (
	"context"
	"fmt"
	"maillage/internal/gen/exec"
	"maillage/internal/lexicon"
	"maillage/internal/view"
)

func (r *queryResolver) Node(ctx context.Context, id string) (view.Node, error) {
	panic(fmt.Errorf("not implemented: Node - node"))
}

func (r *queryResolver) Nodes(ctx context.Context, ids []string) ([]view.Node, error) {
	panic(fmt.Errorf("not implemented: Nodes - nodes"))
}

func (r *queryResolver) Matrix(ctx context.Context, contracts []string, themes []string, partners []string, roles []lexicon.Role, statuses []lexicon.Status, basis []lexicon.Basis, asOf *lexicon.PartialDate) (*view.Matrix, error) {
	panic(fmt.Errorf("not implemented: Matrix - matrix"))
}

func (r *queryResolver) Path(ctx context.Context, from string, to string, asOf *lexicon.PartialDate) (*view.Path, error) {
	panic(fmt.Errorf("not implemented: Path - path"))
}

func (r *Resolver) Query() exec.QueryResolver { return &queryResolver{r} }

type queryResolver struct{ *Resolver }
