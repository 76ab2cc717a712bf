package identity

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	entsql "entgo.io/ent/dialect/sql"

	"maillage/internal/access"
	"maillage/internal/gen/ent/account"
	"maillage/internal/gen/ent/session"
	"maillage/internal/gen/ent/token"
	"maillage/internal/lexicon"
)

// The kinds of credentials, as a viewer's key names them after the account.
const (
	tokenCredential   = "token"
	sessionCredential = "session"
)

// credential is a token or a session, with its account.
type credential struct {
	id       int
	name     string // token_… or session-…
	hash     []byte
	scopes   []lexicon.TokenScope // nil for a session
	until    time.Time
	revoked  sql.NullTime
	seen     sql.NullTime
	disabled sql.NullTime
	account  string
	role     lexicon.AccountRole
	partner  int
	serves   []int // sorted
}

// valid reports whether it is valid at a time: neither expired nor revoked, with an enabled account. A nil credential
// is not valid.
func (p *credential) valid(now time.Time) bool {
	return p != nil && now.Before(p.until) && !p.revoked.Valid && !p.disabled.Valid
}

// matches reports whether it is valid and has the hash of the presented secret. The comparison takes constant time.
func (p *credential) matches(hash []byte, now time.Time) bool {
	return p.valid(now) && subtle.ConstantTimeCompare(p.hash, hash) == 1
}

// credentialOf returns the kind and the identifier of a viewer's credential, from the viewer's key.
func credentialOf(v *access.Viewer) (kind, name string) {
	_, name, _ = strings.Cut(v.Key, " ")
	if id, is := strings.CutPrefix(name, sessionCredential+"-"); is {
		return sessionCredential, id
	}
	kind, _, _ = strings.Cut(name, "_")
	return kind, name
}

// credentialName returns the name of a viewer's credential.
func credentialName(v *access.Viewer) string {
	_, name, _ := strings.Cut(v.Key, " ")
	return name
}

// findToken reads a token, its account and the account's contracts in one query; nil when there is none.
func (i *Identity) findToken(ctx context.Context, column string, value any) (*credential, error) {
	return firstOf(i.queryTokens(ctx, column, value))
}

// findSession reads a session as byToken reads a token.
func (i *Identity) findSession(ctx context.Context, column string, value any) (*credential, error) {
	return firstOf(i.querySessions(ctx, column, value))
}

func firstOf(found []*credential, err error) (*credential, error) {
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// queryTokens reads tokens by one of their columns. It bypasses ent, which would need one query for each table.
func (i *Identity) queryTokens(ctx context.Context, column string, values ...any) ([]*credential, error) {
	t := entsql.Table(token.Table).As("t")
	return i.queryCredentials(ctx, t, t.C(column), values, func(r *row, p *credential) (*credential, error) {
		var scopes []byte
		if err := r.scan(p, &p.name, &scopes, &p.until, &p.revoked, &p.seen); err != nil {
			return nil, err
		}
		err := json.Unmarshal(scopes, &p.scopes)
		if p.scopes == nil { // nil would set no limit
			p.scopes = []lexicon.TokenScope{}
		}
		return p, err
	}, t.C(token.FieldUID), t.C(token.FieldScopes), t.C(token.FieldExpiresAt), t.C(token.FieldRevokedAt),
		t.C(token.FieldUsedAt))
}

// querySessions reads sessions as tokensBy reads tokens. A value that is not a number matches no session.
func (i *Identity) querySessions(ctx context.Context, column string, values ...any) ([]*credential, error) {
	var known []any
	for _, value := range values {
		id, is := value.(string)
		if !is {
			known = append(known, value)
		} else if n, err := strconv.Atoi(id); err == nil {
			known = append(known, n)
		}
	}
	s := entsql.Table(session.Table).As("s")
	return i.queryCredentials(ctx, s, s.C(column), known, func(r *row, p *credential) (*credential, error) {
		if err := r.scan(p, &p.until, &p.seen); err != nil {
			return nil, err
		}
		p.name = fmt.Sprintf("%s-%d", sessionCredential, p.id)
		if idle := p.seen.Time.Add(sessionIdle); idle.Before(p.until) {
			p.until = idle
		}
		return p, nil
	}, s.C(session.FieldExpiresAt), s.C(session.FieldSeenAt))
}

// credentialBatch is the maximum number of credentials in one query.
const credentialBatch = 500

// queryCredentials reads credentials. The query has one row for each contract of the account, or one without a
// contract.
func (i *Identity) queryCredentials(
	ctx context.Context, of *entsql.SelectTable, column string, values []any,
	scan func(*row, *credential) (*credential, error), columns ...string,
) (found []*credential, err error) {
	a, c := entsql.Table(account.Table).As("a"), entsql.Table(account.ContractsTable).As("c")
	for some := range slices.Chunk(values, credentialBatch) {
		query, args := entsql.Dialect(i.store.Dialect()).
			Select(append([]string{
				of.C("id"), of.C("hash"), a.C(account.FieldUID), a.C(account.FieldRole), a.C(account.FieldPartnerID),
				a.C(account.FieldDisabledAt), c.C("contract_id"),
			}, columns...)...).
			From(of).Join(a).On(of.C("account_id"), a.C(account.FieldID)).
			LeftJoin(c).On(a.C(account.FieldID), c.C("account_id")).
			Where(entsql.In(column, some...)).OrderBy(of.C("id")).Query()
		rows, err := i.client.QueryContext(ctx, query, args...)
		if err != nil {
			return nil, err
		}
		err = forEachRow(rows, func(r *row) error {
			p, err := scan(r, &credential{})
			if err != nil {
				return err
			}
			if last := len(found) - 1; last >= 0 && found[last].id == p.id {
				p.serves = append(found[last].serves, p.serves...)
				found = found[:last]
			}
			slices.Sort(p.serves)
			found = append(found, p)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// row is a result row of credentials.
type row struct{ *sql.Rows }

// scan reads a row into the credential.
func (r *row) scan(p *credential, more ...any) error {
	var partner, contract sql.NullInt64
	err := r.Scan(append([]any{&p.id, &p.hash, &p.account, &p.role, &partner, &p.disabled, &contract}, more...)...)
	p.partner = int(partner.Int64)
	if contract.Valid {
		p.serves = []int{int(contract.Int64)}
	}
	return err
}

// forEachRow calls do for each row.
func forEachRow(rows *sql.Rows, do func(*row) error) (err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := do(&row{rows}); err != nil {
			return err
		}
	}
	return rows.Err()
}

// noteToken records that a token was used, at most once per useEvery.
func (i *Identity) noteToken(p *credential) {
	now := i.now()
	if p.seen.Valid && now.Sub(p.seen.Time) < useEvery {
		return
	}
	i.note(p.name, func(ctx context.Context) error {
		return i.client.Token.Update().Where(token.ID(p.id)).SetUsedAt(now).Exec(access.AsSystem(ctx))
	})
}

// noteSession records that a session was used, as noteToken does. An idle session ends.
func (i *Identity) noteSession(p *credential) {
	now := i.now()
	if now.Sub(p.seen.Time) < useEvery {
		return
	}
	i.note(p.name, func(ctx context.Context) error {
		return i.client.Session.Update().Where(session.ID(p.id)).SetSeenAt(now).Exec(access.AsSystem(ctx))
	})
}
