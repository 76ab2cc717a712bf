package gqlserver

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"hash"
	"io"
	"net/http"
	"runtime"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"maillage/graph/model"
	"maillage/internal/access"
	"maillage/internal/gqlserver/admission"
	"maillage/internal/gqlserver/request"
	"maillage/internal/message"
)

// Download is a file that is made while it is sent.
type Download struct {
	Tag       []string // everything that the bytes depend on, for this viewer; nil if nobody knows
	Name      string
	MediaType string
	IsPacked  bool // compressed already
	Header    map[string]string
	Trailers  []string // names of what Write returns
	// Write writes the file and returns what to tell after it, such as the number of its rows.
	Write func(ctx context.Context, w io.Writer) (trailers map[string]string, err error)
}

// DownloadError refuses a download, and says what there is instead.
type DownloadError struct {
	Code     model.Code
	Argument []any
	Sentence message.Sentence
	Status   int
	Exists   []string
}

func (e *DownloadError) Error() string { return e.Sentence.String() }

// digestTrailer is the trailer with the digest of the bytes of a download (RFC 9530).
const digestTrailer = "Content-Digest"

// How long a client may take for a download, and for one piece of it.
const (
	downloadTimeout = 15 * time.Minute
	pieceTimeout    = 30 * time.Second
)

// newDownloadGate bounds the downloads at once, in all and for each client. They have a place of the API too.
func newDownloadGate(c admission.Config) *admission.Gate {
	return admission.New(admission.Config{Places: max(2, runtime.GOMAXPROCS(0)), PerClient: 1, Queue: 4, Pause: c.Pause,
		Now: c.Now, Used: c.Used})
}

// ServeDownload authenticates and admits a request like an operation that reads, and sends the file that prepare
// returns. A failure after the first byte aborts the connection, so that half a file never looks whole.
func (h *Handler) ServeDownload(
	w http.ResponseWriter, r *http.Request, prepare func(context.Context) (*Download, error),
) {
	ctx, media := h.begin(w, r)
	if media == "" {
		media = request.MediaJSON // the file has a type of its own, and its errors are JSON
	}
	defer h.recoverDownload(ctx, w, media)
	early, cancel := context.WithTimeout(ctx, h.config.Deadline)
	defer cancel()
	early, refused := h.identify(early, r)
	if refused == nil {
		refused = mayRun(early, ast.Query, survey{})
	} else if refused.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="maillage"`)
	}
	if refused == nil {
		refused = h.checkBudget(early)
	}
	if refused != nil {
		h.refuseDownload(early, w, media, refused)
		return
	}
	leave, err := h.enterDownload(early)
	if err != nil {
		h.refuseDownload(early, w, media, h.notAdmitted(early, err))
		return
	}
	defer leave()
	file, err := prepare(early)
	if err != nil {
		h.refuseDownload(early, w, media, h.downloadError(early, err))
		return
	}
	sending, cancel := context.WithTimeout(access.WithViewer(ctx, access.From(early)), downloadTimeout)
	defer cancel()
	h.sendDownload(sending, w, r, media, file)
}

// recoverDownload answers a panic. One that aborts a connection goes on.
func (h *Handler) recoverDownload(ctx context.Context, w http.ResponseWriter, media string) {
	cause := recover()
	if err, is := cause.(error); is && errors.Is(err, http.ErrAbortHandler) {
		panic(cause)
	}
	if cause != nil {
		h.write(ctx, w, media, http.StatusInternalServerError, h.recovered(ctx, cause))
	}
}

// enterDownload takes the places of a download. The client is charged when it leaves.
func (h *Handler) enterDownload(ctx context.Context) (leave func(), err error) {
	slot, err := h.downloads.Enter(ctx, client(ctx))
	if err != nil {
		return nil, err
	}
	visit, err := h.gate.Enter(ctx, client(ctx))
	if err != nil {
		slot.Leave()
		return nil, err
	}
	return func() {
		h.gate.Spend(client(ctx), max(refusedCost, visit.Used(false, 0)))
		visit.Leave()
		slot.Leave()
	}, nil
}

// refuseDownload sends an error in place of a file.
func (h *Handler) refuseDownload(ctx context.Context, w http.ResponseWriter, media string, refused *response) {
	if refused.status == 0 {
		refused.status = http.StatusBadRequest
		if refused.Errors[0].Extensions["code"] == model.Forbidden {
			refused.status = http.StatusForbidden
		}
	}
	h.refuse(ctx, w, media, refused)
}

// downloadError converts an error of a download that has not begun.
func (h *Handler) downloadError(ctx context.Context, err error) *response {
	var wrong *DownloadError
	if !errors.As(err, &wrong) {
		return h.failed(ctx, err)
	}
	refused := errorResponse(ctx, wrong.Code, wrong.Sentence)
	refused.status = wrong.Status
	if wrong.Argument != nil {
		refused.Errors[0].Extensions["argument"] = wrong.Argument
	}
	if wrong.Exists != nil {
		refused.Errors[0].Extensions["available"] = wrong.Exists
	}
	return refused
}

// downloadTag returns the entity tag of a download.
func (h *Handler) downloadTag(file *Download) string {
	text := appendList(appendText(nil, h.cache.program), file.Tag)
	return cacheKey(sha256.Sum256(text)).etag()
}

// sendDownload sends a file, or tells the client that it has it already.
func (h *Handler) sendDownload(
	ctx context.Context, w http.ResponseWriter, r *http.Request, media string, file *Download,
) {
	tag := h.downloadTag(file)
	gzips := !file.IsPacked && r.Header.Get("Accept-Encoding") != "" &&
		request.Prefers(r.Header.Values("Accept-Encoding"), "gzip", "identity") == "gzip"
	header := w.Header()
	set := map[string]string{"ETag": tag, "Cache-Control": "private, no-cache", "Content-Type": file.MediaType,
		"Content-Disposition": `attachment; filename="` + file.Name + `"`}
	if access.From(ctx).IsPublic() {
		set["Cache-Control"] = "public, max-age=0, must-revalidate"
	}
	if gzips {
		set["ETag"], set["Content-Encoding"] = tag[:len(tag)-1]+CompressedTag+`"`, "gzip"
	}
	if file.Tag == nil {
		delete(set, "ETag")
		set["Cache-Control"] = "no-store"
	}
	for name, value := range file.Header {
		set[name] = value
	}
	header.Add("Vary", "Accept-Encoding")
	h.rateHeaders(ctx, header, nil)
	if file.Tag != nil && matches(r.Header.Values("If-None-Match"), tag, true) {
		header.Set("ETag", set["ETag"])
		header.Set("Cache-Control", set["Cache-Control"])
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if r.Method == http.MethodHead {
		for name, value := range set {
			header.Set(name, value)
		}
		w.WriteHeader(http.StatusOK)
		return
	}
	h.stream(ctx, &sender{w: w, set: set, trailers: file.Trailers, digest: sha256.New()}, media, file, gzips)
}

// stream writes a file to the client.
func (h *Handler) stream(ctx context.Context, to *sender, media string, file *Download, gzips bool) {
	var out io.Writer = to
	var packer *gzip.Writer
	if gzips {
		packer = gzip.NewWriter(to)
		out = packer
	}
	trailers, err := writeRecovered(ctx, file, out)
	if err == nil && packer != nil {
		err = packer.Close()
	}
	switch {
	case err != nil && !to.begun:
		h.refuseDownload(ctx, to.w, media, h.downloadError(ctx, err))
	case err != nil:
		if to.err == nil && !errors.Is(ctx.Err(), context.Canceled) { // else the client has gone
			h.config.Log.ErrorContext(ctx, "a download was cut off", "error", err, "requestId", RequestID(ctx))
		}
		panic(http.ErrAbortHandler)
	default:
		to.begin() // also of an empty file
		for name, value := range trailers {
			to.w.Header().Set(name, value)
		}
		to.w.Header().Set(digestTrailer, "sha-256=:"+base64.StdEncoding.EncodeToString(to.digest.Sum(nil))+":")
	}
}

// writeRecovered writes a file. A panic is an error, so that it does not append an answer to half a file.
func writeRecovered(ctx context.Context, file *Download, out io.Writer) (trailers map[string]string, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = panicError(ctx, cause)
		}
	}()
	return file.Write(ctx, out)
}

// sender sends the bytes of a download. The headers go before the first byte, so that an earlier failure has its own.
type sender struct {
	w        http.ResponseWriter
	set      map[string]string
	trailers []string
	digest   hash.Hash
	begun    bool
	err      error // of the connection
}

// begin sends the headers, once.
func (s *sender) begin() {
	if s.begun {
		return
	}
	s.begun = true
	for name, value := range s.set {
		s.w.Header().Set(name, value)
	}
	for _, name := range append(s.trailers, digestTrailer) {
		s.w.Header().Add("Trailer", name)
	}
	s.w.WriteHeader(http.StatusOK)
}

// Write sends a piece. A client that does not take it in time is cut off.
func (s *sender) Write(piece []byte) (int, error) {
	s.begin()
	err := http.NewResponseController(s.w).SetWriteDeadline(time.Now().Add(pieceTimeout))
	if err != nil && !errors.Is(err, http.ErrNotSupported) { // a recorder of tests has no connection
		s.err = err
		return 0, err
	}
	_, _ = s.digest.Write(piece) // a hash takes everything
	n, err := s.w.Write(piece)
	s.err = err
	return n, err
}
