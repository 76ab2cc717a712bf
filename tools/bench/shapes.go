package main

// shape is one question, in the forms for the hub and for the statement.
type shape struct {
	name, says string
	document   string   // of GraphQL
	statement  string   // of SQL
	parameters []string // of the statement, by the names in the query string
	must, aim  float64  // the required and the intended ratio of the statement's cost to the hub's
	clients    int
	writes     bool
}

// shapes are Q1 to Q7.
var shapes = []*shape{
	{
		name: "Q1", says: "a partner, its first 20 contributions, their actions, axes and themes",
		document: `query Q1($id: ID!) { partner(by: {id: $id}) { id name sector contributions(first: 20) { nodes {
			id role status amount
			action { id name alignments(first: 3) { nodes { axis { id name themes { id name } } } } }
			axis { id name themes { id name } } } } } }`,
		statement: pageOfPartner, parameters: []string{"id"}, must: 4, aim: 9, clients: 8,
	},
	{
		name: "Q2", says: "50 partners from a name on, 10 contributions each, with action and axis",
		document: `query Q2($after: Cursor) { partners(first: 50, after: $after, orderBy: [{field: NAME}]) { nodes {
			id name sector contributions(first: 10) { nodes { id role amount
			action { name alignments(first: 3) { nodes { axis { name } } } } axis { name } } } } } }`,
		statement: partnersByName, parameters: []string{"key", "row"}, must: 6, aim: 14, clients: 8,
	},
	{
		name: "Q3", says: "matrix of a contract, with actions by role and amounts",
		document: `query Q3($contract: ID!) { contract(by: {id: $contract}) { matrix {
			groups { theme { id name } columnPositions } columns { axis { id name } } rows { partner { id name } }
			cells { partner { id } axis { id } standing amount actionsByRole { role actions { id } } } } } }`,
		statement: matrixOfContract, parameters: []string{"contract"}, must: 12, aim: 30, clients: 8,
	},
	{
		name: "Q4", says: "partners by name and sector that contribute to a theme, first 20 and their number",
		document: `query Q4($q: String!, $sector: Sector!, $theme: ID!) { partners(first: 20, orderBy: [{field: NAME}],
			filter: {name: {contains: $q}, sectors: [$sector], contributesTo: {themes: [$theme]}}) {
			totalCount nodes { id name sector } } }`,
		statement: partnersOfTheme, parameters: []string{"q", "sector", "theme"}, must: 12, aim: 50, clients: 8,
	},
	{
		name: "Q5", says: "the 20 partners that share most actions with a partner",
		document: `query Q5($id: ID!) { partner(by: {id: $id}) { peers(first: 20) { nodes {
			actionCount partner { id name sector } } } } }`,
		statement: peersOfPartner, parameters: []string{"id"}, must: 6, aim: 12, clients: 8,
	},
	{
		name: "Q6", says: "a new contribution with its line of the ledger, durable",
		document: `mutation Q6($input: CreateContributionInput!) { createContribution(input: $input) {
			contribution { id role amount partner { id } action { id } } userErrors { field code message } } }`,
		statement: newContribution, parameters: []string{"partner", "action", "role", "amount"},
		must: 0.6, aim: 0.9, clients: 8, writes: true,
	},
	{
		name: "Q7", says: "the country by theme and sector of partner: contributions and amounts",
		document: `query Q7 { contributionStats(groupBy: [THEME, PARTNER_SECTOR]) { rows {
			theme { id name } partnerSector counts { claims amount } } } }`,
		statement: themesBySector, must: 1_000, aim: 3_000, clients: 2,
	},
}

// shapeNamed returns the shape with a name, or nil.
func shapeNamed(name string) *shape {
	for _, s := range shapes {
		if s.name == name {
			return s
		}
	}
	return nil
}
