// Package execute runs validated operations. It appends the answer's JSON field by field, in the order of the document
// and in one goroutine: no object, context or goroutine is made for a field.
//
// The code that knows the types of the schema is generated (see generate): a function a type, which calls the bound
// methods and resolvers, and appends what they return. This package holds what they share: plans of operations, the
// path to the field under way, errors, and null where a value may not be null (GraphQL §6.4.4).
package execute

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Execution is one run of an operation.
type Execution struct {
	Out []byte // the answer so far

	ctx   context.Context
	plan  *Plan
	op    *graphql.OperationContext
	path  []step
	slots []slot
	steps int  // since the time was last looked at
	late  bool // the context has ended: nothing more is needed
}

// step is a part of the path to the field under way: a field, or a place in a list.
type step struct {
	field *Field
	index int
}

// slot is what an execution keeps for a field, whatever the objects are that have it.
type slot struct {
	ctx  context.Context // of resolvers
	args any             // decoded
	err  error           // why they could not be
}

// New returns the execution of a plan.
func New(ctx context.Context, plan *Plan) *Execution {
	return &Execution{
		ctx: ctx, plan: plan, op: graphql.GetOperationContext(ctx),
		Out: make([]byte, 0, plan.size.Load()+64), path: make([]step, 0, 32), slots: make([]slot, plan.slots.Load()),
	}
}

// Root is the fields of the operation.
func (x *Execution) Root() *Set { return x.plan.root }

// Len is how many fields the set has.
func (s *Set) Len() int { return len(s.fields) }

// Set is the fields that are selected below a field on an object type, the n-th of those that the field's type may be.
func (x *Execution) Set(f *Field, n int, object string) *Set {
	if set := f.sets[n].Load(); set != nil {
		return set
	}
	set := x.plan.set(x.plan.schema.Types[object], f.ast.SelectionSet)
	if !f.sets[n].CompareAndSwap(nil, set) {
		return f.sets[n].Load()
	}
	return set
}

// Done returns the answer, null when the root's value may not be.
func (x *Execution) Done() []byte {
	x.plan.size.Store(int64(len(x.Out)))
	return x.Out
}

// Late tells whether the context has ended. It looks now and then.
func (x *Execution) Late() bool {
	const now = 256
	if x.steps++; x.steps%now == 0 {
		x.late = x.late || x.ctx.Err() != nil
	}
	return x.late
}

// Open begins an object, and returns where.
func (x *Execution) Open() int {
	mark := len(x.Out)
	x.path = append(x.path, step{index: -1})
	x.Out = append(x.Out, '{')
	return mark
}

// Begin begins the i-th field of an object.
func (x *Execution) Begin(s *Set, i int) *Field {
	f := s.fields[i]
	if i > 0 {
		x.Out = append(x.Out, ',')
	}
	x.Out = append(x.Out, f.key...)
	x.path[len(x.path)-1].field = f
	return f
}

// Close ends an object; the object is null when a field of it is null that may not be. It returns ok.
func (x *Execution) Close(mark int, ok bool) bool {
	x.path = x.path[:len(x.path)-1]
	if ok {
		x.Out = append(x.Out, '}')
		return true
	}
	x.Out = append(x.Out[:mark], "null"...)
	return false
}

// OpenList begins a list, and returns where.
func (x *Execution) OpenList() int {
	mark := len(x.Out)
	x.path = append(x.path, step{})
	x.Out = append(x.Out, '[')
	return mark
}

// Item begins the i-th item of a list. It tells whether there is time for it.
func (x *Execution) Item(i int) bool {
	if i > 0 {
		x.Out = append(x.Out, ',')
	}
	x.path[len(x.path)-1].index = i
	return !x.Late()
}

// CloseList ends a list; the list is null when an item is null that may not be. It returns ok.
func (x *Execution) CloseList(mark int, ok bool) bool {
	x.path = x.path[:len(x.path)-1]
	if ok {
		x.Out = append(x.Out, ']')
		return true
	}
	x.Out = append(x.Out[:mark], "null"...)
	return false
}

// Null appends null, where it may stand.
func (x *Execution) Null() bool {
	x.Out = append(x.Out, "null"...)
	return true
}

// Faults of the server.
var (
	errNull   = errors.New("the schema does not allow null here")
	errNumber = errors.New("the number is none of JSON")
)

// Missing appends null where it may not stand.
func (x *Execution) Missing() bool {
	x.Fail(errNull)
	return false
}

// Fail appends null for the field under way, and tells why.
func (x *Execution) Fail(err error) {
	x.Out = append(x.Out, "null"...)
	ctx := x.ctx
	for i := range x.path {
		at := &graphql.FieldContext{}
		if f := x.path[i].field; f != nil {
			at.Object, at.Field = f.Object, graphql.CollectedField{Field: f.ast, Selections: f.ast.SelectionSet}
			at.IsMethod, at.IsResolver = true, true
		} else {
			at.Index = &x.path[i].index
		}
		ctx = graphql.WithFieldContext(ctx, at)
	}
	var wrong *WrongValue
	if errors.As(err, &wrong) {
		path := append(graphql.GetFieldContext(ctx).Path(), wrong.Path...)
		err = &gqlerror.Error{Err: wrong.Err, Message: wrong.Err.Error(), Path: path}
	}
	graphql.AddError(ctx, err)
}

// Guarded writes a field of the root; a panic makes it null, with an error on the field that was under way.
func (x *Execution) Guarded(f *Field, write func() bool) (ok bool) {
	mark, depth := len(x.Out), len(x.path)
	defer func() {
		if cause := recover(); cause != nil {
			x.Out = x.Out[:mark]
			x.Fail(graphql.Recover(x.ctx, cause))
			x.path = x.path[:depth]
			ok = !f.ast.Definition.Type.NonNull
		}
	}()
	return write()
}

// Ended is closed when the context ends.
func (x *Execution) Ended() <-chan struct{} { return x.ctx.Done() }

// Once returns the one answer of a query or a mutation.
func Once(run func(context.Context) []byte) graphql.ResponseHandler {
	done := false
	return func(ctx context.Context) *graphql.Response {
		if done {
			return nil
		}
		done = true
		return &graphql.Response{Data: run(ctx)}
	}
}

// Stream returns an answer for each event of a subscription.
func Stream(next func(context.Context) (data []byte, more bool)) graphql.ResponseHandler {
	return func(ctx context.Context) *graphql.Response {
		data, more := next(ctx)
		if !more {
			return nil
		}
		return &graphql.Response{Data: data}
	}
}

// At is the context of a resolver: it knows the field, and not the object that has it.
func (x *Execution) At(f *Field) context.Context {
	s := x.slot(f)
	if s.ctx == nil {
		s.ctx = graphql.WithFieldContext(x.ctx, &graphql.FieldContext{
			Object: f.Object, Field: graphql.CollectedField{Field: f.ast, Selections: f.ast.SelectionSet},
			IsMethod: true, IsResolver: true,
		})
	}
	return s.ctx
}

func (x *Execution) slot(f *Field) *slot {
	if f.slot >= len(x.slots) {
		x.slots = append(x.slots, make([]slot, f.slot-len(x.slots)+16)...)
	}
	return &x.slots[f.slot]
}

// WrongValue is an argument that cannot be read.
type WrongValue struct {
	Path ast.Path // from the field's arguments down
	Err  error
}

func (w *WrongValue) Error() string { return w.Err.Error() }
func (w *WrongValue) Unwrap() error { return w.Err }

// Wrong puts a step before the path of a value that cannot be read.
func Wrong(at ast.PathElement, err error) error {
	var deeper *WrongValue
	if errors.As(err, &deeper) {
		return &WrongValue{append(ast.Path{at}, deeper.Path...), deeper.Err}
	}
	return &WrongValue{ast.Path{at}, err}
}

// Args are the arguments of a field, which are decoded once an execution. When they cannot be, the field is null, with
// an error, and the result is nil.
func Args[T any](x *Execution, f *Field, decode func(map[string]any) (*T, error)) *T {
	s := x.slot(f)
	if s.args == nil && s.err == nil {
		var args *T
		if args, s.err = decode(f.ast.ArgumentMap(x.op.Variables)); s.err == nil {
			s.args = args
		}
	}
	if s.err != nil {
		x.Fail(s.err)
		return nil
	}
	return s.args.(*T)
}
