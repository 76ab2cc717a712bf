package ledger

import (
	"context"
	"encoding/json"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/lexicon"
)

// linesPerStatement is the number of lines in one statement. Both databases allow that many parameters.
const linesPerStatement = 500

// flush writes the lines. It must be the last statement of the transaction.
func (p *recorder) flush(ctx context.Context, write string) error {
	for i := range p.lines {
		if uid, known := p.uids[recordRef{"contract", p.lines[i].scope}]; known {
			p.lines[i].contract, p.lines[i].scope = &uid, 0
		}
	}
	if p.ledger.postgres {
		return p.flushAsJSON(ctx, write)
	}
	// The statement reads the epoch, which changes if the database is restored under a running hub.
	epoch := sql.Raw("(SELECT CAST(CAST(value AS TEXT) AS INTEGER) FROM settings WHERE key = '" + epochKey + "')")
	for start := 0; start < len(p.lines); start += linesPerStatement {
		lines := p.lines[start:min(start+linesPerStatement, len(p.lines))]
		query := sql.Dialect(p.ledger.config.Dialect).Insert("changes").Columns(
			"uid", "epoch", "xid", "write", "at", "actor", "reason", "record_type", "record_uid", "record_row",
			"record_version", "operation", "contract_uid", "before", "after", "reverts", "merged")
		for _, line := range lines {
			before, err := jsonOf(line.before)
			if err != nil {
				return err
			}
			after, err := jsonOf(line.after)
			if err != nil {
				return err
			}
			var contract any = line.contract
			if line.scope != 0 {
				contract = sql.ExprFunc(func(b *sql.Builder) {
					b.WriteString("(SELECT uid FROM contracts WHERE id = ").Arg(line.scope).WriteString(")")
				})
			}
			query.Values(lexicon.NewUID("change"), epoch, 0, write, p.entry.At, p.entry.Actor, orNil(p.entry.Reason),
				line.of.Prefix, line.uid, line.row, line.version, string(line.operation), contract,
				before, after, orNil(line.reverts), orNil(line.merged))
		}
		if p.skipExisting {
			query.OnConflict(sql.ConflictColumns("record_uid", "record_version"), sql.DoNothing())
		}
		text, args := query.Query()
		if _, err := p.tx.ExecContext(ctx, text, args...); err != nil {
			return err
		}
	}
	return nil
}

// jsonLine is a line as flushAsJSON sends it.
type jsonLine struct {
	UID       string         `json:"uid"`
	Type      string         `json:"record_type"`
	Record    string         `json:"record_uid"`
	Row       int            `json:"record_row"`
	Version   int            `json:"record_version"`
	Operation string         `json:"operation"`
	Contract  *string        `json:"contract_uid"`
	Scope     int            `json:"scope"`
	Before    map[string]any `json:"before"`
	After     map[string]any `json:"after"`
	Reverts   any            `json:"reverts"`
	Merged    any            `json:"merged"`
}

// flushAsJSON writes the lines in one statement with few parameters. PostgreSQL needs several times longer to plan
// one with a parameter for every value.
func (p *recorder) flushAsJSON(ctx context.Context, write string) error {
	if len(p.lines) == 0 {
		return nil
	}
	rows := make([]jsonLine, len(p.lines))
	for i, l := range p.lines {
		rows[i] = jsonLine{
			lexicon.NewUID("change"), l.of.Prefix, l.uid, l.row, l.version, string(l.operation), l.contract, l.scope,
			l.before, l.after, orNil(l.reverts), orNil(l.merged),
		}
	}
	text, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	query := `INSERT INTO changes (epoch, xid, write, at, actor, reason, contract_uid, ` + rowColumns + `)
		SELECT (SELECT convert_from(value, 'UTF8')::bigint FROM settings WHERE key = '` + epochKey + `'),
			pg_current_xact_id()::text::bigint, $2, $3, $4, $5,
			coalesce(contract_uid, (SELECT contracts.uid FROM contracts WHERE contracts.id = r.scope)),
			` + rowColumns + `
		FROM jsonb_to_recordset($1) AS r (uid text, record_type text, record_uid text, record_row bigint,
			record_version bigint, operation text, contract_uid text, scope bigint, before jsonb, after jsonb,
			reverts text, merged text)`
	if p.skipExisting {
		query += " ON CONFLICT (record_uid, record_version) DO NOTHING"
	}
	_, err = p.tx.ExecContext(ctx, query, string(text), write, p.entry.At, p.entry.Actor, orNil(p.entry.Reason))
	return err
}

const rowColumns = `uid, record_type, record_uid, record_row, record_version, operation, before, after, reverts,
	merged`

// jsonOf encodes values; nil remains nil.
func jsonOf(values map[string]any) (any, error) {
	if values == nil {
		return nil, nil
	}
	text, err := json.Marshal(values)
	return string(text), err
}

// orNil returns nil for an empty text.
func orNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}
