package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"maillage/internal/lexicon"
)

// Webhook sends the lines of the ledger that its owner sees to an address. It is outside the graph: the ledger does not
// record it, and exports do not contain it.
type Webhook struct{ ent.Schema }

// Mixin returns the fields shared by types outside the graph.
func (Webhook) Mixin() []ent.Mixin { return []ent.Mixin{kept{prefix: "webhook"}} }

// Fields returns the fields of the type. The secrets are stored as they are, because signing needs them.
func (Webhook) Fields() []ent.Field {
	return append([]ent.Field{
		field.String("url").NotEmpty().MaxLen(2000).Sensitive(),
		field.String("contract").Optional().Nillable().MaxLen(64).Comment(
			"the public identifier of the only contract whose changes it sends",
		),
		field.JSON("types", []string{}).Optional().Comment("prefixes of the only record types that it sends"),
		field.JSON("operations", []lexicon.ChangeOperation{}).Optional().Comment("the only operations that it sends"),
		field.Bytes("secret").Sensitive().MaxLen(64),
		field.Bytes("retired_secret").Optional().Sensitive().MaxLen(64).Comment("valid as well until it is ended"),
		field.Enum("state").GoType(lexicon.WebhookState("")).Default(string(lexicon.WebhookActive)),
		field.Enum("failure").GoType(lexicon.WebhookFailure("")).Optional().Nillable(),
		field.String("position").NotEmpty().MaxLen(120).Comment("of the last line that was dealt with"),
		field.Int("tries").Default(0).NonNegative().Comment("failed tries of the line after the position"),
		field.Int("failures").Default(0).NonNegative().Comment("dead letters since the last delivery"),
		field.Time("due_at").Default(now).Comment("before which the line after the position is not tried"),
		field.Time("again_at").Optional().Nillable().Comment("when dead letters are sent again; null for none"),
		field.String("leased_by").Optional().Nillable().MaxLen(64).Comment("the process that delivers"),
		field.Time("leased_until").Optional().Nillable().Comment("by the clock of the database"),
	}, append(idOf("account"), mayIDOf("token")...)...)
}

// Edges returns the owner: an account, and the token by which it was created.
func (Webhook) Edges() []ent.Edge {
	return []ent.Edge{
		owned("account", Account.Type),
		edge.To("token", Token.Type).Unique().Field("token_id").Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Policy restricts access to the hub itself (package webhook).
func (Webhook) Policy() ent.Policy { return private{} }

// Indexes serves lookups by owner, and of what is due.
func (Webhook) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account_id"), index.Fields("token_id"), index.Fields("state")}
}

// Annotations returns the CHECK constraints.
func (Webhook) Annotations() []schema.Annotation {
	return []schema.Annotation{words("state", lexicon.WebhookState("")), words("failure", lexicon.WebhookFailure(""))}
}

// WebhookDelivery is one line of the ledger for one webhook. It holds no content of the line: that is read again at
// each try, with the rights that the owner has by then.
type WebhookDelivery struct{ ent.Schema }

// Mixin returns the fields shared by types outside the graph.
func (WebhookDelivery) Mixin() []ent.Mixin { return []ent.Mixin{kept{prefix: "delivery"}} }

// Fields returns the fields of the type.
func (WebhookDelivery) Fields() []ent.Field {
	return append([]ent.Field{
		field.String("position").NotEmpty().Immutable().MaxLen(120).Comment("of the line in the ledger"),
		field.String("change").NotEmpty().Immutable().MaxLen(64).Comment("the public identifier of the line"),
		field.Enum("state").GoType(lexicon.WebhookDeliveryState("")),
		field.Bool("again").Default(false).Comment("a dead letter that is sent again"),
		field.Int("tries").Default(0).NonNegative(),
		field.Time("tried_at").Optional().Nillable().Comment("when it was last tried"),
		field.Time("next_at").Optional().Nillable().Comment("when it is tried next"),
		field.Int("status").Optional().Nillable().Comment("of the last answer"),
		field.Enum("problem").GoType(lexicon.WebhookProblem("")).Optional().Nillable(),
		field.String("answer").Optional().Nillable().MaxLen(1024).Sensitive().Comment("the beginning of the last answer"),
	}, idOf("webhook")...)
}

// Edges returns the webhook.
func (WebhookDelivery) Edges() []ent.Edge { return []ent.Edge{owned("webhook", Webhook.Type)} }

// Policy restricts access to the hub itself (package webhook).
func (WebhookDelivery) Policy() ent.Policy { return private{} }

// Indexes allows one row for each line, and serves lists and the deletion of old rows.
func (WebhookDelivery) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("webhook_id", "change").Unique(), index.Fields("webhook_id", "state"), index.Fields("state", "tried_at"),
	}
}

// Annotations returns the CHECK constraints.
func (WebhookDelivery) Annotations() []schema.Annotation {
	return []schema.Annotation{
		words("state", lexicon.WebhookDeliveryState("")), words("problem", lexicon.WebhookProblem("")),
	}
}
