// Package execute runs validated GraphQL operations. It appends the JSON of the response field by field, in document
// order and in one goroutine, without an allocation per field.
//
// The program generate writes the code that knows the schema: one function per type, which calls the bound methods and
// resolvers and appends their results. This package holds what those functions share: compiled plans, the response
// path, errors, and null propagation (GraphQL §6.4.4).
package execute

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Execution is one run of a plan.
type Execution struct {
	Out []byte // the response so far

	ctx       context.Context
	plan      *Plan
	op        *graphql.OperationContext
	path      []pathElement
	states    []fieldState // by Field.slot
	items     int          // list items since the start
	cancelled bool
}

// pathElement is a field, or an index into a list when field is nil.
type pathElement struct {
	field *Field
	index int
}

// fieldState caches what all objects with the field share.
type fieldState struct {
	ctx  context.Context // for resolvers
	args any             // decoded
	err  error           // of decoding
}

// New returns an execution of a plan. The context carries gqlgen's operation and response contexts.
func New(ctx context.Context, plan *Plan) *Execution {
	return &Execution{
		ctx: ctx, plan: plan, op: graphql.GetOperationContext(ctx),
		Out:  make([]byte, 0, plan.size.Load()+64),
		path: make([]pathElement, 0, 32), states: make([]fieldState, plan.slots.Load()),
	}
}

// Root returns the selection set of the operation.
func (x *Execution) Root() *SelectionSet { return x.plan.root }

// Selected returns the selection set of a field on an object type, compiling it on first use. The type is the n-th of
// the possible types of the field, by name.
func (x *Execution) Selected(f *Field, n int, object string) *SelectionSet {
	if set := f.sets[n].Load(); set != nil {
		return set
	}
	set := x.plan.compile(x.plan.schema.Types[object], f.ast.SelectionSet)
	if !f.sets[n].CompareAndSwap(nil, set) {
		return f.sets[n].Load()
	}
	return set
}

// Result returns the finished response.
func (x *Execution) Result() []byte {
	x.plan.size.Store(int64(len(x.Out)))
	return x.Out
}

// Done is closed when the context ends.
func (x *Execution) Done() <-chan struct{} { return x.ctx.Done() }

// BeginObject opens an object and returns its offset, for EndObject.
func (x *Execution) BeginObject() int {
	offset := len(x.Out)
	x.path = append(x.path, pathElement{})
	x.Out = append(x.Out, '{')
	return offset
}

// BeginField appends the key of the i-th field of the current object.
func (x *Execution) BeginField(s *SelectionSet, i int) *Field {
	f := s.fields[i]
	if i > 0 {
		x.Out = append(x.Out, ',')
	}
	x.Out = append(x.Out, f.key...)
	x.path[len(x.path)-1].field = f
	return f
}

// EndObject closes the object that began at an offset, or replaces it by null when ok is false. It returns ok.
func (x *Execution) EndObject(offset int, ok bool) bool { return x.end(offset, ok, '}') }

// BeginList opens a list and returns its offset, for EndList.
func (x *Execution) BeginList() int {
	offset := len(x.Out)
	x.path = append(x.path, pathElement{})
	x.Out = append(x.Out, '[')
	return offset
}

// BeginItem starts the i-th item of the current list. It returns false once the context has ended, which it checks
// every 256 items.
func (x *Execution) BeginItem(i int) bool {
	const interval = 256
	if i > 0 {
		x.Out = append(x.Out, ',')
	}
	x.path[len(x.path)-1].index = i
	if x.items++; x.items%interval == 0 {
		x.cancelled = x.cancelled || x.ctx.Err() != nil
	}
	return !x.cancelled
}

// EndList closes the list that began at an offset, or replaces it by null when ok is false. It returns ok.
func (x *Execution) EndList(offset int, ok bool) bool { return x.end(offset, ok, ']') }

// end closes an object or a list, or replaces it by null.
func (x *Execution) end(offset int, ok bool, bracket byte) bool {
	x.path = x.path[:len(x.path)-1]
	if ok {
		x.Out = append(x.Out, bracket)
		return true
	}
	x.Out = append(x.Out[:offset], "null"...)
	return false
}

// Null appends null for a nullable value and returns true.
func (x *Execution) Null() bool {
	x.Out = append(x.Out, "null"...)
	return true
}

// Errors of the server, not of the client.
var (
	errNonNull   = errors.New("a non-null value is null")
	errNotFinite = errors.New("a number is not finite")
)

// NullError appends null for a non-null value, adds an error and returns false.
func (x *Execution) NullError() bool {
	x.FieldError(errNonNull)
	return false
}

// FieldError appends null for the current field and adds an error with its path.
func (x *Execution) FieldError(err error) {
	x.Out = append(x.Out, "null"...)
	ctx := x.ctx
	for i := range x.path {
		at := &graphql.FieldContext{Index: &x.path[i].index}
		if f := x.path[i].field; f != nil {
			at = f.context()
		}
		ctx = graphql.WithFieldContext(ctx, at)
	}
	var decode *DecodeError
	if errors.As(err, &decode) {
		path := append(graphql.GetFieldContext(ctx).Path(), decode.Path...)
		err = &gqlerror.Error{Err: decode.Err, Message: decode.Err.Error(), Path: path}
	}
	graphql.AddError(ctx, err)
}

// context returns the gqlgen context of the field.
func (f *Field) context() *graphql.FieldContext {
	return &graphql.FieldContext{
		Object: f.Object, Field: graphql.CollectedField{Field: f.ast, Selections: f.ast.SelectionSet},
		IsMethod: true, IsResolver: true,
	}
}

// RootField writes a root field and returns false if a null must propagate to the root. A panic becomes an error on
// the field that was being written, and null for the root field.
func (x *Execution) RootField(f *Field, write func() bool) (ok bool) {
	offset, depth := len(x.Out), len(x.path)
	defer func() {
		if cause := recover(); cause != nil {
			x.Out = x.Out[:offset]
			x.FieldError(graphql.Recover(x.ctx, cause))
			x.path = x.path[:depth]
			ok = !f.ast.Definition.Type.NonNull
		}
	}()
	return write()
}

// OneResponse handles a query or a mutation: one response, then nil.
func OneResponse(run func(context.Context) []byte) graphql.ResponseHandler {
	done := false
	return func(ctx context.Context) *graphql.Response {
		if done {
			return nil
		}
		done = true
		return &graphql.Response{Data: run(ctx)}
	}
}

// EventResponses handles a subscription: one response per event, nil at its end.
func EventResponses(next func(context.Context) (data []byte, more bool)) graphql.ResponseHandler {
	return func(ctx context.Context) *graphql.Response {
		data, more := next(ctx)
		if !more {
			return nil
		}
		return &graphql.Response{Data: data}
	}
}

// ResolverContext returns the context for the resolver of a field. All objects share it, so its field context has no
// path.
func (x *Execution) ResolverContext(f *Field) context.Context {
	s := x.state(f)
	if s.ctx == nil {
		s.ctx = graphql.WithFieldContext(x.ctx, f.context())
	}
	return s.ctx
}

// state returns the state of a field.
func (x *Execution) state(f *Field) *fieldState {
	if f.slot >= len(x.states) {
		x.states = append(x.states, make([]fieldState, f.slot-len(x.states)+16)...)
	}
	return &x.states[f.slot]
}

// DecodeError reports an argument that cannot be decoded.
type DecodeError struct {
	Path ast.Path // from the arguments of the field
	Err  error
}

func (e *DecodeError) Error() string { return e.Err.Error() }
func (e *DecodeError) Unwrap() error { return e.Err }

// WrapDecodeError prepends a path element to the path of a decoding error.
func WrapDecodeError(at ast.PathElement, err error) error {
	var inner *DecodeError
	if errors.As(err, &inner) {
		return &DecodeError{append(ast.Path{at}, inner.Path...), inner.Err}
	}
	return &DecodeError{ast.Path{at}, err}
}

// Arguments decodes the arguments of a field, once per execution. When that fails, it adds the error to the field and
// returns nil.
func Arguments[T any](x *Execution, f *Field, decode func(map[string]any) (*T, error)) *T {
	s := x.state(f)
	if s.args == nil && s.err == nil {
		var args *T
		if args, s.err = decode(f.ast.ArgumentMap(x.op.Variables)); s.err == nil {
			s.args = args
		}
	}
	if s.err != nil {
		x.FieldError(s.err)
		return nil
	}
	return s.args.(*T)
}
