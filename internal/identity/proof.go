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

// nameOf is the name of the proof by which a viewer came.
func nameOf(v *access.Viewer) string {
	_, name, _ := strings.Cut(v.Key, " ")
	return name
}

// byToken reads a token, its account and the contracts that this one serves,
// in one statement; nil when there is none.
func (i *Identity) byToken(ctx context.Context, column string, value any) (*proof, error) {
	return only(i.tokensBy(ctx, column, value))
}

// bySession reads a session as byToken reads a token.
func (i *Identity) bySession(ctx context.Context, column string, value any) (*proof, error) {
	return only(i.sessionsBy(ctx, column, value))
}

func only(found []*proof, err error) (*proof, error) {
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// tokensBy reads tokens by one of their columns. It goes past ent, which would
// need a statement for each of the tables.
func (i *Identity) tokensBy(ctx context.Context, column string, values ...any) ([]*proof, error) {
	t := entsql.Table(token.Table).As("t")
	return i.proofs(ctx, t, t.C(column), values, func(r *row, p *proof) (*proof, error) {
		var scopes []byte
		if err := r.scan(p, &p.name, &scopes, &p.until, &p.revoked, &p.seen); err != nil {
			return nil, err
		}
		err := json.Unmarshal(scopes, &p.scopes)
		if p.scopes == nil { // which would bound nothing
			p.scopes = []lexicon.TokenScope{}
		}
		return p, err
	}, t.C(token.FieldUID), t.C(token.FieldScopes), t.C(token.FieldExpiresAt), t.C(token.FieldRevokedAt),
		t.C(token.FieldUsedAt))
}

// sessionsBy reads sessions as tokensBy reads tokens. What is no number is the id
// of none.
func (i *Identity) sessionsBy(ctx context.Context, column string, values ...any) ([]*proof, error) {
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
	return i.proofs(ctx, s, s.C(column), known, func(r *row, p *proof) (*proof, error) {
		if err := r.scan(p, &p.until, &p.seen); err != nil {
			return nil, err
		}
		p.name = fmt.Sprintf("%s-%d", sessionProof, p.id)
		if idle := p.seen.Time.Add(sessionIdle); idle.Before(p.until) {
			p.until = idle
		}
		return p, nil
	}, s.C(session.FieldExpiresAt), s.C(session.FieldSeenAt))
}

// proofsAtOnce is how many proofs one statement asks for.
const proofsAtOnce = 500

// proofs reads proofs, whose rows are one for each contract of the account, or one
// without a contract.
func (i *Identity) proofs(
	ctx context.Context, of *entsql.SelectTable, column string, values []any,
	scan func(*row, *proof) (*proof, error), columns ...string,
) (found []*proof, err error) {
	a, c := entsql.Table(account.Table).As("a"), entsql.Table(account.ContractsTable).As("c")
	for some := range slices.Chunk(values, proofsAtOnce) {
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
		err = each(rows, func(r *row) error {
			p, err := scan(r, &proof{})
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

// row is a row of proofs.
type row struct{ *sql.Rows }

// scan reads a row into the proof.
func (r *row) scan(p *proof, more ...any) error {
	var partner, contract sql.NullInt64
	err := r.Scan(append([]any{&p.id, &p.hash, &p.account, &p.role, &partner, &p.disabled, &contract}, more...)...)
	p.partner = int(partner.Int64)
	if contract.Valid {
		p.serves = []int{int(contract.Int64)}
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
