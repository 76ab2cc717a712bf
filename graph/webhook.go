package graph

import (
	"context"

	"maillage/graph/model"
	"maillage/internal/gen/exec"
	"maillage/internal/lexicon"
	"maillage/internal/relay"
	"maillage/internal/webhook"
)

func (r *mutationResolver) CreateWebhook(ctx context.Context, input model.Input) (*model.CreateWebhookPayload, error) {
	return r.createWebhook(ctx, input)
}

func (r *mutationResolver) UpdateWebhook(ctx context.Context, input model.Input) (*model.WebhookPayload, error) {
	return r.updateWebhook(ctx, input)
}

func (r *mutationResolver) RotateWebhookSecret(
	ctx context.Context, input model.Input,
) (*model.RotateWebhookSecretPayload, error) {
	return r.rotateWebhookSecret(ctx, input)
}

func (r *mutationResolver) EndWebhookSecret(ctx context.Context, input model.Input) (*model.WebhookPayload, error) {
	return r.endWebhookSecret(ctx, input)
}

func (r *mutationResolver) DeleteWebhook(ctx context.Context, input model.Input) (*model.DeleteWebhookPayload, error) {
	return r.deleteWebhook(ctx, input)
}

func (r *mutationResolver) SendWebhookAgain(
	ctx context.Context, input model.Input,
) (*model.SendWebhookAgainPayload, error) {
	return r.sendWebhookAgain(ctx, input)
}

func (r *mutationResolver) TestWebhook(ctx context.Context, input model.Input) (*model.TestWebhookPayload, error) {
	return r.testWebhook(ctx, input)
}

func (r *queryResolver) Webhooks(ctx context.Context) ([]*model.Webhook, error) {
	return r.webhooks(ctx)
}

func (r *queryResolver) Webhook(ctx context.Context, id string) (*model.Webhook, error) {
	return r.webhook(ctx, id)
}

func (r *webhookResolver) Deliveries(
	ctx context.Context, obj *model.Webhook, first *int, after *string, last *int, before *string,
	state *lexicon.WebhookDeliveryState,
) (*relay.Connection[webhook.Delivery], error) {
	return r.deliveries(ctx, obj, relay.Args{First: first, After: after, Last: last, Before: before}, state)
}

func (r *Resolver) Webhook() exec.WebhookResolver { return &webhookResolver{r} }

type webhookResolver struct{ *Resolver }
