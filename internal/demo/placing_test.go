package demo_test

import (
	"fmt"
	"strings"
	"testing"

	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/citation"
	"maillage/internal/lexicon"
	"maillage/internal/testhub/testdb"
)

// placing is what a citation of the founding document cites: a claim, with its ends, or a thing or one
// of its fields.
type placing struct {
	record                string // contribution, alignment, membership, relation, or a thing's type
	subject, verb, object string // of a claim; of a thing only the subject
	status                lexicon.Status
	basis                 lexicon.Basis // of the claim itself
	since                 string
	openList              bool
	cite                  *ent.Citation
}

func (p placing) String() string {
	code := func(key string) string { return key[strings.IndexByte(key, ' ')+1:] }
	switch {
	case p.verb != "" && strings.HasPrefix(p.object, "«"):
		return fmt.Sprintf("%s %s –%s→ %s", p.record, code(p.subject), p.verb, p.object)
	case p.verb != "":
		return fmt.Sprintf("%s %s –%s→ %s", p.record, code(p.subject), p.verb, code(p.object))
	case p.cite.About != nil:
		return fmt.Sprintf("%s, %s = %s", p.subject, *p.cite.About, text(p.cite.Value))
	}
	return p.subject
}

// placings reads every citation of the founding document by claim number.
func placings(t *testing.T, c *ent.Client) map[string][]placing {
	t.Helper()
	cites := c.Citation.Query().Where(citation.CodeHasPrefix("vm.")).Order(citation.ByID()).
		WithPlan().WithAxis().WithCriterion().WithDocument().WithSource().
		WithContribution(func(q *ent.ContributionQuery) { q.WithPartner().WithAction().WithAxis() }).
		WithAlignment(func(q *ent.AlignmentQuery) { q.WithAction().WithAxis() }).
		WithMembership(func(q *ent.MembershipQuery) { q.WithPartner().WithCollective() }).
		WithRelation(func(q *ent.RelationQuery) {
			q.WithContract().WithSubjectPlan().WithSubjectAxis().WithSubjectAction().WithSubjectPartner().
				WithSubjectGroup().
				WithSubjectAudience().WithSubjectTerritory().WithSubjectCriterion().WithSubjectConcept().
				WithObjectPlan().WithObjectAction().WithObjectPartner().WithObjectGroup().WithObjectAudience().
				WithObjectTerritory().
				WithObjectSource().WithObjectConcept().WithObjectTheme().WithObjectProgramme()
		}).AllX(testdb.Context(t))
	placed := map[string][]placing{}
	for _, cite := range cites {
		number, _, _ := strings.Cut(strings.TrimPrefix(*cite.Code, "vm."), ".")
		placed[number] = append(placed[number], place(t, cite))
	}
	return placed
}

func place(t *testing.T, cite *ent.Citation) placing {
	t.Helper()
	e := cite.Edges
	switch {
	case e.Contribution != nil:
		c := e.Contribution
		object := ""
		if c.Edges.Action != nil {
			object = "action " + c.Edges.Action.Code
		} else {
			object = "axis " + c.Edges.Axis.Code
		}
		return placing{
			"contribution", "partner " + c.Edges.Partner.Code, string(c.Role), object, c.Status, c.Basis,
			written(c.Since), false, cite,
		}
	case e.Alignment != nil:
		a := e.Alignment
		return placing{
			"alignment", "action " + a.Edges.Action.Code, string(a.Kind), "axis " + a.Edges.Axis.Code, a.Status,
			a.Basis, written(a.Since), false, cite,
		}
	case e.Membership != nil:
		m := e.Membership
		return placing{
			"membership", "partner " + m.Edges.Partner.Code, "MEMBER_OF", "partner " + m.Edges.Collective.Code,
			m.Status, m.Basis, written(m.Since), false, cite,
		}
	case e.Relation != nil:
		r := e.Relation
		if r.Edges.Contract == nil || r.Edges.Contract.Code != "valenciennes" {
			t.Errorf("%s is not in the contract", *cite.Code)
		}
		return placing{
			"relation", subject(r), string(r.Kind), object(r), r.Status, r.Basis, written(r.Since), r.OpenList, cite,
		}
	case e.Plan != nil:
		return placing{record: "plan", subject: "plan " + e.Plan.Code, cite: cite}
	case e.Axis != nil:
		return placing{record: "axis", subject: "axis " + e.Axis.Code, cite: cite}
	case e.Criterion != nil:
		return placing{record: "criterion", subject: "criterion " + e.Criterion.Code, cite: cite}
	case e.Document != nil:
		return placing{record: "source", subject: "source " + e.Document.Code, cite: cite}
	}
	t.Fatalf("%s is on a record of a type that holds no claim of the document", *cite.Code)
	return placing{}
}

// subject returns the key of a relation's subject.
func subject(r *ent.Relation) string {
	switch e := r.Edges; {
	case e.SubjectPlan != nil:
		return "plan " + e.SubjectPlan.Code
	case e.SubjectAxis != nil:
		return "axis " + e.SubjectAxis.Code
	case e.SubjectAction != nil:
		return "action " + e.SubjectAction.Code
	case e.SubjectPartner != nil:
		return "partner " + e.SubjectPartner.Code
	case e.SubjectGroup != nil:
		return "group " + e.SubjectGroup.Code
	case e.SubjectAudience != nil:
		return "audience " + e.SubjectAudience.Code
	case e.SubjectTerritory != nil:
		return "territory " + e.SubjectTerritory.Code
	case e.SubjectCriterion != nil:
		return "criterion " + e.SubjectCriterion.Code
	case e.SubjectConcept != nil:
		return "concept " + e.SubjectConcept.Code
	}
	return ""
}

// object returns the key of a relation's object, or its literal.
func object(r *ent.Relation) string {
	switch e := r.Edges; {
	case e.ObjectPlan != nil:
		return "plan " + e.ObjectPlan.Code
	case e.ObjectAction != nil:
		return "action " + e.ObjectAction.Code
	case e.ObjectPartner != nil:
		return "partner " + e.ObjectPartner.Code
	case e.ObjectGroup != nil:
		return "group " + e.ObjectGroup.Code
	case e.ObjectAudience != nil:
		return "audience " + e.ObjectAudience.Code
	case e.ObjectTerritory != nil:
		return "territory " + e.ObjectTerritory.Code
	case e.ObjectSource != nil:
		return "source " + e.ObjectSource.Code
	case e.ObjectConcept != nil:
		return "concept " + e.ObjectConcept.Code
	case e.ObjectTheme != nil:
		return "theme " + e.ObjectTheme.Code
	case e.ObjectProgramme != nil:
		return "programme " + e.ObjectProgramme.Code
	case r.Literal != nil:
		return "« " + *r.Literal + " »"
	}
	return ""
}

// text returns a text that may be missing.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func written(date *lexicon.PartialDate) string {
	if date == nil {
		return ""
	}
	return date.String()
}
