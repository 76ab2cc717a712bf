package schema

import (
	"slices"
	"time"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"entgo.io/ent/schema/mixin"

	"maillage/internal/lexicon"
)

// kept is what the hub keeps beside the graph: it has a public identifier, and
// is no record, so that the ledger knows nothing of it.
type kept struct {
	mixin.Schema
	prefix string
}

func (k kept) Fields() []ent.Field {
	return []ent.Field{
		field.String("uid").Immutable().Unique().MaxLen(64).DefaultFunc(
			func() string { return lexicon.NewUID(k.prefix) },
		),
		field.Time("created_at").Immutable().Default(now),
		field.Time("updated_at").Default(now).UpdateDefault(now),
		field.Int("revision").Default(1).Positive().Comment("grows by one with every update"),
	}
}

func (kept) Hooks() []ent.Hook { return []ent.Hook{countOn("revision")} }

// Account is somebody who may: a person who logs in, or a program that comes
// with a token.
type Account struct{ ent.Schema }

// Mixin is what it shares with other things that have a public identifier.
func (Account) Mixin() []ent.Mixin { return []ent.Mixin{kept{prefix: "account"}} }

// Fields are its own.
func (Account) Fields() []ent.Field {
	return append([]ent.Field{
		field.String("name").NotEmpty().MaxLen(200),
		field.Enum("role").GoType(lexicon.AccountRole("")),
		field.String("email").Optional().Nillable().Unique().MaxLen(320).Comment(
			"in lower case; by it a person's first login is known",
		),
		field.String("issuer").Optional().Nillable().MaxLen(500).Comment(
			"the identity provider; set by the first login",
		),
		field.String("subject").Optional().Nillable().MaxLen(300).Comment("who they are to the provider"),
		field.Time("disabled_at").Optional().Nillable(),
		field.String("invited_by").Optional().Nillable().Immutable().MaxLen(64).
			Comment("the public identifier of the account whose invitation made it"),
		field.Time("bound_at").Optional().Nillable().Comment("when the provider first said who the person is"),
	}, mayIDOf("partner")...)
}

// Edges are the organisation that the account speaks for and the contracts that
// it serves.
func (Account) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("partner", Partner.Type).Unique().Field("partner_id").Annotations(entsql.OnDelete(entsql.SetNull)),
		edge.To("contracts", Contract.Type),
	}
}

// Indexes make a login one account's.
func (Account) Indexes() []ent.Index {
	return []ent.Index{index.Fields("issuer", "subject").Unique(), index.Fields("partner_id")}
}

// Policy keeps it to whoever tells viewers apart.
func (Account) Policy() ent.Policy { return private{} }

// Annotations add the CHECK.
func (Account) Annotations() []schema.Annotation {
	return []schema.Annotation{words("role", lexicon.AccountRole(""))}
}

// Token proves that a program acts for an account. Only its hash is kept.
type Token struct{ ent.Schema }

// Mixin is what it shares with other things that have a public identifier.
func (Token) Mixin() []ent.Mixin { return []ent.Mixin{kept{prefix: "token"}} }

// Fields are its own.
func (Token) Fields() []ent.Field {
	return append([]ent.Field{
		field.String("label").NotEmpty().MaxLen(200).Comment("what it is for"),
		field.Bytes("hash").Immutable().Unique().Sensitive().MaxLen(32).Comment(
			"SHA-256 of a secret of 256 random bits",
		),
		field.JSON("scopes", []lexicon.TokenScope{}),
		field.Time("expires_at").Immutable(),
		field.Time("revoked_at").Optional().Nillable(),
		field.Time("used_at").Optional().Nillable().Comment("when it was last used, to the minute"),
	}, idOf("account")...)
}

// Edges are its account.
func (Token) Edges() []ent.Edge { return []ent.Edge{owned("account", Account.Type)} }

// Policy keeps it to whoever tells viewers apart.
func (Token) Policy() ent.Policy { return private{} }

// Session is a person's login, in one browser.
type Session struct{ ent.Schema }

// Fields are its own.
func (Session) Fields() []ent.Field {
	return append([]ent.Field{
		field.Bytes("hash").Immutable().Unique().Sensitive().MaxLen(32).Comment("SHA-256 of what the cookie holds"),
		field.Time("created_at").Immutable().Default(now),
		field.Time("expires_at").Immutable(),
		field.Time("seen_at").Default(now),
	}, idOf("account")...)
}

// Edges are its account.
func (Session) Edges() []ent.Edge { return []ent.Edge{owned("account", Account.Type)} }

// Policy keeps it to whoever tells viewers apart.
func (Session) Policy() ent.Policy { return private{} }

// Indexes find those that are over.
func (Session) Indexes() []ent.Index { return []ent.Index{index.Fields("expires_at")} }

// SignInLink signs a person in to their account, once. Only the hash of the link is kept.
type SignInLink struct{ ent.Schema }

// Fields are its own.
func (SignInLink) Fields() []ent.Field {
	return append([]ent.Field{
		field.Bytes("hash").Immutable().Unique().Sensitive().MaxLen(32).Comment(
			"SHA-256 of a secret of 256 random bits",
		),
		field.Time("created_at").Immutable().Default(now),
		field.Time("expires_at").Immutable(),
	}, idOf("account")...)
}

// Edges are its account.
func (SignInLink) Edges() []ent.Edge { return []ent.Edge{owned("account", Account.Type)} }

// Policy keeps it to whoever tells viewers apart.
func (SignInLink) Policy() ent.Policy { return private{} }

// Indexes find those of an account, and those that are over.
func (SignInLink) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account_id"), index.Fields("expires_at")}
}

// Invitation lets one person make their own account by a link, which is good once. Only the hash of the link is kept.
type Invitation struct{ ent.Schema }

// Mixin is what it shares with other things that have a public identifier.
func (Invitation) Mixin() []ent.Mixin { return []ent.Mixin{kept{prefix: "invitation"}} }

// Fields are its own. What the account will be bound to is named by public identifiers: a record that is deleted ends
// the invitation, and needs no foreign key.
func (Invitation) Fields() []ent.Field {
	return append([]ent.Field{
		field.String("name").NotEmpty().Immutable().MaxLen(200).Comment("what the account will be called"),
		field.String("email").Optional().Nillable().Immutable().MaxLen(320).Comment("in lower case"),
		field.Enum("role").GoType(lexicon.AccountRole("")).Immutable(),
		field.String("partner").Optional().Nillable().Immutable().MaxLen(64),
		field.JSON("contracts", []string{}).Immutable(),
		field.Bytes("hash").Immutable().Unique().Sensitive().MaxLen(32).Comment(
			"SHA-256 of a secret of 256 random bits",
		),
		field.Time("expires_at").Immutable(),
		field.Time("used_at").Optional().Nillable(),
		field.Time("revoked_at").Optional().Nillable(),
	}, idOf("account")...)
}

// Edges are the account that invites.
func (Invitation) Edges() []ent.Edge { return []ent.Edge{owned("account", Account.Type)} }

// Policy keeps it to whoever tells viewers apart.
func (Invitation) Policy() ent.Policy { return private{} }

// Indexes find those of an account, and those that are over.
func (Invitation) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account_id"), index.Fields("expires_at")}
}

// Annotations add the CHECK.
func (Invitation) Annotations() []schema.Annotation {
	return []schema.Annotation{words("role", lexicon.AccountRole(""))}
}

// owned is a reference to what the row goes away with.
func owned(name string, target any) ent.Edge {
	return edge.To(name, target).Unique().Required().Field(name + "_id").Annotations(entsql.OnDelete(entsql.Cascade))
}

// Contact is a person to reach at a partner. It is apart from the graph: no
// record leads to it, the ledger does not know it, and it is kept for a purpose
// and until a day.
type Contact struct{ ent.Schema }

// Mixin is what it shares with other things that have a public identifier.
func (Contact) Mixin() []ent.Mixin { return []ent.Mixin{kept{prefix: "contact"}} }

// Fields are its own.
func (Contact) Fields() []ent.Field {
	return slices.Concat([]ent.Field{
		field.String("name").NotEmpty().MaxLen(200).Sensitive(),
		field.String("function").Optional().Nillable().MaxLen(200).Sensitive(),
		field.String("email").Optional().Nillable().MaxLen(320).Sensitive(),
		field.String("phone").Optional().Nillable().MaxLen(40).Sensitive(),
		field.String("purpose").NotEmpty().MaxLen(300).Comment("what it is kept for"),
		field.Time("retain_until").Comment("after which it is erased"),
		field.String("created_by").NotEmpty().Immutable().MaxLen(200),
	}, idOf("partner"))
}

// Edges are the partner.
func (Contact) Edges() []ent.Edge { return []ent.Edge{owned("partner", Partner.Type)} }

// Policy keeps it to whoever guards contacts.
func (Contact) Policy() ent.Policy { return private{} }

// Indexes find those of a partner, and those whose time is over.
func (Contact) Indexes() []ent.Index {
	return []ent.Index{index.Fields("partner_id"), index.Fields("retain_until")}
}

// ContactGrant is the right of an account to the contacts of a partner, for a
// purpose and until a moment. It is taken back, and never deleted: the log of
// looks names it.
type ContactGrant struct{ ent.Schema }

// Mixin is what it shares with other things that have a public identifier.
func (ContactGrant) Mixin() []ent.Mixin { return []ent.Mixin{kept{prefix: "grant"}} }

// Fields are its own.
func (ContactGrant) Fields() []ent.Field {
	return append([]ent.Field{
		field.String("purpose").NotEmpty().Immutable().MaxLen(300).Comment("what the contacts may be looked at for"),
		field.Time("ends_at").Immutable(),
		field.Time("revoked_at").Optional().Nillable(),
		field.String("granted_by").NotEmpty().Immutable().MaxLen(200),
	}, idOf("account", "partner")...)
}

// Edges are the account and the partner.
func (ContactGrant) Edges() []ent.Edge {
	return []ent.Edge{owned("account", Account.Type), owned("partner", Partner.Type)}
}

// Policy keeps it to whoever guards contacts.
func (ContactGrant) Policy() ent.Policy { return private{} }

// Indexes find those of an account at a partner.
func (ContactGrant) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account_id", "partner_id"), index.Fields("partner_id")}
}

// MergeMove is an account, a contact or a grant that a merge of two partners moved from one to the other. It stands
// beside the ledger, which knows none of them, so that undoing the merge moves them back.
type MergeMove struct{ ent.Schema }

// Fields are its own. Rows are named by public identifiers: what is moved may be gone before the merge is undone.
func (MergeMove) Fields() []ent.Field {
	return []ent.Field{
		field.String("merged").NotEmpty().Immutable().MaxLen(64).Comment(
			"the partner that was merged, which is deleted",
		),
		field.String("kept").NotEmpty().Immutable().MaxLen(64).Comment("the partner that it was merged into"),
		field.String("moved").NotEmpty().Immutable().MaxLen(64).Comment("what was moved"),
		field.String("actor").NotEmpty().Immutable().MaxLen(200).Comment("who merged"),
		field.Bool("ended").Default(false).Immutable().Comment("it is a grant, which the merge revoked"),
	}
}

// Policy keeps it to the hub itself.
func (MergeMove) Policy() ent.Policy { return private{} }

// Indexes find what a merge moved, and the moves of a contact.
func (MergeMove) Indexes() []ent.Index {
	return []ent.Index{index.Fields("merged"), index.Fields("moved")}
}

// ContactAccess is one look at a contact, or one change of it: who, when, how
// and what for. It says nothing about the person and outlives the contact.
type ContactAccess struct{ ent.Schema }

// Fields are its own.
func (ContactAccess) Fields() []ent.Field {
	return []ent.Field{
		field.String("contact_uid").NotEmpty().Immutable().MaxLen(64),
		field.String("actor").NotEmpty().Immutable().MaxLen(200),
		field.Enum("action").GoType(lexicon.ContactAction("")).Immutable(),
		field.String("purpose").Optional().Nillable().Immutable().MaxLen(300),
		field.String("claim_uid").Optional().Nillable().Immutable().MaxLen(64).Comment("the claim that gave the right"),
		field.String("grant_uid").Optional().Nillable().Immutable().MaxLen(64).Comment("the grant that gave the right"),
		field.Time("at").Immutable().Default(func() time.Time { return now() }),
	}
}

// Policy keeps it to whoever guards contacts.
func (ContactAccess) Policy() ent.Policy { return private{} }

// Indexes find the history of a contact.
func (ContactAccess) Indexes() []ent.Index {
	return []ent.Index{index.Fields("contact_uid"), index.Fields("at")}
}

// Annotations name the table and add the CHECK.
func (ContactAccess) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Table("contact_accesses"), words("action", lexicon.ContactAction(""))}
}
