package client

import (
	"crypto/rand"
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"maillage/examples/go/generated"
)

// hub is the one that MAILLAGE_URL names, to the demo's administrator.
func hub(t *testing.T, transport http.RoundTripper) *Hub {
	t.Helper()
	return New(given(t, "MAILLAGE_URL")+"/graphql", given(t, "MAILLAGE_ADMINISTRATOR"), transport)
}

func given(t *testing.T, name string) string {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		t.Fatalf("%s is not set: run `make clients`", name)
	}
	return value
}

// losing is a network that loses the answers to the first requests.
type losing struct{ answers int }

func (l *losing) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(r)
	if l.answers--; err == nil && l.answers >= 0 {
		_ = response.Body.Close()
		return nil, errors.New("connection reset")
	}
	return response, err
}

func partner(code string) *generated.RecordChange {
	return &generated.RecordChange{CreatePartner: &generated.CreatePartnerInput{Code: code, Name: "Made by Go"}}
}

func TestClient_ReadsContributorsWithTheirSources(t *testing.T) {
	var found, cited int
	for one, err := range hub(t, nil).Contributors(t.Context(), "valenciennes", "axe-3") {
		if err != nil {
			t.Fatal(err)
		}
		found++
		for _, chain := range one.Chains {
			for _, link := range chain.Links {
				for _, citation := range link.GetCitations().Nodes {
					if citation.Source.Name != "" {
						cited++
					}
				}
			}
		}
		if _, ok := one.Chains[0].Links[0].(*generated.ContributorsAxisContributorsDerivedContributionConnectionNodesDerivedContributionChainsChainLinksContribution); !ok {
			t.Errorf("%s: the first claim is a %T", one.Partner.Name, one.Chains[0].Links[0])
		}
	}
	if found < 3 || cited < found {
		t.Errorf("%d contributors with %d citations", found, cited)
	}
	for _, err := range hub(t, nil).Contributors(t.Context(), "nowhere", "axe-3") {
		if err == nil || Code(err) != "" { // a lookup that finds nothing answers null
			t.Errorf("a contract that is none: %v", err)
		}
	}
}

func TestClient_RepeatsAWriteWhoseAnswerIsLost(t *testing.T) {
	unsteady, key := hub(t, &losing{answers: 2}), rand.Text()
	codes := []string{strings.ToLower(rand.Text()), strings.ToLower(rand.Text())}
	ids, err := unsteady.Apply(t.Context(), key, "an example", partner(codes[0]), partner(codes[1]))
	if err != nil || len(ids) != 2 {
		t.Fatal(ids, err)
	}
	again, err := unsteady.Apply(t.Context(), key, "an example", partner(codes[0]), partner(codes[1]))
	if err != nil || !slices.Equal(ids, again) {
		t.Errorf("under the same key: %v, %v and not %v", err, again, ids)
	}
	_, err = unsteady.Apply(t.Context(), rand.Text(), "an example", partner(codes[0]))
	var mistakes MistakesError
	if !errors.As(err, &mistakes) || mistakes[0].Code != generated.UserErrorCodeTaken || !slices.Equal(
		mistakes[0].Field, []string{"changes", "0", "createPartner", "code"},
	) {
		t.Errorf("a code that is taken: %v", err)
	}
}

func TestClient_FollowsChangesFromACursor(t *testing.T) {
	h := hub(t, nil)
	newest, err := generated.Newest(t.Context(), h)
	if err != nil {
		t.Fatal(err)
	}
	ids, err := h.Apply(
		t.Context(), rand.Text(), "an example", partner(strings.ToLower(rand.Text())),
		partner(strings.ToLower(rand.Text())),
	)
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	after := newest.Changes.PageInfo.EndCursor
	for range ids { // a connection for each, as if the one before had broken
		err := h.Follow(t.Context(), after, func(line *Line) bool {
			seen, after = append(seen, line.Node.RecordId), &line.Cursor
			return false
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(seen, ids) {
		t.Errorf("followed %v, and made %v", seen, ids)
	}
	feed, err := generated.Feed(t.Context(), h, 10, newest.Changes.PageInfo.EndCursor)
	if err != nil {
		t.Fatal(err)
	}
	if nodes := feed.Changes.Nodes; len(nodes) != 2 || nodes[0].RecordId != ids[0] || nodes[0].At.IsZero() ||
		nodes[0].Fields[0].After == nil {
		t.Errorf("the feed has %+v", nodes)
	}
}

func TestClient_DistinguishesErrorsByTheirCode(t *testing.T) {
	nobody := New(given(t, "MAILLAGE_URL")+"/graphql", "mlg_nobody", nil)
	if _, err := generated.Newest(t.Context(), nobody); Code(err) != "UNAUTHENTICATED" {
		t.Errorf("a token that proves nothing: %v", err)
	}
	if err := nobody.Follow(t.Context(), nil, func(*Line) bool { return true }); err == nil {
		t.Error("a token that proves nothing follows changes")
	}
	elsewhere := "elsewhere"
	if _, err := generated.Feed(t.Context(), hub(t, nil), 1, &elsewhere); Code(err) != "BAD_USER_INPUT" {
		t.Errorf("a cursor that is none: %v", err)
	}
	if _, err := generated.Feed(t.Context(), hub(t, nil), 0, nil); Code(err) == "" {
		t.Errorf("a page of nothing: %v", err)
	}
}
