package lists_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"maillage/internal/lexicon"
	"maillage/internal/testhub"
	"maillage/internal/testhub/writes"
)

func TestOrders_SeveralKeysDecideOneAfterAnother(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		var answer struct {
			Up, Mixed struct {
				Nodes []struct {
					Position int
					Code     string
				}
			}
		}
		h.Get(t, &answer, `{
			up: axes(first: 100, orderBy: [{field: POSITION}, {field: NAME}]) { nodes { position code } }
			mixed: axes(first: 100, orderBy: [{field: POSITION, direction: DESC}, {field: NAME}]) {
				nodes { position code } } }`, nil)
		byPosition := map[int][]string{}
		for i, n := range answer.Up.Nodes {
			byPosition[n.Position] = append(byPosition[n.Position], n.Code)
			if i > 0 && answer.Up.Nodes[i-1].Position > n.Position {
				t.Errorf("position %d comes before %d", answer.Up.Nodes[i-1].Position, n.Position)
			}
		}
		if len(answer.Up.Nodes) < 4 || len(byPosition) == len(answer.Up.Nodes) {
			t.Fatal("no two axes have the same position")
		}
		mixed := map[int][]string{}
		for i, n := range answer.Mixed.Nodes {
			mixed[n.Position] = append(mixed[n.Position], n.Code)
			if i > 0 && answer.Mixed.Nodes[i-1].Position < n.Position {
				t.Errorf("falling: position %d comes before %d", answer.Mixed.Nodes[i-1].Position, n.Position)
			}
		}
		for position, codes := range byPosition {
			if !slices.Equal(codes, mixed[position]) {
				t.Errorf(
					"at position %d the names rise as %v in one list and as %v in the other",
					position,
					codes,
					mixed[position],
				)
			}
		}
	})
}

func TestOrders_AKeyGivenTwiceIsRefused(t *testing.T) {
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		const twice = "orderBy: [{field: NAME}, {field: NAME, direction: DESC}]"
		for _, query := range []string{
			`{ partners(` + twice + `) { totalCount } }`,
			`{ contract(by: {code: "val-d-orme"}) { actions(` + twice + `) { totalCount } } }`,
			`{ contract(by: {code: "val-d-orme"}) { partners(` + twice + `) { totalCount } } }`,
			`{ axes(first: 1) { nodes { contributors(` + twice + `) { totalCount } } } }`,
			`{ partner(by: {code: "cpam-hainaut"}) { contributionsToAxes(` + twice + `) { totalCount } } }`,
			`{ partner(by: {code: "cpam-hainaut"}) { peers(` + twice + `) { totalCount } } }`,
		} {
			answer := h.Ask(t, query, nil)
			if len(answer.Errors) != 1 {
				t.Errorf("%s: %s", query, answer.Body)
				continue
			}
			e := answer.Errors[0].Extensions
			if want := []any{"orderBy", 1.0, "field"}; e.Code != "BAD_USER_INPUT" || !slices.Equal(e.Argument, want) {
				t.Errorf("%s: %s about %v", query, e.Code, e.Argument)
			}
		}
	})
}

// contributorsInOrder lists the contributors of an axis that has several standings.
const contributorsInOrder = `query ($by: [ContributorOrder!]) {
	contract(by: {code: "val-d-orme"}) { axes(first: 1) { nodes {
	contributors(first: 100, orderBy: $by) { nodes { standing status partner { name } } } } } } }`

func TestOrders_ContributionsAreOrderedByStandingAndStatus(t *testing.T) {
	type contribution struct {
		Standing lexicon.Standing
		Status   lexicon.Status
		Partner  struct{ Name string }
	}
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		for _, way := range []string{"ASC", "DESC"} {
			var answer struct {
				Contract struct {
					Axes struct {
						Nodes []struct {
							Contributors struct{ Nodes []contribution }
						}
					}
				}
			}
			h.Get(t, &answer, contributorsInOrder, map[string]any{
				"by": []in{
					{"field": "STANDING", "direction": way},
					{"field": "STATUS", "direction": "DESC"},
					{"field": "NAME", "direction": "ASC"},
				},
			})
			keys := []string{}
			standings := map[lexicon.Standing]bool{}
			for _, c := range answer.Contract.Axes.Nodes[0].Contributors.Nodes {
				standing := slices.Index(c.Standing.Values(), string(c.Standing))
				if way == "DESC" {
					standing = 9 - standing
				}
				standings[c.Standing] = true
				keys = append(keys, fmt.Sprint(standing, 9-slices.Index(c.Status.Values(), string(c.Status))))
			}
			if !slices.IsSorted(keys) || len(standings) < 2 {
				t.Errorf("%s: %v, of %d standings", way, keys, len(standings))
			}
		}
	})
}

// Records that are equal in all keys are ordered by id, in the direction of the last key.
func TestOrders_TheLastKeyTurnsWhatIsAlike(t *testing.T) {
	lists := map[string]string{
		"actions": `contract(by: {code: "val-d-orme"}) {
			l: actions(first: 100, orderBy: [{field: CREATED_AT}, {field: UPDATED_AT, direction: %s}]) {
				nodes { id a: createdAt b: updatedAt } } }`,
		"of contract": `contract(by: {code: "val-d-orme"}) {
			l: partners(first: 100, orderBy: [{field: CREATED_AT}, {field: UPDATED_AT, direction: %s}]) {
				nodes { id a: createdAt b: updatedAt } } }`,
		"contributors": `contract: axis(by: {id: "AXIS"}) {
			l: contributors(first: 100, orderBy: [{field: STANDING}, {field: STATUS, direction: %s}]) {
			nodes { partner { id } a: standing b: status } } }`,
	}
	testhub.EachDemo(t, func(t *testing.T, h *testhub.Hub) {
		var first struct {
			Contract struct {
				Axes struct{ Nodes []struct{ ID string } }
			}
		}
		h.Get(t, &first, `{ contract(by: {code: "val-d-orme"}) { axes(first: 1) { nodes { id } } } }`, nil)
		for name, list := range lists {
			list = strings.Replace(list, "AXIS", first.Contract.Axes.Nodes[0].ID, 1)
			groups := func(way string) map[string][]string {
				var answer struct {
					Contract struct {
						L struct {
							Nodes []struct {
								ID, A, B string
								Partner  struct{ ID string }
							}
						}
					}
				}
				h.Get(t, &answer, "{ "+fmt.Sprintf(list, way)+" }", nil)
				alike := map[string][]string{}
				for _, n := range answer.Contract.L.Nodes {
					alike[n.A+n.B] = append(alike[n.A+n.B], n.ID+n.Partner.ID)
				}
				return alike
			}
			rising, falling, several := groups("ASC"), groups("DESC"), false
			for key, up := range rising {
				down := slices.Clone(falling[key])
				slices.Reverse(down)
				if !slices.Equal(up, down) {
					t.Errorf("%s, alike in %s: %v and %v are not each other's reverse", name, key, up, falling[key])
				}
				several = several || len(up) > 1
			}
			if !several {
				t.Errorf("%s: no two are alike", name)
			}
		}
	})
}

func TestOrders_PositionsAreThoseWithinTheirContract(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		for contract, positions := range map[string][]int{"north": {7, 9}, "south": {6, 8}} {
			for _, position := range positions {
				code := fmt.Sprint("p-", position)
				done(t, h, "createAxis", in{"contract": contract, "code": code, "name": code, "position": position})
				done(
					t,
					h,
					"createContribution",
					in{"partner": "caf", "axis": contract + "/" + code, "role": "LEAD", "basis": "DECLARED"},
				)
			}
		}
		for way, want := range map[string]string{"ASC": "[p-7 p-9 p-6 p-8]", "DESC": "[p-8 p-6 p-9 p-7]"} {
			var answer struct {
				Partner struct {
					ContributionsToAxes struct {
						Nodes []struct{ Axis struct{ Code string } }
					}
				}
			}
			h.Get(
				t,
				&answer,
				`query ($by: [ContributesToOrder!]) { partner(by: {code: "caf"}) { contributionsToAxes(orderBy: $by) {
				nodes { axis { code } } } } }`,
				in{"by": []in{{"field": "POSITION", "direction": way}}},
			)
			var codes []string
			for _, n := range answer.Partner.ContributionsToAxes.Nodes {
				codes = append(codes, n.Axis.Code)
			}
			if got := fmt.Sprint(codes); got != want {
				t.Errorf("%s: %s, want %s", way, got, want)
			}
		}
	})
}

// ordered pages through grants in both directions, and returns the keys of their records.
func ordered(t *testing.T, h *testhub.Hub, at, field, direction string) (forwards, backwards string) {
	t.Helper()
	type answer struct {
		Grants struct {
			PageInfo struct {
				HasNextPage, HasPreviousPage bool
				StartCursor, EndCursor       *string
			}
			Nodes []struct{ RecordKey string }
		}
	}
	const query = `query($after: Cursor, $before: Cursor, $first: Int, $last: Int) %s { grants(first: $first, after: $after,
		last: $last, before: $before, orderBy: [{field: %s, direction: %s}]) {
			pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { recordKey } } }`
	for variables := (in{"first": 2}); ; {
		var page answer
		h.Get(t, &page, fmt.Sprintf(query, at, field, direction), variables)
		for _, n := range page.Grants.Nodes {
			forwards += n.RecordKey
		}
		if !page.Grants.PageInfo.HasNextPage || len(forwards) > 20 { // which repeats
			break
		}
		variables["after"] = *page.Grants.PageInfo.EndCursor
	}
	for variables := (in{"last": 2}); ; {
		var page answer
		h.Get(t, &page, fmt.Sprintf(query, at, field, direction), variables)
		var keys string
		for _, n := range page.Grants.Nodes {
			keys += n.RecordKey
		}
		backwards = keys + backwards
		if !page.Grants.PageInfo.HasPreviousPage || len(backwards) > 20 {
			return forwards, backwards
		}
		variables["before"] = *page.Grants.PageInfo.StartCursor
	}
}

func TestOrders_GrantsWithoutAnAmountOrADateComeLast(t *testing.T) {
	eachEmpty(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "createPartner", in{"code": "caf", "name": "CAF"})
		var last writes.Payload
		for key, values := range []in{
			{"amountWithheld": true, "agreedOn": "2020"}, {"amount": 300, "agreedOn": "XXXX"}, {"amount": -5},
			{"amount": 300, "agreedOn": "2019-12-31"}, {"agreedOn": "../2018"}, {"amount": 0, "agreedOn": "2020-01-02"},
		} {
			last = done(t, h, "createGrant", changed(values, in{"funder": "caf", "recordKey": fmt.Sprint(key)}))
		}
		check := func(at string, wants map[string]string) {
			for by, want := range wants {
				field, direction, _ := strings.Cut(by, " ")
				forwards, backwards := ordered(t, h, at, field, direction)
				if forwards != want || backwards != want {
					t.Errorf("%s %s: %s, and backwards %s; want %s", at, by, forwards, backwards, want)
				}
			}
		}
		before := map[string]string{
			"AMOUNT ASC": "251304", "AMOUNT DESC": "315240", "AGREED_ON ASC": "305124", "AGREED_ON DESC": "503421",
		}
		check("", before)
		moment := last.Changes[0].At
		done(t, h, "updateGrant", in{"id": last.Record.ID, "version": 1, "amount": 1000, "agreedOn": "1999"})
		check("", map[string]string{
			"AMOUNT ASC": "213504", "AMOUNT DESC": "531240", "AGREED_ON ASC": "530124", "AGREED_ON DESC": "035421",
		})
		check(fmt.Sprintf("@asKnownAt(at: %q)", moment), before)
	})
}
