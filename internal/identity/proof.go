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

// What a proof is, as a viewer's key names it after the account.
const (
	tokenProof   = "token"
	sessionProof = "session"
)

// proof is a token or a session, with the account for which it speaks.
type proof struct {
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

// good tells whether it proves something at a moment. A nil proof does not.
func (p *proof) good(now time.Time) bool {
	return p != nil && now.Before(p.until) && !p.revoked.Valid && !p.disabled.Valid
}

// proves tells whether it is good and the one that was shown.
func (p *proof) proves(hash []byte, now time.Time) bool {
	return p.good(now) && subtle.ConstantTimeCompare(p.hash, hash) == 1
}

// proofOf reads from a viewer's key by what they came.
func proofOf(v *access.Viewer) (kind, name string) {
	_, name, _ = strings.Cut(v.Key, " ")
	if id, is := strings.CutPrefix(name, sessionProof+"-"); is {
		return sessionProof, id
	}
	kind, _, _ = strings.Cut(name, "_")
	return kind, name
}

// byToken reads a token, its account and the contracts that this one serves,
// in one statement; nil when there is none. It goes past ent, which would need
// one for each.
func (i *Identity) byToken(ctx context.Context, column string, value any) (*proof, error) {
	t := entsql.Table(token.Table).As("t")
	rows, err := i.proofs(ctx, t, t.C(column), value,
		t.C(token.FieldUID), t.C(token.FieldScopes), t.C(token.FieldExpiresAt), t.C(token.FieldRevokedAt), t.C(token.FieldUsedAt))
	if err != nil {
		return nil, err
	}
	var p *proof
	err = each(rows, func(r *row) error {
		if p == nil {
			p = &proof{}
		}
		var scopes []byte
		if err := r.scan(p, &p.name, &scopes, &p.until, &p.revoked, &p.seen); err != nil {
			return err
		}
		p.scopes = []lexicon.TokenScope{} // never nil, which would bound nothing
		return json.Unmarshal(scopes, &p.scopes)
	})
	if p != nil && p.scopes == nil {
		p.scopes = []lexicon.TokenScope{}
	}
	return p, err
}

// bySession reads a session as byToken reads a token.
func (i *Identity) bySession(ctx context.Context, column string, value any) (*proof, error) {
	if id, is := value.(string); is {
		n, err := strconv.Atoi(id)
		if err != nil {
			return nil, nil
		}
		value = n
	}
	s := entsql.Table(session.Table).As("s")
	rows, err := i.proofs(ctx, s, s.C(column), value, s.C(session.FieldExpiresAt), s.C(session.FieldSeenAt))
	if err != nil {
		return nil, err
	}
	var p *proof
	err = each(rows, func(r *row) error {
		if p == nil {
			p = &proof{}
		}
		if err := r.scan(p, &p.until, &p.seen); err != nil {
			return err
		}
		p.name = fmt.Sprintf("%s-%d", sessionProof, p.id)
		if idle := p.seen.Time.Add(sessionIdle); idle.Before(p.until) {
			p.until = idle
		}
		return nil
	})
	return p, err
}

// proofs asks for the rows of a proof: one for each contract of its account,
// or one without a contract.
func (i *Identity) proofs(ctx context.Context, of *entsql.SelectTable, column string, value any, columns ...string) (*sql.Rows, error) {
	a, c := entsql.Table(account.Table).As("a"), entsql.Table(account.ContractsTable).As("c")
	query, args := entsql.Dialect(i.store.Dialect()).
		Select(append([]string{
			of.C("id"), of.C("hash"), a.C(account.FieldUID), a.C(account.FieldRole), a.C(account.FieldPartnerID),
			a.C(account.FieldDisabledAt), c.C("contract_id"),
		}, columns...)...).
		From(of).Join(a).On(of.C("account_id"), a.C(account.FieldID)).
		LeftJoin(c).On(a.C(account.FieldID), c.C("account_id")).
		Where(entsql.EQ(column, value)).Query()
	return i.client.QueryContext(ctx, query, args...)
}

// row is a row of proofs.
type row struct{ *sql.Rows }

// scan reads a row into the proof, which keeps the contracts of those before.
func (r *row) scan(p *proof, more ...any) error {
	var partner, contract sql.NullInt64
	err := r.Scan(append([]any{&p.id, &p.hash, &p.account, &p.role, &partner, &p.disabled, &contract}, more...)...)
	p.partner = int(partner.Int64)
	if contract.Valid {
		p.serves = append(p.serves, int(contract.Int64))
		slices.Sort(p.serves)
	}
	return err
}

func each(rows *sql.Rows, do func(*row) error) (err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := do(&row{rows}); err != nil {
			return err
		}
	}
	return rows.Err()
}

// noteToken notes that a token was used, unless it was a moment ago.
func (i *Identity) noteToken(p *proof) {
	now := i.now()
	if p.seen.Valid && now.Sub(p.seen.Time) < useEvery {
		return
	}
	i.note(p.name, func(ctx context.Context) error {
		return i.client.Token.Update().Where(token.ID(p.id)).SetUsedAt(now).Exec(access.AsSystem(ctx))
	})
}

// noteSession notes that a session was used, as noteToken does: one that is
// not used ends.
func (i *Identity) noteSession(p *proof) {
	now := i.now()
	if now.Sub(p.seen.Time) < useEvery {
		return
	}
	i.note(p.name, func(ctx context.Context) error {
		return i.client.Session.Update().Where(session.ID(p.id)).SetSeenAt(now).Exec(access.AsSystem(ctx))
	})
}
