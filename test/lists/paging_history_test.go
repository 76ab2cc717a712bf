package lists_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"maillage/internal/testhub"
)

// growing is a list of the API whose records are added and deleted during the test.
type growing struct {
	list   string // as for ask
	makes  string // the mutation that adds to it; deletions are of its type
	fields func(n int) in
	orders []string
}

var (
	byName  = []string{"NAME", "CREATED_AT", "UPDATED_AT"}
	byEntry = []string{"CREATED_AT", "UPDATED_AT"}
	byPlace = []string{"POSITION", "NAME", "CREATED_AT", "UPDATED_AT"}
)

// names are few, so that many records share one; some differ only in case or accents.
var names = []string{"Élan", "elan", "ELAN", "Zoé", "Abri", "« Abri »", "100 %", "été"}

// growingLists returns the lists of records of every type, and some of one record's.
func growingLists() []growing {
	named := func(more in) func(n int) in {
		return func(n int) in {
			return changed(more, in{"code": fmt.Sprintf("x-%d", n), "name": names[n*7%len(names)]})
		}
	}
	placed := func(n int) in {
		return changed(named(in{"contract": "contract-0"})(n), in{"position": n * 5 % 3})
	}
	home := in{"contract": "contract-0"}
	// Claims differ by what they link: each has a literal or a register's value of its own.
	relation := func(n int) in {
		return in{
			"kind": "EXPECTED_EFFECT", "subject": "action-0", "literal": fmt.Sprint("effet ", n), "basis": "DECLARED",
			"contract": "contract-0",
		}
	}
	claim := func(more in) func(n int) in {
		return func(n int) in { return changed(more, in{"code": fmt.Sprintf("x-%d", n), "basis": "DECLARED"}) }
	}
	granted := func(n int) in { // a third of them without an amount, others without a date
		grant := in{"funder": "partner-0", "recordKey": fmt.Sprint("key-", n)}
		if n%3 > 0 {
			grant["amount"] = n * 5 % 4
		}
		if n%4 > 0 {
			grant["agreedOn"] = fmt.Sprint(2000 + n*3%5)
		}
		return grant
	}
	one := "contract(by: {code: \"contract-0\"}) { list: "
	return []growing{
		{"list: territories(%s)", "createTerritory", named(in{"kind": "QPV"}), byName},
		{"list: audiences(%s)", "createAudience", named(in{"kind": "INTERMEDIARY"}), byName},
		{"list: programmes(%s)", "createProgramme", named(nil), byName},
		{"list: criteria(%s)", "createCriterion", named(nil), byName},
		{"list: concepts(%s)", "createConcept", named(in{"kind": "REFORM"}), byName},
		{"list: sources(%s)", "createSource", named(nil), byName},
		{"list: partners(%s)", "createPartner", named(nil), byName},
		{"list: contracts(%s)", "createContract", named(nil), byName},
		{"list: plans(%s)", "createPlan", named(home), byName},
		{"list: themes(%s)", "createTheme", placed, byPlace},
		{"list: axes(%s)", "createAxis", placed, byPlace},
		{one + "axes(%s)", "createAxis", placed, byPlace},
		{"list: actions(%s)", "createAction", named(changed(home, in{"kind": "PROJECT"})), byName},
		{one + "actions(%s)", "createAction", named(changed(home, in{"kind": "PROJECT"})), byName},
		{"list: workingGroups(%s)", "createWorkingGroup", named(changed(home, in{"type": "STEERING"})), byName},
		{"list: contributions(%s)", "createContribution", claim(
			in{"partner": "partner-0", "action": "action-0", "role": "OPERATOR"},
		), byEntry},
		{"partner(by: {code: \"partner-0\"}) { list: contributions(%s)", "createContribution", claim(
			in{"partner": "partner-0", "axis": "axis-0", "role": "LEAD"},
		), byEntry},
		{"list: alignments(%s)", "createAlignment", claim(
			in{"action": "action-0", "axis": "axis-0", "kind": "SERVES"},
		), byEntry},
		{"list: memberships(%s)", "createMembership", claim(in{"partner": "partner-0", "group": "group-0"}), byEntry},
		{"list: relations(%s)", "createRelation", relation, byEntry},
		{"list: identifiers(%s)", "createIdentifier", func(n int) in {
			return in{"scheme": "RNA", "value": fmt.Sprintf("W%09d", n), "partner": "partner-0"}
		}, byEntry},
		{"list: citations(%s)", "createCitation", func(n int) in {
			return in{"source": "source-0", "record": "axis-0", "locator": fmt.Sprint("p. ", n)}
		}, byEntry},
		{"list: grants(%s)", "createGrant", granted, []string{"AMOUNT", "AGREED_ON", "CREATED_AT"}},
		{"partner(by: {code: \"partner-0\"}) { list: grantsGiven(%s)", "createGrant", granted,
			[]string{"AMOUNT", "AGREED_ON"}},
	}
}

// A client pages in both directions while others add and delete records, also those that a page begins or ends with.
func TestPaging_ServesWhatStayedExactlyOnceInOrder(t *testing.T) {
	eachEmpty(t, func(t *testing.T, h *testhub.Hub) {
		plainRecords(t, h)
		made, own := 0, map[string][]string{}
		for i, of := range growingLists() {
			for seed := range uint64(2) {
				random := rand.New(rand.NewPCG(seed, uint64(i)))
				direction := []string{"ASC", "DESC"}[random.IntN(2)]
				order := fmt.Sprintf(
					"orderBy: {field: %s, direction: %s}, ", of.orders[random.IntN(len(of.orders))], direction,
				)
				r := &reading{t: t, h: h, growing: of, order: order, random: random, made: &made, own: own[of.makes]}
				if err := r.run(); err != nil {
					t.Errorf("%s %s (seed %d): %v", of.list, order, seed, err)
				}
				own[of.makes] = r.own
			}
		}
	})
}

// reading is one run of paging through a list.
type reading struct {
	growing
	t      *testing.T
	h      *testhub.Hub
	order  string
	random *rand.Rand
	made   *int     // how many records were made, for names
	own    []string // records that were made and are there
	gone   []string
	seen   []string // what was read, in the order of the list
}

func (r *reading) page(args string) page { return ask(r.t, r.h, r.list, r.order+args) }

func (r *reading) add() {
	*r.made++
	w := done(r.t, r.h, r.makes, r.fields(*r.made))
	r.own = append(r.own, w.Record.ID)
}

// remove deletes a record: any that was created, or the last or the first that was read.
func (r *reading) remove() {
	victim := r.own[r.random.IntN(len(r.own))]
	if len(r.seen) > 0 && r.random.IntN(2) == 0 {
		if end := r.seen[r.random.IntN(2)*(len(r.seen)-1)]; slices.Contains(r.own, end) {
			victim = end
		}
	}
	done(r.t, r.h, "delete"+r.makes[len("create"):], in{"id": victim, "version": 1})
	r.own = slices.DeleteFunc(r.own, func(other string) bool { return other == victim })
	r.gone = append(r.gone, victim)
}

// all returns the list as it is, in one page.
func (r *reading) all() []string {
	p := r.page("first: 100")
	if p.PageInfo.HasNextPage {
		r.t.Fatalf("%s has more than one page", r.list)
	}
	return p.ids()
}

// run reads from a position in the list to both its ends.
func (r *reading) run() error {
	for len(r.own) < 14 {
		r.add()
	}
	before := r.all()
	p := r.page(fmt.Sprintf("first: %d", 1+r.random.IntN(len(before)-3))) // something comes after it, also when one is gone
	next, previous := p.PageInfo.EndCursor, (*string)(nil)
	up, down := true, true
	for changes := 12; up || down; changes-- {
		if changes > 0 && r.random.IntN(3) == 0 {
			r.add()
		} else if changes > 0 {
			r.remove()
		}
		size := 1 + r.random.IntN(4)
		if previous == nil || up && (!down || r.random.IntN(2) == 0) {
			p := r.page(fmt.Sprintf("first: %d, after: %q", size, *next))
			r.seen, up = append(r.seen, p.ids()...), p.PageInfo.HasNextPage
			if previous == nil {
				previous = p.PageInfo.StartCursor
			}
			next = firstOf(p.PageInfo.EndCursor, next)
			continue
		}
		p := r.page(fmt.Sprintf("last: %d, before: %q", size, *previous))
		r.seen, down = append(p.ids(), r.seen...), p.PageInfo.HasPreviousPage
		previous = firstOf(p.PageInfo.StartCursor, previous)
	}
	return r.judge(before, r.all())
}

// firstOf returns a cursor, or the one before it when a page was empty.
func firstOf(cursor, otherwise *string) *string {
	if cursor != nil {
		return cursor
	}
	return otherwise
}

// judge compares what was read with the list before and after.
func (r *reading) judge(before, after []string) error {
	only := func(ids, of []string) []string {
		return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !slices.Contains(of, id) })
	}
	if unique := slices.Compact(slices.Sorted(slices.Values(r.seen))); len(unique) != len(r.seen) {
		return fmt.Errorf("a record was served twice: %v", r.seen)
	}
	stayed := slices.DeleteFunc(slices.Clone(before), func(id string) bool { return slices.Contains(r.gone, id) })
	if got := only(r.seen, stayed); !slices.Equal(got, stayed) {
		return fmt.Errorf("of what stayed\n%v was served:\n%v", stayed, got)
	}
	if got, want := only(r.seen, after), only(after, r.seen); !slices.Equal(got, want) {
		return fmt.Errorf("the order is\n%v and not\n%v", got, want)
	}
	return nil
}
