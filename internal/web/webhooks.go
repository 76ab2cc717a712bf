package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"maillage/internal/lexicon"
	"maillage/internal/web/operations"
	"maillage/internal/web/words"
)

// webhookPages returns the handlers of the pages of webhooks, by pattern.
func (s *site) webhookPages() map[string]handler {
	return map[string]handler{
		"GET /webhooks": s.webhooks, "POST /webhooks": s.webhookMade, "POST /webhooks/set": s.webhookSet,
	}
}

// webhook is a webhook with its dead letters.
type webhook struct {
	ID, URL, AccountID, State string
	ContractID, Failure       *string
	NextTryAt                 *time.Time
	Deliveries                struct {
		TotalCount int
		Nodes      []deadLetter
	}
	Contract *thing // the only one whose changes it sends
}

// Active reports whether it sends changes.
func (w webhook) Active() bool { return w.State == string(lexicon.WebhookActive) }

// deadLetter is a change that could not be delivered.
type deadLetter struct {
	ID, ChangeID    string
	Tries           int
	TriedAt         *time.Time
	Status          *int
	Problem, Answer *string
}

// webhooksPage is the data of the page of webhooks.
type webhooksPage struct {
	Webhooks []webhook
	New      *form
	Key      string // idempotency key of the buttons
	Secret   string // of a new webhook; shown once
	SecretOf string // its address
	Ping     *pingAnswer
}

// pingAnswer is what came back from a receiver.
type pingAnswer struct {
	URL             string
	Accepted        *bool
	Status          *int
	Problem, Answer *string
	Milliseconds    *int
	UserErrors      []userError
}

// webhooks shows the webhooks that the viewer manages, and a form that creates one.
func (s *site) webhooks(q *request) (*page, error) { return q.webhooksWith(nil) }

// webhookMade creates a webhook, or sends a ping. What came back is shown only on the page that responds.
func (s *site) webhookMade(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	return q.webhooksWith(sent)
}

func (q *request) webhooksWith(sent url.Values) (*page, error) {
	m, contracts, refused, err := q.readWebhooks()
	if err != nil || refused != nil {
		return refused, err
	}
	isPing := sent.Get("do") == "ping"
	typed := sent
	if isPing {
		typed = url.Values{}
	}
	m.New, m.Key = q.webhookForm(typed, contracts), keyOf(nil)
	switch {
	case q.http.Method != http.MethodPost:
	case isPing:
		err = q.ping(m, sent.Get("id"))
	default:
		err = q.makeWebhook(m, contracts)
	}
	if err != nil {
		return nil, err
	}
	p := &page{Template: "webhooks", Title: words.Say(q.lang, "webhooks.title"), Body: m}
	p.Secret = m.SecretOf != "" || m.Ping != nil
	return q.formPage(p, m.New), nil
}

// readWebhooks queries the data of the page. Whoever may not own webhooks gets a refusal page.
func (q *request) readWebhooks() (m *webhooksPage, contracts []thing, refused *page, err error) {
	var data struct {
		Webhooks []webhook
	}
	err = q.execute("WebhooksPage", nil, &data)
	if isRefused(err) {
		return nil, nil, q.refused(nil), nil
	}
	if err != nil {
		return nil, nil, nil, err
	}
	if contracts, err = allContracts[thing](q); err != nil {
		return nil, nil, nil, err
	}
	for i := range data.Webhooks {
		for _, c := range contracts {
			if of := data.Webhooks[i].ContractID; of != nil && *of == c.ID {
				data.Webhooks[i].Contract = &c
			}
		}
	}
	return &webhooksPage{Webhooks: data.Webhooks}, contracts, nil, nil
}

func (q *request) webhookForm(sent url.Values, contracts []thing) *form {
	of := sent.Get("contract")
	options := []option{{"", words.Say(q.lang, "webhooks.all"), of == ""}}
	for _, c := range contracts {
		options = append(options, option{c.ID, c.Name, c.ID == of})
	}
	return &form{Key: keyOf(sent), Submit: "webhooks.make", Groups: []fieldGroup{{"webhooks.new", []*field{
		{
			Name: "url", Label: "webhooks.url", Kind: "text", Value: strings.TrimSpace(sent.Get("url")), Required: true,
			Hint: "webhooks.url-hint",
		},
		{Name: "contract", Label: "webhooks.contract", Kind: "choose", Value: of, Options: options},
	}}}}
}

// makeWebhook creates the webhook of the form. Its secret is shown only on the page that responds.
func (q *request) makeWebhook(m *webhooksPage, contracts []thing) error {
	f := m.New
	input := map[string]any{"url": f.value("url"), "idempotencyKey": f.Key}
	if of := f.value("contract"); of != "" {
		input["contract"] = of
	}
	var data struct {
		CreateWebhook *struct {
			Secret     *string
			Webhook    *struct{ URL string }
			UserErrors []userError
		}
	}
	if err := q.execute("MakeWebhook", vars{"input": input}, &data); err != nil {
		return err
	}
	done := data.CreateWebhook
	if done == nil {
		return operations.ErrNotFound
	}
	f.refuse(done.UserErrors, map[string]string{"url": "url", "contract": "contract"})
	if done.Webhook == nil {
		return nil
	}
	fresh, _, refused, err := q.readWebhooks()
	if err != nil || refused != nil {
		return err
	}
	m.Webhooks, m.Secret, m.SecretOf = fresh.Webhooks, textOf(done.Secret), done.Webhook.URL
	m.New = q.webhookForm(url.Values{}, contracts)
	return nil
}

// ping sends a ping to the receiver of a webhook.
func (q *request) ping(m *webhooksPage, id string) error {
	var data struct{ TestWebhook *pingAnswer }
	if err := q.execute("PingWebhook", vars{"input": map[string]any{"id": id}}, &data); err != nil {
		return err
	}
	if data.TestWebhook == nil {
		return operations.ErrNotFound
	}
	m.New.refuse(data.TestWebhook.UserErrors, nil)
	for _, w := range m.Webhooks {
		if w.ID == id && data.TestWebhook.Accepted != nil {
			m.Ping = data.TestWebhook
			m.Ping.URL = w.URL
		}
	}
	return nil
}

// webhookSet runs the action of a button on a webhook, or on one of its dead letters.
func (s *site) webhookSet(q *request) (*page, error) {
	sent, err := q.posted()
	if err != nil {
		return nil, err
	}
	id, do := sent.Get("id"), sent.Get("do")
	input := map[string]any{"id": id, "idempotencyKey": keyOf(sent) + do + id}
	switch do {
	case "pause", "resume":
		input["paused"] = do == "pause"
		return q.runMutation("ChangeWebhook", "updateWebhook", input, "/webhooks")
	case "again":
		if of, letter, is := strings.Cut(id, " "); is {
			input["id"], input["deliveries"] = of, []string{letter}
		}
		return q.runMutation("SendAgain", "sendWebhookAgain", input, "/webhooks")
	case "delete":
		return q.runMutation("EndWebhook", "deleteWebhook", input, "/webhooks")
	}
	return nil, operations.ErrNotFound
}

// mayWebhook reports whether to link to the page of webhooks.
func (q *request) mayWebhook() bool {
	return q.viewer != nil && q.http.Header.Get("Authorization") == "" &&
		(q.viewer.Role == string(lexicon.Administrator) || q.viewer.Role == string(lexicon.Coordinator))
}
