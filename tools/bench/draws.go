package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
)

// draw is one request: the variables for the hub and the parameters for the statement.
type draw struct {
	variables map[string]any
	query     url.Values
}

// maxDraws is the maximum number of different requests before they repeat.
const maxDraws = 20_000

// records lists the records that requests can be about, in the order of their ids.
type records struct {
	partners, contracts, actions, themes []string // public identifiers
	names, sectors                       []string // of the partners
	keys                                 map[string]placeByName
}

// placeByName is the position of a partner in the list by name.
type placeByName struct{ key, row string }

func readRecords(ctx context.Context, db *sql.DB) (*records, error) {
	r := &records{keys: map[string]placeByName{}}
	rows, err := db.QueryContext(ctx, `SELECT uid, name, sector, encode(sort_key, 'hex'), id FROM partners ORDER BY id`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var uid, name, sector string
		var place placeByName
		if err := rows.Scan(&uid, &name, &sector, &place.key, &place.row); err != nil {
			return nil, err
		}
		r.partners, r.names, r.sectors = append(r.partners, uid), append(r.names, name), append(r.sectors, sector)
		r.keys[uid] = place
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for table, into := range map[string]*[]string{
		"contracts": &r.contracts, "actions": &r.actions, "themes WHERE contract_id IS NULL": &r.themes,
	} {
		if *into, err = uids(ctx, db, table); err != nil {
			return nil, err
		}
		if len(*into) == 0 {
			return nil, fmt.Errorf("the database has no %s: use one of maillage generate", table)
		}
	}
	return r, nil
}

func uids(ctx context.Context, db *sql.DB, of string) (all []string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT uid FROM "+of+" ORDER BY id")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var uid string
		if err := rows.Scan(&uid); err != nil {
			return nil, err
		}
		all = append(all, uid)
	}
	return all, rows.Err()
}

// draws returns random requests of a shape, distributed evenly over all records. The same seed gives
// the same draws; those of writes differ from run to run.
func (r *records) draws(ctx context.Context, s *shape, hub *target, seed uint64) ([]draw, error) {
	rng := rand.New(rand.NewPCG(seed, uint64(s.name[1])))
	switch s.name {
	case "Q2":
		return r.pages(ctx, hub, rng)
	case "Q3":
		var all []draw
		for _, i := range rng.Perm(len(r.contracts)) {
			all = append(all, simple("contract", r.contracts[i]))
		}
		return all, nil
	case "Q7":
		return []draw{{variables: map[string]any{}}}, nil
	}
	all := make([]draw, maxDraws)
	for i := range all {
		switch partner := rng.IntN(len(r.partners)); s.name {
		case "Q4":
			q := wordOf(r.names[partner], rng)
			all[i] = several("q", q, "sector", r.sectors[partner], "theme", r.themes[rng.IntN(len(r.themes))])
		case "Q6":
			all[i] = r.newContributionDraw(rng)
		default:
			all[i] = simple("id", r.partners[partner])
		}
	}
	return all, nil
}

func simple(name, value string) draw { return several(name, value) }

func several(pairs ...string) draw {
	d := draw{map[string]any{}, url.Values{}}
	for i := 0; i < len(pairs); i += 2 {
		d.variables[pairs[i]] = pairs[i+1]
		d.query.Set(pairs[i], pairs[i+1])
	}
	return d
}

// common are the words for kinds of partners, by which nobody searches for a name.
var common = []string{
	"Association", "Centre", "social", "communal", "action", "sociale", "Ville", "Direction", "Caisse", "allocations",
	"familiales", "Mission", "locale", "Office", "habitat", "Entreprise", "Partenaires",
}

// wordOf draws a word of a name that has neither accents nor capitals.
func wordOf(name string, rng *rand.Rand) string {
	isPlain := func(word string) bool {
		letters := strings.Trim(strings.ToLower(word), "abcdefghijklmnopqrstuvwxyz")
		return len(word) >= 4 && letters == "" && !slices.Contains(common, word)
	}
	var words []string
	for _, word := range strings.Fields(name) {
		if isPlain(word) {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		return "tremplin"
	}
	return words[rng.IntN(len(words))]
}

var roles = []string{"LEAD", "FUNDER", "OPERATOR", "EXPERT", "PARTICIPANT"}

// newContributionDraw draws a contribution to be written.
func (r *records) newContributionDraw(rng *rand.Rand) draw {
	partner, action := r.partners[rng.IntN(len(r.partners))], r.actions[rng.IntN(len(r.actions))]
	role, amount := roles[rng.IntN(len(roles))], 100*(1+rng.IntN(100_000))
	return draw{
		map[string]any{"input": map[string]any{
			"partner": partner, "action": action, "role": role, "amount": amount,
			"status": "ACTIVE", "basis": "DECLARED",
		}},
		url.Values{
			"partner": {partner}, "action": {action}, "role": {role}, "amount": {fmt.Sprint(amount)},
		},
	}
}

// pages draws the requests of Q2. It walks through the list by name once, and its requests begin at
// cursors of that walk.
func (r *records) pages(ctx context.Context, hub *target, rng *rand.Rand) ([]draw, error) {
	const document = `query ($n: Int!, $after: Cursor) { partners(first: $n, after: $after, orderBy: [{field: NAME}]) {
		nodes { id } pageInfo { endCursor hasNextPage } } }`
	size := max(1, min(100, len(r.partners)/200))
	all := []draw{{map[string]any{}, url.Values{"key": {""}, "row": {"0"}}}}
	for after := ""; ; {
		variables := map[string]any{"n": size}
		if after != "" {
			variables["after"] = after
		}
		body, err := hub.post(ctx, document, variables)
		if err != nil {
			return nil, err
		}
		var page struct {
			Data struct {
				Partners struct {
					Nodes    []struct{ ID string }
					PageInfo struct {
						EndCursor   string
						HasNextPage bool
					}
				}
			}
		}
		if err := json.Unmarshal(body, &page); err != nil {
			return nil, err
		}
		p := page.Data.Partners
		if !p.PageInfo.HasNextPage || len(p.Nodes) == 0 {
			break
		}
		after = p.PageInfo.EndCursor
		place := r.keys[p.Nodes[len(p.Nodes)-1].ID]
		all = append(all, draw{map[string]any{"after": after}, url.Values{"key": {place.key}, "row": {place.row}}})
	}
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all, nil
}
