package authorization_test

import (
	"testing"

	"maillage/internal/testhub/filtermodel"
)

// A filter is evaluated over the records that the viewer sees. Hidden records in the middle or at the end of a link
// make no difference.
func TestAuthorization_FiltersHoldOverWhatIsSeenAlone(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.open(true, false)
		for _, who := range []string{"nobody", "liaison of open", "administrator"} {
			m := filtermodel.Read(t, w.who[who])
			m.Sweep(t, w.who[who], 2)
			m.Random(t, w.who[who], 150)
		}
	})
}
