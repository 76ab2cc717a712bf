package graph

import (
	"cmp"
	"context"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"maillage/graph/admission"
	"maillage/internal/access"
)

// refusedCost is what a request takes from its client's budget that is refused
// before it is measured: it has to be read, and validating is not free.
const refusedCost = 100

// keptCost is what an answer takes that need not be made anew: HTTP takes as long.
const keptCost = 10

// heavyCost is the cost from which an operation waits for its turn to use a
// processor, some 10 ms of it.
const heavyCost = 1_000

// bill is what one operation costs, as that becomes known.
type bill struct {
	survey    survey
	visit     *admission.Visit // the place of the operation; nil where it has none
	write     bool
	told      bool // the client asks to be told
	placed    bool // the client asks for the position of the answer
	dryRun    bool // and for nothing else
	requested int  // what it may cost, by the document and its variables
	actual    int  // records that lists really held
	total     int  // that the budget was charged
	charged   bool // the client has paid for it, or could not
	ran       bool
}

type billKey struct{}

func withBill(ctx context.Context, b *bill) context.Context {
	return context.WithValue(ctx, billKey{}, b)
}

// billOf is the bill of the operation under way; never nil.
func billOf(ctx context.Context) *bill {
	if b, ok := ctx.Value(billKey{}).(*bill); ok {
		return b
	}
	return &bill{}
}

// newBill reads what a client wants to know of an operation, from the request's extensions: `{"cost": true}`, or
// `{"cost": {"dryRun": true}}`; and `{"position": true}`.
func newBill(extensions map[string]any) (*bill, error) {
	b, err := newCostBill(extensions)
	if err != nil {
		return nil, err
	}
	switch asked := extensions[positionKey].(type) {
	case nil:
	case bool:
		b.placed = asked
	default:
		return nil, &Error{Code: BadUserInput, Sentence: "`position` of the extensions is true or false"}
	}
	return b, nil
}

func newCostBill(extensions map[string]any) (*bill, error) {
	wrong := &Error{Code: BadUserInput, Sentence: "`cost` of the extensions is true, false or {\"dryRun\": true}"}
	switch asked := extensions["cost"].(type) {
	case nil:
		return &bill{}, nil
	case bool:
		return &bill{told: asked}, nil
	case map[string]any:
		b := &bill{told: true}
		for name, value := range asked {
			dry, is := value.(bool)
			if name != "dryRun" || !is {
				return nil, wrong
			}
			b.dryRun = dry
		}
		return b, nil
	}
	return nil, wrong
}

// costs is extensions.cost of an answer.
type costs struct {
	Requested int     `json:"requested"`
	Actual    *int    `json:"actual"`  // records; null when nothing was run
	Charged   int     `json:"charged"` // to the budget
	Limit     int     `json:"limit"`
	Budget    *budget `json:"budget"` // null when clients have none
}

// budget is what is left to the client.
type budget struct {
	Limit     int `json:"limit"`
	Remaining int `json:"remaining"`
	Reset     int `json:"reset"` // seconds until all of it is there again
}

// tell adds to an answer what it cost, if the client asked for that.
func (h *Handler) tell(ctx context.Context, b *bill, answer *response) {
	if !b.told || b.requested == 0 {
		return
	}
	c := costs{Requested: b.requested, Charged: b.total, Limit: h.config.Limits.Cost}
	if b.ran {
		c.Actual = &b.actual
	}
	if s, counted := h.gate.State(client(ctx)); counted {
		c.Budget = &budget{s.Limit, s.Remaining, seconds(s.Reset)}
	}
	if answer.Extensions == nil {
		answer.Extensions = map[string]any{}
	}
	answer.Extensions["cost"] = c
}

// client is as whom a request is counted: the account, whatever it comes with,
// or the address of who has none.
func client(ctx context.Context) string {
	v := access.From(ctx)
	if v == nil {
		return ""
	}
	return cmp.Or(v.Account, v.Key)
}

// admit refuses whoever has nothing left, before anything of the request is read.
func (h *Handler) admit(ctx context.Context) *response {
	s, counted := h.gate.State(client(ctx))
	if !counted || s.Remaining > 0 {
		return nil
	}
	wait, _ := h.gate.Take(client(ctx), 1)
	return h.limited(ctx, wait, "nothing is left of your budget of %d a minute: try again in %d s")
}

// charge takes an operation's cost from the client's budget before it runs, once;
// it refuses what the client cannot pay, and answers what was only to be costed.
func (h *Handler) charge(ctx context.Context, b *bill) *response {
	if b.charged {
		return nil
	}
	b.charged = true
	price := b.requested
	if b.dryRun {
		price = 1
	}
	if wait, paid := h.gate.Take(client(ctx), price); !paid {
		s, _ := h.gate.State(client(ctx))
		return h.limited(
			ctx, wait,
			"the operation costs up to %[3]d, and %[4]d is left of your budget of %[1]d a minute: try again in %[2]d s",
			price, s.Remaining,
		)
	}
	b.total = price
	if b.dryRun {
		return &response{executed: true}
	}
	b.ran = true
	return nil
}

// settle charges what an operation really used: records or processor time,
// whichever is more. What it paid beyond that is given back. A refused request
// costs refusedCost at least.
func (h *Handler) settle(ctx context.Context, b *bill) {
	used := b.actual
	if !b.charged {
		b.charged, used = true, refusedCost
	}
	if b.visit != nil {
		used = max(used, b.visit.Used(b.write, b.requested))
	}
	if b.total > 0 {
		used = max(1, used)
	}
	h.gate.Spend(client(ctx), used-b.total)
	if h.gate.Measures() {
		h.gate.Refund(client(ctx), b.total-used)
	} else {
		used = max(used, b.total)
	}
	b.total = used
}

// limited refuses a request for which the client has to wait.
func (h *Handler) limited(ctx context.Context, wait time.Duration, sentence string, args ...any) *response {
	s, _ := h.gate.State(client(ctx))
	r := refusal(ctx, RateLimited, sentence, append([]any{s.Limit, seconds(wait)}, args...)...)
	r.Errors[0].Extensions["retryAfter"] = seconds(wait)
	r.status, r.wait, r.hold = http.StatusTooManyRequests, wait, true
	return r
}

// rateHeaders says in the header of an answer what is left to the client, and
// when to come again.
func (h *Handler) rateHeaders(ctx context.Context, header http.Header, answer *response) {
	if answer != nil && answer.wait > 0 {
		header.Set("Retry-After", strconv.Itoa(seconds(answer.wait)))
	}
	s, counted := h.gate.State(client(ctx))
	if !counted {
		return
	}
	header.Set("RateLimit-Limit", strconv.Itoa(s.Limit))
	header.Set("RateLimit-Remaining", strconv.Itoa(s.Remaining))
	header.Set("RateLimit-Reset", strconv.Itoa(seconds(s.Reset)))
}

func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

// run executes one operation and returns its response, which says what it cost
// when the client asks.
func (h *Handler) run(ctx context.Context, params *graphql.RawParams, visit *admission.Visit) *response {
	b, err := newBill(params.Extensions)
	if err != nil {
		return refusal(ctx, BadUserInput, err.Error())
	}
	b.visit = visit
	return h.runOn(ctx, b, params)
}

// runOn executes an operation on a bill.
func (h *Handler) runOn(ctx context.Context, b *bill, params *graphql.RawParams) *response {
	answer := func() *response {
		defer h.settle(ctx, b) // also when it panics
		return h.execute(withBill(ctx, b), h.exec, params)
	}()
	h.tell(ctx, b, answer)
	return answer
}
