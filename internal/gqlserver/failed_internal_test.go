package gqlserver

import (
	"errors"
	"log/slog"
	"testing"

	"maillage/graph/model"
	"maillage/internal/message"
)

func TestFailed_HasTheStatusOfItsCode(t *testing.T) {
	transient, full := errors.New("the connection is lost"), errors.New("the disk is full")
	h := &Handler{config: Config{
		Log:         slog.New(slog.DiscardHandler),
		IsTransient: func(err error) bool { return errors.Is(err, transient) },
		StorageFault: func(err error) (message.Sentence, bool) {
			return message.Verbatim("full"), errors.Is(err, full)
		},
	}}
	for _, c := range []struct {
		err    error
		code   model.Code
		status int
	}{
		{errors.New("a bug"), model.Internal, 500}, {transient, model.Unavailable, 503}, {full, model.Storage, 503},
	} {
		if got := h.failed(t.Context(), c.err); got.Errors[0].Extensions["code"] != c.code || got.status != c.status {
			t.Errorf("%v is %v with %d", c.err, got.Errors[0].Extensions, got.status)
		}
	}
}
