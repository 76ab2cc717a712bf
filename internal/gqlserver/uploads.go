package gqlserver

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"runtime"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/gqlserver/admission"
	"maillage/internal/gqlserver/request"
	"maillage/internal/message"
)

// mebibyteCost is the cost of storing a MiB of an upload.
const mebibyteCost = 200

// uploadTimeout is how long a client may take for one request of an upload. It can go on with another one.
const uploadTimeout = 15 * time.Minute

// Refusal is the answer to a request that is refused, with the code and the sentence of an error of the API.
type Refusal struct {
	Code     model.Code
	Status   int
	Sentence message.Sentence
	Header   map[string]string
}

func (e *Refusal) Error() string { return e.Sentence.String() }

// ServeUpload authenticates and admits a request like a mutation, and calls take with its body. A client that sends no
// byte for a while is refused. A body has no place of the API, for it mostly waits for its client.
func (h *Handler) ServeUpload(
	w http.ResponseWriter, r *http.Request, take func(ctx context.Context, body io.Reader) (answer any, err error),
) {
	ctx, media := h.begin(w, r)
	if media == "" {
		media = request.MediaJSON
	}
	defer h.recoverDownload(ctx, w, media)
	ctx, refused := h.identifyIn(ctx, r)
	if refused == nil {
		refused = mayRun(ctx, ast.Mutation, survey{writes: true})
		if refused != nil && refused.Errors[0].Extensions["code"] == model.Unauthenticated {
			refused.status = http.StatusUnauthorized
		}
	}
	if refused != nil && refused.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="maillage"`)
	}
	if refused == nil {
		refused = h.checkBudget(ctx)
	}
	if refused != nil {
		h.refuseDownload(ctx, w, media, refused)
		return
	}
	slot, err := h.enterUpload(ctx, r)
	if err != nil {
		h.refuseDownload(ctx, w, media, h.notAdmitted(ctx, err))
		return
	}
	defer slot.Leave()
	body := &receiver{body: r.Body, control: http.NewResponseController(w)}
	defer func() { h.gate.Spend(client(ctx), refusedCost+int(body.received>>20)*mebibyteCost) }()
	// A connection that breaks does not cancel, so that what came before is kept.
	sending, cancel := context.WithTimeout(context.WithoutCancel(ctx), uploadTimeout)
	defer cancel()
	answer, err := take(sending, body)
	if err != nil {
		h.refuseDownload(ctx, w, media, h.uploadError(ctx, w, err))
		return
	}
	h.sendJSON(ctx, w, answer)
}

// enterUpload takes the place of an upload, within the deadline. A request without a body has a place of the API.
func (h *Handler) enterUpload(ctx context.Context, r *http.Request) (*admission.Visit, error) {
	ctx, cancel := context.WithTimeout(ctx, h.config.Deadline)
	defer cancel()
	if r.Method == http.MethodHead {
		return h.gate.Enter(ctx, client(ctx))
	}
	return h.uploads.Enter(ctx, client(ctx))
}

// newUploadGate bounds the uploads at once. A client can go on with one while the hub still waits for bytes of a
// connection that broke.
func newUploadGate(c admission.Config) *admission.Gate {
	return admission.New(admission.Config{Places: 2 * max(2, runtime.GOMAXPROCS(0)), PerClient: 2, Queue: 4,
		Pause: c.Pause, Now: c.Now, Used: c.Used})
}

// uploadError converts an error of an upload.
func (h *Handler) uploadError(ctx context.Context, w http.ResponseWriter, err error) *response {
	var refusal *Refusal
	switch {
	case errors.As(err, &refusal):
		for name, value := range refusal.Header {
			w.Header().Set(name, value)
		}
		refused := errorResponse(ctx, refusal.Code, refusal.Sentence)
		refused.status = refusal.Status
		return refused
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		refused := errorResponse(ctx, model.Timeout, message.UploadStalled)
		refused.status = http.StatusRequestTimeout
		return refused
	}
	return h.failed(ctx, err)
}

// sendJSON sends an answer as one line of JSON.
func (h *Handler) sendJSON(ctx context.Context, w http.ResponseWriter, answer any) {
	body, err := json.Marshal(answer)
	if err != nil {
		h.write(ctx, w, request.MediaJSON, http.StatusInternalServerError, h.failed(ctx, err))
		return
	}
	h.send(ctx, w, request.MediaJSON, http.StatusOK, append(body, '\n'), nil)
}

// receiver reads the body of an upload. A client that sends no byte in time is cut off.
type receiver struct {
	body     io.Reader
	control  *http.ResponseController
	received int64
}

// Read reads what has come.
func (r *receiver) Read(piece []byte) (int, error) {
	late := time.Now().Add(pieceTimeout)
	for _, err := range []error{r.control.SetReadDeadline(late), r.control.SetWriteDeadline(late.Add(pieceTimeout))} {
		if err != nil && !errors.Is(err, http.ErrNotSupported) { // a recorder of tests has no connection
			return 0, err
		}
	}
	n, err := r.body.Read(piece)
	r.received += int64(n)
	return n, err
}

// identifyIn authenticates a request within the deadline. What follows has a deadline of its own.
func (h *Handler) identifyIn(ctx context.Context, r *http.Request) (context.Context, *response) {
	early, cancel := context.WithTimeout(ctx, h.config.Deadline)
	defer cancel()
	early, refused := h.identify(early, r)
	return access.WithViewer(ctx, access.From(early)), refused
}
