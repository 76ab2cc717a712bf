package graph_test

import (
	"testing"

	"maillage/internal/testhub"
)

func TestCollectives_WithMembersStayCollectives(t *testing.T) {
	eachPair(t, func(t *testing.T, h *testhub.Hub) {
		done(t, h, "createPartner", in{"code": "network", "name": "Réseau", "kind": "COLLECTIVE"})
		done(t, h, "createPartner", in{"code": "member", "name": "Membre"})
		seat := done(t, h, "createMembership", in{"partner": "member", "collective": "network", "basis": "DECLARED"})
		change := in{"id": "network", "version": 1, "kind": "ORGANISATION"}
		rejected(t, h, "updatePartner", change, "INVALID", "kind")
		done(t, h, "updatePartner", in{"id": "network", "version": 1, "name": "Le réseau", "kind": "COLLECTIVE"})
		done(t, h, "deleteMembership", in{"id": seat.Record.ID, "version": 1})
		change["version"] = 2
		done(t, h, "updatePartner", change)
	})
}
