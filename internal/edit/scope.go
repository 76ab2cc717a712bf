package edit

import (
	"context"

	entgo "entgo.io/ent"

	"maillage/internal/lexicon"
	"maillage/internal/message"
)

// scope returns the contract of the record after the write; 0 for none. All that a record links belongs to one
// contract, or to none.
func (w *work) scope(ctx context.Context, n *pending) (int, error) {
	if n.of.Scope == "id" && n.was != nil {
		return n.was.id, nil
	}
	contract := 0
	for _, f := range n.of.Fields {
		if !f.IsReference() || n.of.Scope == "" || n.of.Scope == "id" {
			continue
		}
		prefix, id := n.end(f.Name)
		if id == 0 {
			continue
		}
		to, set := n.ends[f.Name]
		if !set {
			var err error
			if to, err = w.byID(ctx, prefix, id); err != nil {
				return 0, err
			}
		}
		// A claim or a grant belongs to the contract of its ends, anything else to the contract that it names. A theme
		// that names none belongs to the directory.
		decides := n.of.TakesContract() || f.Name == "contract"
		switch {
		case to.contract == 0:
		case n.of.Prefix == "citation" && f.Name != "record":
		case contract == 0 && decides:
			contract = to.contract
		case contract != to.contract:
			w.report(n.step, f.Name, lexicon.UserElsewhere, message.OtherContract(f.Name))
		}
	}
	return contract, nil
}

// deriveContract sets the contract of a relation from its ends when a step clears it: then it cannot be empty.
func (w *work) deriveContract(ctx context.Context, n *pending) error {
	if n.of.Prefix != "relation" || !n.sets("contract") || n.ends["contract"] != nil {
		return nil
	}
	contract, err := w.scope(ctx, n)
	if err == nil && contract != 0 {
		n.ends["contract"], err = w.byID(ctx, "contract", contract)
	}
	return err
}

// setScope stores the contract in the record's own row.
func (w *work) setScope(ctx context.Context, n *pending, m entgo.Mutation) error {
	if !n.of.TakesContract() {
		return nil
	}
	contract, err := w.scope(ctx, n)
	switch {
	case err != nil:
		return err
	case contract != 0:
		return m.SetField(n.of.Scope, contract)
	case n.was != nil:
		return m.ClearField(n.of.Scope)
	}
	return nil
}

// checkContractKept checks that a record keeps its contract, or the absence of one. A ledger line that moved it between
// contracts would reveal each to viewers of the other.
func (w *work) checkContractKept(n *pending, contract int) {
	if n.was != nil && n.of.Scope != "" && n.was.contract != contract {
		w.report(n.step, "", lexicon.UserElsewhere, message.ContractFixed)
	}
}
