package gqlserver

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"maps"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"maillage/graph"
	"maillage/internal/access"
	"maillage/internal/lexicon"
	"maillage/internal/locale"
	"maillage/internal/lru"
)

// renderings caches the results of subscriptions that several clients get. Clients with the same request and the same
// rights share a result, which is made once.
type renderings struct {
	mu    sync.Mutex
	doing map[renderingKey]*rendering
	done  *lru.Cache[renderingKey, renderedLines]
}

// renderingKey is what results depend on: a hash of the operation and the viewer, and the range of lines by its first
// and last.
type renderingKey struct {
	request     [sha256.Size]byte
	first, last string
}

// rendering is a result in progress.
type rendering struct {
	ready   chan struct{}
	results renderedLines
	ok      bool
}

// renderingBytes bounds the memory of recent results.
const renderingBytes = 16 << 20

func newRenderings() *renderings {
	return &renderings{doing: map[renderingKey]*rendering{}, done: lru.New[renderingKey, renderedLines](renderingBytes)}
}

// get returns the results of a key. render makes them once for all clients that ask at the same time or soon after.
// Results that are not good are not shared.
func (r *renderings) get(
	ctx context.Context, key renderingKey, render func() (renderedLines, bool),
) (renderedLines, bool) {
	r.mu.Lock()
	if results, known := r.done.Get(key); known {
		r.mu.Unlock()
		return results, true
	}
	if other := r.doing[key]; other != nil {
		r.mu.Unlock()
		select {
		case <-other.ready:
			return other.results, other.ok
		case <-ctx.Done():
			return renderedLines{}, false
		}
	}
	own := &rendering{ready: make(chan struct{})}
	r.doing[key] = own
	r.mu.Unlock()
	defer func() { // also after a panic
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.doing, key)
		if own.ok {
			r.done.Keep(key, own.results, bytesOf(own.results))
		}
		close(own.ready)
	}()
	own.results, own.ok = render()
	return own.results, own.ok
}

// bytesOf estimates the memory of results.
func bytesOf(results renderedLines) int64 {
	bytes := int64(entryBytes)
	for _, text := range results.texts {
		bytes += int64(len(text)) + 40
	}
	return bytes
}

// sharedKey returns the key under which the results of a subscription are shared. It is nil when they are for its
// client alone: they show its cost, or depend on more than the rights in the key.
func sharedKey(ctx context.Context, b *costRecord, op *graphql.OperationContext) *renderingKey {
	account := access.From(ctx).Account
	switch same, perAccount := shareable(op.Operation.SelectionSet); {
	case b.wantsCost || !same:
		return nil
	case !perAccount:
		account = ""
	}
	viewer, variables := access.From(ctx), maps.Clone(op.Variables)
	if name := cursorOnly(op.Operation); name != "" {
		delete(variables, name) // a client that resumed gets the same lines by now
	}
	text, err := json.Marshal(struct {
		Account    string
		Rights     []byte
		Language   lexicon.Language
		Languages  []lexicon.LanguageTag
		Query, Run string
		Variables  map[string]any
	}{
		account, viewer.AppendKey(nil),
		locale.OfRequest(ctx), locale.Preferred(ctx), op.RawQuery, op.OperationName, variables,
	})
	if err != nil {
		return nil
	}
	return &renderingKey{request: sha256.Sum256(text)}
}

// sharing holds the types whose values subscribers share, and whether only those of one account do. They are the
// types with @cached or @shared.
var sharing = func() map[string]bool {
	perAccount := map[string]bool{}
	for name, d := range graph.Schema.Types {
		if shared := d.Directives.ForName("shared"); shared != nil {
			perAccount[name], _ = shared.ArgumentMap(nil)["perAccount"].(bool)
		} else if cachedTypes[name] {
			perAccount[name] = false
		}
	}
	return perAccount
}()

// shareable reports whether clients with the same rights share the results of a selection, and whether only those of
// one account do.
func shareable(set ast.SelectionSet) (same, perAccount bool) {
	same = true
	eachSelection(set, map[string]bool{}, func(selection ast.Selection) {
		if f, is := selection.(*ast.Field); is {
			account, shared := sharing[f.ObjectDefinition.Name]
			same, perAccount = same && shared, perAccount || account
		}
	})
	return same, perAccount
}

// eachSelection calls do for every selection in a set. It visits each fragment once, however often it is spread.
func eachSelection(set ast.SelectionSet, walked map[string]bool, do func(ast.Selection)) {
	for _, selection := range set {
		do(selection)
		switch s := selection.(type) {
		case *ast.Field:
			eachSelection(s.SelectionSet, walked, do)
		case *ast.InlineFragment:
			eachSelection(s.SelectionSet, walked, do)
		case *ast.FragmentSpread:
			if !walked[s.Name] {
				walked[s.Name] = true
				eachSelection(s.Definition.SelectionSet, walked, do)
			}
		}
	}
}

// cursorOnly returns the variable that is used only as the cursor of a subscription; empty when there is none.
func cursorOnly(op *ast.OperationDefinition) string {
	root, is := op.SelectionSet[0].(*ast.Field)
	if !is {
		return ""
	}
	after := root.Arguments.ForName("after")
	if after == nil || after.Value.Kind != ast.Variable {
		return ""
	}
	name, uses := after.Value.Raw, 0
	eachSelection(op.SelectionSet, map[string]bool{}, func(selection ast.Selection) {
		var directives ast.DirectiveList
		switch s := selection.(type) {
		case *ast.Field:
			uses += usesIn(name, s.Arguments)
			directives = s.Directives
		case *ast.InlineFragment:
			directives = s.Directives
		case *ast.FragmentSpread:
			directives = s.Directives
		}
		for _, d := range directives {
			uses += usesIn(name, d.Arguments)
		}
	})
	if uses > 1 {
		return ""
	}
	return name
}

// usesIn counts the uses of a variable in arguments.
func usesIn(variable string, arguments ast.ArgumentList) (uses int) {
	for _, a := range arguments {
		uses += usesOf(variable, a.Value)
	}
	return uses
}

// usesOf counts the uses of a variable in a value.
func usesOf(variable string, value *ast.Value) (uses int) {
	if value.Kind == ast.Variable && value.Raw == variable {
		uses++
	}
	for _, child := range value.Children {
		uses += usesOf(variable, child.Value)
	}
	return uses
}
