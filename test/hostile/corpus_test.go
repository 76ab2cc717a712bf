package hostile

import (
	"fmt"
	"strings"
)

// request is a known way to ask for much with little.
type request struct {
	name      string
	query     string
	variables map[string]any
	open      bool // sent by the public; otherwise by an administrator
	wrong     bool // the schema refuses it
}

// times joins n texts. %[1]d is the index of each, from 0, %[2]d the next index, and %[3]d a year.
func times(n int, format string) string {
	var b strings.Builder
	for i := range n {
		_, _ = fmt.Fprintf(&b, format+"%[4]s", i, i+1, 2010+i, " ") // a Builder takes everything
	}
	return b.String()
}

// corpus returns the most expensive requests that are known: those that attacks found, and those that
// a search for worse ones found since. size returns the size of each part, given the largest that is
// accepted or just not accepted.
func corpus(size func(most int) int) []request {
	const record = "id code name createdAt updatedAt version "
	chains := "chains { rule status basis axisRole actionRole holds links { __typename id status basis wording since until } }"
	return []request{
		{name: "fragments that double, 22", query: `{ contract(by: {code: "valenciennes"}) { ...F0 } } ` + doubling(size(22), "Contract", "name")},
		{name: "fragments that double, 40", query: `{ contract(by: {code: "valenciennes"}) { ...F0 } } ` + doubling(size(40), "Contract", "name"), open: true},
		{name: "fragments that double at the root", query: "{ ...F0 } " + doubling(
			size(120), "Query", "__typename",
		), open: true},
		{name: "fragments that double of a mutation", query: "mutation { ...F0 } " + doubling(
			size(120), "Mutation", "__typename",
		)},
		{name: "fragments that double in fields", query: `{ contract(by: {code: "valenciennes"}) { ...F0 } } ` + times(20, "fragment F%[1]d on Contract { a: plans { nodes { contract { ...F%[2]d } } } b: plans { nodes { contract { ...F%[2]d } } } }") + "fragment F20 on Contract { name }", open: true},
		{name: "a field 1,950 times", query: `{ contract(by: {code: "valenciennes"}) { ` + strings.Repeat("name ", size(1_950)) + "} }", open: true},
		{name: "a field 950 times with one name", query: `{ contract(by: {code: "valenciennes"}) { ` + times(size(640), "x: name") + "} }", open: true},
		{name: "1,900 unknown fields", query: `{ contract(by: {code: "valenciennes"}) { ` + times(size(1_900), "nmae%[1]d") + "} }", open: true, wrong: true},
		{name: "1,900 long unknown fields", query: `{ contract(by: {code: "valenciennes"}) { ` + times(
			size(1_900), "contributionsOfPartnersToAxes%[1]d",
		) + "} }", open: true, wrong: true},
		{name: "unknown fields of the root", query: "{ " + times(size(1_900), "contracs%[1]d") + "}", open: true, wrong: true},
		{name: "unknown arguments", query: "{ " + strings.Repeat(
			"contract(cod: 1, ids: 2, kode: 3, contrat: 4) { name } ", size(85),
		) + "}", open: true, wrong: true},
		{name: "unknown types", query: "{ __typename ...on Query { " + times(
			size(300), "... on Contrat%[1]d { x }",
		) + "} }", open: true, wrong: true},
		{name: "unknown types of variables", query: "query (" + times(
			size(480), "$v%[1]d: PartnerFilte%[1]d",
		) + ") { __typename }", open: true, wrong: true},
		{name: "unknown directives", query: "{ __typename " + times(size(900), "@inclde%[1]d") + "}", open: true, wrong: true},
		{name: "unknown words", query: "{ partners(filter: {kinds: [" + strings.Repeat("ORGANISATON ", size(1_900)) + "]}) { totalCount } }", open: true, wrong: true},
		{name: "unknown fields of inputs", query: "{ partners(filter: {" + times(
			size(300), "nam%[1]d: {eq: 1}",
		) + "}) { totalCount } }", open: true},
		{name: "conflicting fields", query: "{ " + times(
			size(130), `x: partner(by: {code: "%[1]d"}) { a%[1]d: name }`,
		) + "}", open: true},
		{name: "conflicting deep fields", query: "{ contracts { nodes { " + times(
			size(100), `axes(first: %[2]d) { nodes { themes { name } } }`,
		) + "} } }", open: true, wrong: true},
		{name: "60 overlapping fragments", query: overlapping(size(60)), open: true},
		{name: "overlapping fragments of one field", query: "{ contracts { nodes { " + times(100, "...G%[1]d") + "} } } " + times(100, "fragment G%[1]d on Contract { axes { nodes { name } } }"), open: true},
		{name: "choices of fragments", query: choices(size(6)), open: true},
		{name: "fields of two types", query: `{ search(query: "a") { nodes { ` + times(
			size(95), "... on Partner { x%[1]d: name } ... on Axis { x%[1]d: code }",
		) + "} } }", open: true},
		{name: "undefined variables", query: "{ " + times(
			size(160), "a%[1]d: contract(by: {code: $v%[1]d}) { name }",
		) + "}", open: true},
		{name: "unused variables", query: "query (" + times(size(480), "$v%[1]d: String") + ") { __typename }", open: true, wrong: true},
		{name: "one variable everywhere", query: "query ($v: ID) { " + times(
			size(190), "contract(by: {id: $v}) { name }",
		) + "}", open: true},
		{name: "many operations", query: times(size(390), "query Q%[1]d { __typename }"), open: true, wrong: true},
		{name: "many operations of many fragments", query: times(
			size(60), "query Q%[1]d { ...F0 }",
		) + doubling(size(100), "Query", "__typename"), open: true, wrong: true},
		{name: "fragments in a row", query: "{ ...F0 } " + times(
			210, "fragment F%[1]d on Query { ...F%[2]d __typename }",
		) + "fragment F210 on Query { __typename }", open: true},
		{name: "fragments in a circle", query: "{ ...F0 } " + times(
			180, "fragment F%[1]d on Query { ...F%[2]d ...F0 }",
		) + "fragment F180 on Query { ...F0 }", open: true, wrong: true},
		{name: "unused fragments", query: "{ __typename } " + times(
			size(240), "fragment F%[1]d on Query { __typename }",
		), open: true, wrong: true},
		{name: "wrong variables", query: "query (" + times(200, "$v%[1]d: [Int!]!") + ") { __typename }", variables: wrongVariables(300), open: true, wrong: true},
		{name: "a long list in a variable", query: "query ($v: [ID!]!) { nodes(ids: $v) { id } }", variables: map[string]any{"v": strings.Split(strings.Repeat("partner_0,", size(8_000)), ",")}, open: true},
		{name: "a deep variable", query: "query ($f: PartnerFilter) { partners(filter: $f) { totalCount } }", variables: map[string]any{"f": nested(700)}, open: true},
		{name: "the schema", query: introspection, open: true},
		{name: "the schema twice", query: "{ a: " + introspected + " b: " + introspected + "} " + introspectionFragments, open: true},
		{name: "all types, one after another", query: "{ " + strings.Repeat(
			`__type(name: "Query") { fields { name args { name type { ofType { name } } } type { fields { name args { name } } } } } `,
			size(2),
		) + "}", open: true},
		{name: "types within types", query: "{ __schema { types { name fields { name type { name kind fields { name description args { name description defaultValue type { name kind ofType { name kind ofType { name } } } } } } } } } }", open: true},
		{name: "mistyped words", query: `{ search(query: "` + mistyped(1) + `", first: 100) { totalCount typeCounts { type count } nodes { __typename } } }`, open: true},
		{name: "many mistyped words", query: `{ search(query: "` + mistyped(8) + `", first: 100) { totalCount typeCounts { type count } nodes { __typename } } }`, open: true},
		{name: "20 searches of mistyped words", query: "{ " + times(
			size(20),
			`a%[1]d: search(query: "`+mistyped(4)+
				` x%[1]d", first: 100) { totalCount typeCounts { type count } nodes { __typename } }`,
		) + "}", open: true},
		{name: "searches of short words", query: "{ " + times(
			size(2),
			`a%[1]d: search(query: "de la a%[1]d", first: 100) { totalCount edges { highlights { field segments { text } } node { __typename } } }`,
		) + "}"},
		{name: "a search of a long text", query: `{ search(query: "` + strings.Repeat(
			"accompagnement vers l’emploi ", size(10),
		) + `", first: 100) { totalCount nodes { __typename } } }`, open: true},
		{name: "filters, three hops deep", query: "{ " + times(
			size(12), "a%[1]d: partners(first: 100, filter: "+hops+") { totalCount nodes { name } }",
		) + "}"},
		{name: "one filter of many parts", query: "{ partners(first: 100, filter: {or: [" + strings.Repeat(
			"{name: {contains: \"a\"}}, ", size(24),
		) + "]}) { totalCount nodes { name } } }"},
		{name: "long texts in a filter", query: "query ($v: String!) { partners(first: 100, filter: {or: [" + strings.Repeat("{name: {contains: $v}}, ", size(24)) + "]}) { totalCount } }", variables: map[string]any{"v": strings.Repeat("e", size(60_000))}},
		{name: "a matrix", query: "{ matrix { cells { " + chains + " } } }"},
		{name: "a matrix in numbers", query: "{ " + times(
			size(20), "a%[1]d: matrix(asOf: \"%[3]d-06\") { totals { partners { confirmed } } }",
		) + "}"},
		{name: "20 matrices", query: "{ " + times(
			size(20), "a%[1]d: matrix { totals { partners { confirmed } } cells { "+chains+" } }",
		) + "}"},
		{name: "a matrix with every chain", query: "{ matrix { rows { partner { name } totals { chains { confirmed } } } columns { axis { name } } cells { partner { " + record + "} axis { " + record + "} " + chains + " } } }"},
		{name: "20 statistics", query: "{ " + times(
			size(20),
			"a%[1]d: contributionStats(groupBy: [PARTNER, AXIS, ACTION_ROLE, STATUS], first: 1000, asOf: \"%[3]d-06\") { rowCount total { actions } }",
		) + "}"},
		{name: "statistics with their rows", query: "{ contributionStats(groupBy: [AXIS, PARTNER, ACTION_ROLE, STATUS], first: 1000) { rowCount rows { axis { name } partner { name } counts { actions amount contributions { confirmed } chains { confirmed } } } } }"},
		{name: "gaps of all contracts", query: "{ contracts(first: 2) { nodes { " + times(
			size(5), "a%[1]d: gaps { code message subject { id } records { id } }",
		) + "} } }"},
		{name: "bridges", query: "{ contracts(first: 2) { nodes { " + times(
			size(5),
			"a%[1]d: bridges { partners(first: 100) { betweenness articulation partner { name } axes { name } } }",
		) + "} } }"},
		{name: "peers of peers", query: "{ partners(first: 100) { nodes { peers(first: 8) { nodes { actionCount sharedActions { name } partner { name peers(first: 1) { nodes { actionCount } } } } } } } }"},
		{name: "records within records", query: "{ partners(first: 100) { nodes { name contributions(first: 10) { nodes { id status action { name contract { name } } axis { name } citations(first: 2) { nodes { quote source { name } } } } } } } }"},
		{name: "wide records", query: "{ " + times(
			size(19), "a%[1]d: partners(first: 100) { totalCount nodes { "+record+"aliases } }",
		) + "}"},
		{name: "an earlier moment", query: `query @asKnownAt(at: "%MOMENT%") { contracts { nodes { name } } }`},
		{name: "an earlier moment, asked for much", query: `query @asKnownAt(at: "%MOMENT%") { matrix { cells { ` + chains + ` } } }`},
		{name: "contributors of all axes", query: "{ contracts(first: 2) { nodes { axes(first: 12) { nodes { contributors(first: 20) { nodes { partner { name } status axisRoles chains { rule links { id } } } } } } } } }"},
		{name: "paths", query: "{ " + times(
			size(20),
			`a%[1]d: path(from: {id: "%%P%[1]d%%"}, to: {id: "%%P%[2]d%%"}) { length steps { from { id } to { id } claim { id } } }`,
		) + "}"},
		{name: "changes", query: "{ changes(first: 100) { edges { cursor node { operation fields { field before { text record { id } } after { text record { id } } } record { id } } } } }"},
	}
}

// whole makes requests as large as possible.
func whole(most int) int { return most }

// doubling returns n fragments, each of which spreads the next one twice.
func doubling(n int, on, last string) string {
	return times(n, "fragment F%[1]d on "+on+" { ...F%[2]d ...F%[2]d }") +
		fmt.Sprintf("fragment F%d on %s { %s }", n, on, last)
}

// overlapping returns n fragments that select the same fields, all of them spread at once.
func overlapping(n int) string {
	const fields = "name axes(first: 3) { nodes { name themes { name } } }"
	return "{ contracts(first: 1) { nodes { " + times(n, "...G%[1]d") + "} } } " +
		times(n, "fragment G%[1]d on Contract { "+fields+" }")
}

// choices returns fragments. Each level selects some in one field and some in another, so that every
// path down has another set of fields.
func choices(n int) string {
	var b strings.Builder
	b.WriteString(`{ contract(by: {code: "valenciennes"}) { ...L0 } } `)
	for level := range n {
		_, _ = fmt.Fprintf(
			&b,
			"fragment L%d on Contract { a: plans { nodes { contract { ...L%d } } } b: plans { nodes { contract { ...L%d ...M%d } } } } ",
			level, level+1, level+1, level,
		)
		_, _ = fmt.Fprintf(&b, "fragment M%d on Contract { a: plans { nodes { contract { x%d: name } } } } ", level,
			level)
	}
	_, _ = fmt.Fprintf(&b, "fragment L%d on Contract { name }", n)
	return b.String()
}

// mistyped returns n long words that no record has, with typing errors in them.
func mistyped(n int) string {
	words := []string{"acompagnemment", "partenariatt", "discriminasions", "professionels", "valencienes",
		"instituttion", "santtée", "logemments", "educcation", "asociations"}
	var b strings.Builder
	for i := range n {
		_, _ = fmt.Fprintf(&b, "%s%s ", words[i%len(words)], strings.Repeat("e", i/len(words)))
	}
	return b.String()
}

func wrongVariables(n int) map[string]any {
	all := map[string]any{}
	for i := range n {
		all[fmt.Sprintf("v%d", i)] = strings.Split(strings.Repeat("x,", 40), ",")
	}
	return all
}

// hops is a filter with the maximum number of conditions on other records.
const hops = `{or: [{contributions: {actionWith: {themes: {nameContains: "e"}}}}, {not: {contributions: {axisWith: {themes: {nameContains: "z"}}}}}, ` +
	`{memberships: {note: {contains: "e"}}}, {predecessors: {contributions: {actionWith: {name: {contains: "q"}}}}}]}`

const (
	introspected = `__schema { queryType { name } mutationType { name } subscriptionType { name } types { ...FullType } directives { name description locations args { ...InputValue } } }`

	introspectionFragments = `fragment FullType on __Type { kind name description fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason } ` +
		`inputFields { ...InputValue } interfaces { ...TypeRef } enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } } ` +
		`fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue } ` +
		`fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }`

	introspection = "{ " + introspected + " } " + introspectionFragments
)
