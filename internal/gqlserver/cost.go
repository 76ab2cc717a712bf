package gqlserver

import (
	"cmp"
	"context"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/gqlserver/admission"
	"maillage/internal/message"
)

// refusedCost is debited for a request that is refused before its use is measured, since parsing and validating are
// not free.
const refusedCost = 100

// cachedCost is debited for a response from the cache. Most of it stands for HTTP.
const cachedCost = 10

// heavyCost is the cost from which an operation waits for a processor. It stands for about 10 ms.
const heavyCost = 1_000

// costRecord is the cost of one operation, filled in as it becomes known.
type costRecord struct {
	survey        survey
	visit         *admission.Visit // the place of the operation, or nil
	write         bool
	wantsCost     bool // the client asks for the cost
	wantsPosition bool // the client asks for the position of the response
	dryRun        bool // the client asks for the cost alone
	requested     int  // upper bound, by the document and its variables
	actual        int  // records that the lists of the response hold
	total         int  // debited from the budget
	charged       bool // the debit was made or refused
	ran           bool
}

type costRecordKey struct{}

func withCostRecord(ctx context.Context, b *costRecord) context.Context {
	return context.WithValue(ctx, costRecordKey{}, b)
}

// costOf returns the cost record of the current operation; never nil.
func costOf(ctx context.Context) *costRecord {
	if b, ok := ctx.Value(costRecordKey{}).(*costRecord); ok {
		return b
	}
	return &costRecord{}
}

// newCostRecord reads the request's extensions: `{"cost": true}` or `{"cost": {"dryRun": true}}`, and `{"position":
// true}`.
func newCostRecord(extensions map[string]any) (*costRecord, *model.Error) {
	b, err := parseCostExtension(extensions)
	if err != nil {
		return nil, err
	}
	switch given := extensions[positionKey].(type) {
	case nil:
	case bool:
		b.wantsPosition = given
	default:
		return nil, &model.Error{Code: model.BadUserInput, Sentence: message.MalformedPosition}
	}
	return b, nil
}

// parseCostExtension reads the extension `cost`.
func parseCostExtension(extensions map[string]any) (*costRecord, *model.Error) {
	wrong := &model.Error{Code: model.BadUserInput, Sentence: message.MalformedCost}
	switch given := extensions["cost"].(type) {
	case nil:
		return &costRecord{}, nil
	case bool:
		return &costRecord{wantsCost: given}, nil
	case map[string]any:
		b := &costRecord{wantsCost: true}
		for name, value := range given {
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

// costs is extensions.cost of a response.
type costs struct {
	Requested int     `json:"requested"`
	Actual    *int    `json:"actual"`  // records; null when nothing was run
	Charged   int     `json:"charged"` // to the budget
	Limit     int     `json:"limit"`
	Budget    *budget `json:"budget"` // null when clients have none
}

// budget is what remains of the client's budget.
type budget struct {
	Limit     int `json:"limit"`
	Remaining int `json:"remaining"`
	Reset     int `json:"reset"` // seconds until the budget is full again
}

// addCost adds the cost to a response, if the client asked for it.
func (h *Handler) addCost(ctx context.Context, b *costRecord, answer *response) {
	if !b.wantsCost || b.requested == 0 {
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

// client returns the key under which a request is counted: the account, whichever credentials it uses, or the address
// without one.
func client(ctx context.Context) string {
	v := access.From(ctx)
	if v == nil {
		return ""
	}
	return cmp.Or(v.Account, v.Key)
}

// checkBudget refuses a client whose budget is spent, before anything of the request is read.
func (h *Handler) checkBudget(ctx context.Context) *response {
	s, counted := h.gate.State(client(ctx))
	if !counted || s.Remaining > 0 {
		return nil
	}
	wait, _ := h.gate.Take(client(ctx), 1)
	return h.limited(ctx, wait, message.BudgetSpent)
}

// debit takes an operation's cost from the client's budget before it runs, once. It refuses an operation that the
// client cannot pay, and answers a dry run.
func (h *Handler) debit(ctx context.Context, b *costRecord) *response {
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
		return h.limited(ctx, wait, func(limit, wait int) message.Sentence {
			return message.BudgetTooSmall(limit, wait, price, s.Remaining)
		})
	}
	b.total = price
	if b.dryRun {
		return &response{executed: true}
	}
	b.ran = true
	return nil
}

// reconcile charges what an operation really used: records or processor time, whichever is more. It refunds the rest
// of the debit. A refused request costs at least refusedCost.
func (h *Handler) reconcile(ctx context.Context, b *costRecord) {
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
		h.gate.Refund(client(ctx), b.total, used)
	} else {
		used = max(used, b.total)
	}
	b.total = used
}

// limited refuses a request for which the client has to wait.
func (h *Handler) limited(
	ctx context.Context, wait time.Duration, sentence func(limit, wait int) message.Sentence,
) *response {
	s, _ := h.gate.State(client(ctx))
	r := errorResponse(ctx, model.RateLimited, sentence(s.Limit, seconds(wait)))
	r.Errors[0].Extensions["retryAfter"] = seconds(wait)
	r.status, r.wait, r.hold = http.StatusTooManyRequests, wait, true
	return r
}

// rateHeaders sets the RateLimit headers, and Retry-After for a response that says when to retry.
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

// seconds rounds a duration up to whole seconds.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

// run executes one operation and returns its response, with the cost if the client asks for it.
func (h *Handler) run(ctx context.Context, params *graphql.RawParams, visit *admission.Visit) *response {
	b, err := newCostRecord(params.Extensions)
	if err != nil {
		return errorResponse(ctx, err.Code, err.Sentence)
	}
	b.visit = visit
	return h.runWithCost(ctx, b, params)
}

// runWithCost executes an operation with a cost record.
func (h *Handler) runWithCost(ctx context.Context, b *costRecord, params *graphql.RawParams) *response {
	answer := func() *response {
		defer h.reconcile(ctx, b) // also when it panics
		return h.execute(withCostRecord(ctx, b), h.exec, params)
	}()
	h.addCost(ctx, b, answer)
	return answer
}
