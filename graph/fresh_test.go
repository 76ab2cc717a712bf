package graph_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"maillage/internal/hubtest"
	"maillage/internal/lexicon"
)

// Queries do not wait for a write that the snapshot follows, but whoever was told of a write finds it.
func TestMutation_WhoeverIsAnsweredFindsWhatWasWritten(t *testing.T) {
	hubtest.EachDemo(t, func(t *testing.T, h *hubtest.Hub) {
		adm := h.As(h.Token(t, hubtest.Who{Role: lexicon.Administrator}))
		adm.Get(t, new(any), `{ partners { totalCount } }`, nil)
		ctx, stop := context.WithCancel(t.Context())
		var runs sync.WaitGroup
		runs.Go(func() { h.Run(ctx) })
		defer runs.Wait()
		defer stop()
		var writers sync.WaitGroup
		for writer := range 3 {
			writers.Go(func() {
				for i := range 15 {
					code := fmt.Sprintf("fresh-%d-%d", writer, i)
					var made struct{ CreatePartner struct{ UserErrors []any } }
					adm.Get(t, &made, `mutation ($code: String!) {
						createPartner(input: {code: $code, name: "Fresh"}) { userErrors { message } } }`,
						map[string]any{"code": code})
					var found struct{ Partner *struct{ Code string } }
					adm.Get(t, &found, `query ($code: String!) { partner(by: {code: $code}) { code } }`,
						map[string]any{"code": code})
					var gone struct{ DeletePartner struct{ UserErrors []any } }
					adm.Get(t, &gone, `mutation ($code: ID!) {
						deletePartner(input: {id: $code, version: 1}) { userErrors { message } } }`, map[string]any{"code": code})
					var still struct{ Partner *struct{ Code string } }
					adm.Get(t, &still, `query ($code: String!) { partner(by: {code: $code}) { code } }`,
						map[string]any{"code": code})
					if len(gone.DeletePartner.UserErrors) > 0 || still.Partner != nil {
						t.Errorf("%s: %+v, and %+v is there still", code, gone, still)
					}
					if len(made.CreatePartner.UserErrors) > 0 || found.Partner == nil {
						t.Errorf("%s: %+v, and %+v is found", code, made, found)
					}
				}
			})
		}
		writers.Wait()
	})
}
