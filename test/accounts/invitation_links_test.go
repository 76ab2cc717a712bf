package accounts_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"maillage/internal/gqlserver/admission"
	"maillage/internal/lexicon"
	"maillage/internal/server"
	"maillage/internal/store"
	"maillage/internal/testhub"
)

func TestInvitations_DeadLinksLookAlike(t *testing.T) {
	var statements []string
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		h := testhub.WithLogins(t, s, server.Config{Ledger: testhub.Ledger(t, s)})
		ctx := testhub.Context(t)
		secondContract(t, h)
		unknown := "http://127.0.0.1/auth/invitation/" + strings.Repeat("A", 43)
		last := func() *struct{ of int } {
			row := s.Client.Invitation.Query().WithAccount().AllX(ctx)
			return &struct{ of int }{row[len(row)-1].Edges.Account.ID}
		}
		type dead struct{ get, post testhub.Answer }
		seen := map[string]dead{}
		cost := map[string]string{}
		for name, kill := range map[string]func(me *testhub.Hub, made invitationPayload){
			"unknown": func(_ *testhub.Hub, _ invitationPayload) {},
			"used":    func(_ *testhub.Hub, made invitationPayload) { joined(t, h, made.Link) },
			"revoked": func(me *testhub.Hub, made invitationPayload) {
				got := revokeInvitation(t, me, made.Invitation.ID)
				if got.Invitation == nil || got.Invitation.RevokedAt == nil {
					t.Errorf("revoked %+v", got)
				}
				if open := invitations(t, me); len(open) != 0 {
					t.Errorf("revoked and listed: %+v", open)
				}
			},
			"expired": func(_ *testhub.Hub, _ invitationPayload) {
				if _, err := s.Client.ExecContext(ctx, "UPDATE invitations SET expires_at = created_at"); err != nil {
					t.Fatal(err)
				}
			},
			"the inviter is disabled": func(_ *testhub.Hub, _ invitationPayload) {
				s.Client.Account.UpdateOneID(last().of).SetDisabledAt(time.Now().UTC()).ExecX(ctx)
			},
			"the inviter is no coordinator": func(_ *testhub.Hub, _ invitationPayload) {
				s.Client.Account.UpdateOneID(last().of).SetRole(lexicon.Liaison).ExecX(ctx)
			},
			"the inviter lost the contract": func(_ *testhub.Hub, _ invitationPayload) {
				other := s.Client.Contract.Query().AllX(ctx)
				s.Client.Account.UpdateOneID(last().of).ClearContracts().
					AddContractIDs(other[len(other)-1].ID).ExecX(ctx)
			},
			"another account has the email": func(_ *testhub.Hub, _ invitationPayload) {
				s.Client.Account.UpdateOneID(last().of).SetEmail("zoe@example.org").ExecX(ctx)
			},
		} {
			s.Client.Account.Update().ClearEmail().ExecX(ctx)
			me := coordinatorOf(t, h, "valenciennes")
			made := invite(t, me, zoeInvited())
			kill(me, made)
			link := *made.Link
			if name == "unknown" {
				link = unknown
			}
			accounts, sessions := s.Client.Account.Query().CountX(ctx), s.Client.Session.Query().CountX(ctx)
			statements = nil
			got := dead{atLink(t, h, http.MethodGet, link), atLink(t, h, http.MethodPost, link)}
			cost[name] = strings.Join(statements, "\n")
			if a, n := s.Client.Account.Query().CountX(ctx), s.Client.Session.Query().CountX(ctx); a != accounts ||
				n != sessions {
				t.Errorf("%s: made an account or a session", name)
			}
			if row := s.Client.Invitation.Query().AllX(ctx); name != "used" && row[len(row)-1].UsedAt != nil {
				t.Errorf("%s: used up", name)
			}
			seen[name] = got
		}
		model := seen["unknown"]
		for name, got := range seen {
			if name != "another account has the email" && !looksDead(got.get, model.get) {
				t.Errorf("%s: GET %d %v %s", name, got.get.Status, got.get.Header, got.get.Body)
			}
			if !looksDead(got.post, model.post) {
				t.Errorf("%s: POST %d %v %s", name, got.post.Status, got.post.Header, got.post.Body)
			}
		}
		if len(cost["unknown"]) == 0 {
			t.Error("no statement was seen")
		}
		for _, name := range []string{"used", "revoked", "expired"} {
			if cost[name] != cost["unknown"] {
				t.Errorf("%s costs\n%s\nunknown costs\n%s", name, cost[name], cost["unknown"])
			}
		}
	}, testhub.Observe(func(_ context.Context, query string) { statements = append(statements, query) }))
}

// looksDead reports whether an answer equals that of an unknown link.
func looksDead(answer, ofUnknown testhub.Answer) bool {
	return answer.Status == http.StatusNotFound && string(answer.Body) == string(ofUnknown.Body) &&
		sameHeader(answer.Header, ofUnknown.Header)
}

func sameHeader(a, b http.Header) bool {
	if len(a) != len(b) {
		return false
	}
	for name := range a {
		if strings.Join(a[name], "|") != strings.Join(b[name], "|") {
			return false
		}
	}
	return true
}

func TestInvitations_PageIsShortSafeAndInTheReadersLanguage(t *testing.T) {
	eachWithLogins(t, func(t *testing.T, h *testhub.Hub) {
		link := *invite(t, coordinatorOf(t, h, "valenciennes"), zoeInvited()).Link
		for reads, want := range map[string]string{
			"": "Ouvrir mon compte", "fr": "Ouvrir mon compte", "en-GB, fr;q=0.5": "Open my account",
		} {
			page := atLink(t, h, http.MethodGet, link, "Accept-Language", reads)
			body := string(page.Body)
			if page.Status != http.StatusOK || strings.Count(body, "<button>") != 1 || !strings.Contains(body, want) ||
				strings.Count(body, `<form method="post">`) != 1 ||
				strings.Contains(body, "<script") {
				t.Errorf("%q: %d %s", reads, page.Status, body)
			}
			for name, value := range map[string]string{
				"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; form-action 'self'",
				"Cache-Control":           "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
			} {
				if page.Header.Get(name) != value {
					t.Errorf("%s is %q", name, page.Header.Get(name))
				}
			}
			if !strings.Contains(strings.Join(page.Header.Values("Vary"), ","), "Accept-Language") ||
				page.Header.Get(
					"Content-Language",
				) != map[bool]string{true: "en", false: "fr"}[strings.HasPrefix(reads, "en")] {
				t.Errorf("%q: %v", reads, page.Header)
			}
		}
		for _, header := range [][]string{
			{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example.org"},
		} {
			if got := atLink(t, h, http.MethodPost, link, header...); got.Status != http.StatusForbidden ||
				got.Header.Get("Set-Cookie") != "" {
				t.Errorf("%v: %d", header, got.Status)
			}
		}
		if got := atLink(t, h, http.MethodPut, link); got.Status != http.StatusMethodNotAllowed {
			t.Errorf("PUT: %d", got.Status)
		}
		joined(t, h, &link)
		if dead := atLink(t, h, http.MethodGet, link, "Accept-Language", "en"); !strings.Contains(
			string(dead.Body),
			"This link is not valid.",
		) ||
			strings.Contains(string(dead.Body), "<button") {
			t.Errorf("%s", dead.Body)
		}
	})
}

// PostgreSQL lets both transactions read the open invitation before either uses it; the test makes sure that they do.
// SQLite has one writer at a time.
func TestInvitations_OpenedTwiceAtOnceMakeOneAccount(t *testing.T) {
	const times = 2
	var using sync.WaitGroup
	using.Add(times)
	meet := testhub.Observe(func(_ context.Context, query string) {
		if strings.HasPrefix(query, `UPDATE "invitations"`) { // as PostgreSQL is asked
			using.Done()
			using.Wait()
		}
	})
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		h := testhub.WithLogins(t, s, server.Config{Ledger: testhub.Ledger(t, s)})
		ctx := testhub.Context(t)
		link := *invite(t, coordinatorOf(t, h, "valenciennes"), changed(zoeInvited(), in{"email": nil})).Link
		before := s.Client.Account.Query().CountX(ctx)
		statuses := make(chan int)
		for range times {
			go func() {
				r := httptest.NewRequestWithContext(
					t.Context(),
					http.MethodPost,
					strings.TrimPrefix(link, "http://127.0.0.1"),
					nil,
				)
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				statuses <- w.Code
			}()
		}
		count := map[int]int{}
		for range times {
			count[<-statuses]++
		}
		if made := s.Client.Account.Query().CountX(ctx) - before; made != 1 || count[http.StatusSeeOther] != 1 ||
			count[http.StatusNotFound] != times-1 {
			t.Errorf("%d accounts, answers %v", made, count)
		}
	}, meet)
}

func TestInvitations_LinksAreCountedForTheAddress(t *testing.T) {
	testhub.EachDemoDatabase(t, func(t *testing.T, s *store.Store) {
		still := func() time.Time { return time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC) }
		h := testhub.WithLogins(
			t,
			s,
			server.Config{Ledger: testhub.Ledger(t, s), Admission: admission.Config{Rate: 1_000, Now: still}},
		)
		for n := range 11 {
			got := atLink(t, h, http.MethodPost, "http://127.0.0.1/auth/invitation/guess")
			want := map[bool]int{true: http.StatusNotFound, false: http.StatusTooManyRequests}[n < 10]
			if got.Status != want || (n < 10) == (got.Header.Get("Retry-After") != "") {
				t.Errorf("try %d: %d %v", n, got.Status, got.Header)
			}
		}
		if got := h.As("mlg_wrong").Ask(t, `{ viewer { role } }`, nil); got.Status != http.StatusTooManyRequests {
			t.Errorf("a wrong token from the same address: %d %s", got.Status, got.Body)
		}
	})
}
