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

// kept is the mixin of types that the hub stores outside the graph. They have a public identifier, but are not records:
// the ledger does not record their changes.
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

// Account is a person who logs in, or a program that authenticates with a token.
type Account struct{ ent.Schema }

// Mixin returns the fields shared by types outside the graph.
func (Account) Mixin() []ent.Mixin { return []ent.Mixin{kept{prefix: "account"}} }

// Fields returns the fields of the type.
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

// Edges returns the organisation that the account speaks for, and the contracts that it serves.
func (Account) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("partner", Partner.Type).Unique().Field("partner_id").Annotations(entsql.OnDelete(entsql.SetNull)),
		edge.To("contracts", Contract.Type),
	}
}

// Indexes makes each login unique to one account.
func (Account) Indexes() []ent.Index {
	return []ent.Index{index.Fields("issuer", "subject").Unique(), index.Fields("partner_id")}
}

// Policy restricts access to the hub itself (package identity).
func (Account) Policy() ent.Policy { return private{} }

// Annotations returns the CHECK constraint.
func (Account) Annotations() []schema.Annotation {
	return []schema.Annotation{words("role", lexicon.AccountRole(""))}
}

// Token authenticates a program for an account. Only its hash is stored.
type Token struct{ ent.Schema }

// Mixin returns the fields shared by types outside the graph.
func (Token) Mixin() []ent.Mixin { return []ent.Mixin{kept{prefix: "token"}} }

// Fields returns the fields of the type.
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

// Edges returns the account.
func (Token) Edges() []ent.Edge { return []ent.Edge{owned("account", Account.Type)} }

// Policy restricts access to the hub itself (package identity).
func (Token) Policy() ent.Policy { return private{} }

// Session is the login of a person in one browser.
type Session struct{ ent.Schema }

// Fields returns the fields of the type.
func (Session) Fields() []ent.Field {
	return append([]ent.Field{
		field.Bytes("hash").Immutable().Unique().Sensitive().MaxLen(32).Comment("SHA-256 of what the cookie holds"),
		field.Time("created_at").Immutable().Default(now),
		field.Time("expires_at").Immutable(),
		field.Time("seen_at").Default(now),
	}, idOf("account")...)
}

// Edges returns the account.
func (Session) Edges() []ent.Edge { return []ent.Edge{owned("account", Account.Type)} }

// Policy restricts access to the hub itself (package identity).
func (Session) Policy() ent.Policy { return private{} }

// Indexes serves the deletion of expired rows.
func (Session) Indexes() []ent.Index { return []ent.Index{index.Fields("expires_at")} }

// SignInLink signs a person in to their account, once. Only the hash of the link is stored.
type SignInLink struct{ ent.Schema }

// Fields returns the fields of the type.
func (SignInLink) Fields() []ent.Field {
	return append([]ent.Field{
		field.Bytes("hash").Immutable().Unique().Sensitive().MaxLen(32).Comment(
			"SHA-256 of a secret of 256 random bits",
		),
		field.Time("created_at").Immutable().Default(now),
		field.Time("expires_at").Immutable(),
	}, idOf("account")...)
}

// Edges returns the account.
func (SignInLink) Edges() []ent.Edge { return []ent.Edge{owned("account", Account.Type)} }

// Policy restricts access to the hub itself (package identity).
func (SignInLink) Policy() ent.Policy { return private{} }

// Indexes serves lookups by account, and the deletion of expired rows.
func (SignInLink) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account_id"), index.Fields("expires_at")}
}

// Invitation lets one person create their own account by a link, which works once. Only the hash of the link is stored.
type Invitation struct{ ent.Schema }

// Mixin returns the fields shared by types outside the graph.
func (Invitation) Mixin() []ent.Mixin { return []ent.Mixin{kept{prefix: "invitation"}} }

// Fields returns the fields of the type. It refers to the partner and the contracts by public identifiers: their
// deletion makes the invitation invalid, and needs no foreign key.
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

// Edges returns the inviting account.
func (Invitation) Edges() []ent.Edge { return []ent.Edge{owned("account", Account.Type)} }

// Policy restricts access to the hub itself (package identity).
func (Invitation) Policy() ent.Policy { return private{} }

// Indexes serves lookups by account, and the deletion of expired rows.
func (Invitation) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account_id"), index.Fields("expires_at")}
}

// Annotations returns the CHECK constraint.
func (Invitation) Annotations() []schema.Annotation {
	return []schema.Annotation{words("role", lexicon.AccountRole(""))}
}

// owned returns a required reference to the owner, with which the row is deleted.
func owned(name string, target any) ent.Edge {
	return edge.To(name, target).Unique().Required().Field(name + "_id").Annotations(entsql.OnDelete(entsql.Cascade))
}

// Contact is a contact person of a partner. It is outside the graph: no record refers to it, the ledger does not record
// it, and it is kept for a purpose and until a date.
type Contact struct{ ent.Schema }

// Mixin returns the fields shared by types outside the graph.
func (Contact) Mixin() []ent.Mixin { return []ent.Mixin{kept{prefix: "contact"}} }

// Fields returns the fields of the type.
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

// Edges returns the partner.
func (Contact) Edges() []ent.Edge { return []ent.Edge{owned("partner", Partner.Type)} }

// Policy restricts access to the hub itself (package contact).
func (Contact) Policy() ent.Policy { return private{} }

// Indexes serves lookups by partner, and the erasure of expired contacts.
func (Contact) Indexes() []ent.Index {
	return []ent.Index{index.Fields("partner_id"), index.Fields("retain_until")}
}

// ContactGrant is the right of an account to the contacts of a partner, for a purpose and until a time. It can be
// revoked, but is never deleted: the access log refers to it.
type ContactGrant struct{ ent.Schema }

// Mixin returns the fields shared by types outside the graph.
func (ContactGrant) Mixin() []ent.Mixin { return []ent.Mixin{kept{prefix: "grant"}} }

// Fields returns the fields of the type.
func (ContactGrant) Fields() []ent.Field {
	return append([]ent.Field{
		field.String("purpose").NotEmpty().Immutable().MaxLen(300).Comment("what the contacts may be looked at for"),
		field.Time("ends_at").Immutable(),
		field.Time("revoked_at").Optional().Nillable(),
		field.String("granted_by").NotEmpty().Immutable().MaxLen(200),
	}, idOf("account", "partner")...)
}

// Edges returns the account and the partner.
func (ContactGrant) Edges() []ent.Edge {
	return []ent.Edge{owned("account", Account.Type), owned("partner", Partner.Type)}
}

// Policy restricts access to the hub itself (package contact).
func (ContactGrant) Policy() ent.Policy { return private{} }

// Indexes serves lookups by account and partner.
func (ContactGrant) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account_id", "partner_id"), index.Fields("partner_id")}
}

// MergeMove is an account, a contact or a grant that a merge of two partners moved from one to the other. The ledger
// records none of these, so that reverting the merge needs this row to move them back.
type MergeMove struct{ ent.Schema }

// Fields returns the fields of the type. It refers to rows by public identifiers: they may be deleted before the merge
// is reverted.
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

// Policy restricts access to the hub itself.
func (MergeMove) Policy() ent.Policy { return private{} }

// Indexes serves lookups by merge, and by moved row.
func (MergeMove) Indexes() []ent.Index {
	return []ent.Index{index.Fields("merged"), index.Fields("moved")}
}

// ContactAccess is one access to a contact, or one change of it: who, when, how and for what purpose. It holds nothing
// about the person, and outlives the contact.
type ContactAccess struct{ ent.Schema }

// Fields returns the fields of the type.
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

// Policy restricts access to the hub itself (package contact).
func (ContactAccess) Policy() ent.Policy { return private{} }

// Indexes serves the history of a contact.
func (ContactAccess) Indexes() []ent.Index {
	return []ent.Index{index.Fields("contact_uid"), index.Fields("at")}
}

// Annotations sets the table name, and adds the CHECK constraint.
func (ContactAccess) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Table("contact_accesses"), words("action", lexicon.ContactAction(""))}
}
