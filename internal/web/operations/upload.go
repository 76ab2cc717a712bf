package operations

import (
	"io"
	"net/http"
	"net/url"
)

// Upload sends a file to the address that an import has for it, with the credentials of the call's request. An error of
// the API is returned as a *[Problem].
func (c Call) Upload(files http.Handler, path string, content io.Reader, size int64) error {
	r := c.toAPI(nil)
	r.Method, r.URL, r.Body, r.ContentLength = http.MethodPut, &url.URL{Path: path}, io.NopCloser(content), size
	r.Header.Set("Content-Type", "application/octet-stream")
	answer := &recorder{header: http.Header{}, status: http.StatusOK}
	files.ServeHTTP(answer, r)
	_, err := answer.decode(new(any))
	return err
}
