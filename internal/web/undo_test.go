package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"maillage/internal/testhub"
)

// undos returns the links of a page that revert a line.
func undos(v view) (links []string) {
	for _, link := range v.Links {
		if strings.HasSuffix(link, "/revert") {
			links = append(links, link)
		}
	}
	return links
}

// lastChange returns the link that reverts the last line about a record.
func lastChange(t *testing.T, h *testhub.Hub, record string) string {
	t.Helper()
	h.Settle(t)
	var data struct {
		Changes struct{ Nodes []struct{ ID string } }
	}
	h.Get(t, &data, `query ($id: ID!) { changes(last: 1, filter: {recordId: $id}) { nodes { id } } }`,
		map[string]any{"id": record})
	return "/changes/" + data.Changes.Nodes[0].ID + "/revert"
}

// A liaison is offered to undo what concerns their own organisation, wherever a line is shown.
func TestUndo_ALiaisonUndoesWhatIsTheirs(t *testing.T) {
	h := signInHub(t)
	who, other, admin := liaison(t, h), coordinator(t, h), administrator(t, h)
	write(t, who, `{createContribution: {partner: "cpam-hainaut", axis: "valenciennes/axe-1", role: HOST, basis: DECLARED,
		wording: "accueillera", citations: [{source: "plan-territorial", locator: "p. 7"}]}}`)
	claim := lastOf(t, who, "contributions")
	citation := lastOf(t, who, "citations")
	write(t, other, `{updateContribution: {id: "`+claim+`", version: 1, note: "vu"}}`)
	write(t, who, `{createIdentifier: {partner: "cpam-hainaut", scheme: SIREN, value: "245901160"}}`)
	number := lastOf(t, who, "identifiers")
	write(t, other, `{createContribution: {partner: "drjscs", axis: "valenciennes/axe-2", role: HOST, basis: DECLARED}}`)
	theirs := lastOf(t, who, "contributions")
	write(t, admin, `{createPartner: {code: "nouveau", name: "Nouveau"}}`)
	created := idOf(t, who, `partner(by: {code: "nouveau"})`)

	offered := undos(get(t, who, "/changes", "fr"))
	for record, want := range map[string]bool{
		claim: true, citation: true, number: true, theirs: false, created: false,
	} {
		link := lastChange(t, who, record)
		if slices.Contains(offered, link) != want {
			t.Errorf("the changes offer to undo %s: %t", record, !want)
		}
		if !slices.Contains(undos(get(t, other, "/changes", "fr")), link) {
			t.Errorf("a coordinator is not offered to undo %s", record)
		}
		address := "/records/" + record
		if record == created {
			address = "/partners/nouveau"
		}
		if got := slices.Contains(undos(get(t, who, address, "fr")), link); got != want {
			t.Errorf("%s offers to undo its last change: %t", address, got)
		}
	}
	for _, link := range undos(get(t, who, "/partners/cpam-hainaut", "fr")) {
		v := get(t, who, link, "fr")
		if strings.Contains(v.Text, "création") {
			t.Errorf("a liaison is offered to undo the creation of their organisation: %s", v.Text)
		}
	}

	write(t, who, `{deleteRecord: {id: "`+claim+`", version: 2}}`)
	deletion := lastChange(t, who, claim)
	if !slices.Contains(undos(get(t, who, "/changes", "fr")), deletion) {
		t.Fatal("a liaison is not offered to undo what they deleted")
	}
	_, values := opened(t, who, deletion)
	post(t, who, deletion, "fr", values)
	if v := get(t, who, "/records/"+claim, "fr"); v.Status != http.StatusOK {
		t.Errorf("what was deleted is not back: %d", v.Status)
	}
}
