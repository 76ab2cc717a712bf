package store_test

import (
	"testing"

	"maillage/internal/gen/ent"
	"maillage/internal/lexicon"
	"maillage/internal/testhub/testdb"
)

// The records that tests need, each with the records it depends on.

func saved[T any](t *testing.T, record *T, err error) *T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return record
}

func partner(t *testing.T, c *ent.Client, code string) *ent.Partner {
	t.Helper()
	p, err := c.Partner.Create().SetCode(code).SetName("Partner " + code).Save(testdb.Context(t))
	return saved(t, p, err)
}

func contract(t *testing.T, c *ent.Client, code string) *ent.Contract {
	t.Helper()
	k, err := c.Contract.Create().SetCode(code).SetName("Contract " + code).Save(testdb.Context(t))
	return saved(t, k, err)
}

func action(t *testing.T, c *ent.Client, of *ent.Contract, code string) *ent.Action {
	t.Helper()
	a, err := c.Action.Create().SetContractID(of.ID).SetCode(code).SetName("Action " + code).
		SetKind(lexicon.KindAction).Save(testdb.Context(t))
	return saved(t, a, err)
}

func contribution(t *testing.T, c *ent.Client) *ent.Contribution {
	t.Helper()
	takesPart, does := partner(t, c, "planir"), action(t, c, contract(t, c, "arques"), "permanence")
	k, err := c.Contribution.Create().SetPartnerID(takesPart.ID).SetActionID(does.ID).
		SetRole(lexicon.RoleLead).Save(testdb.Context(t))
	return saved(t, k, err)
}

func citation(t *testing.T, c *ent.Client, about func(*ent.CitationCreate)) *ent.Citation {
	t.Helper()
	source, err := c.Source.Create().SetCode("charte").SetName("Charte").Save(testdb.Context(t))
	saved(t, source, err)
	create := c.Citation.Create().SetSourceID(source.ID).SetLocator("p. 3")
	about(create)
	made, err := create.Save(testdb.Context(t))
	return saved(t, made, err)
}
