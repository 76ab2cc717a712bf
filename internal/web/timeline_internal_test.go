package web

import "testing"

func TestTimeline_FadesWhereADateIsVague(t *testing.T) {
	month, day := "2024-06", "2024-06-14"
	vague, known := daysOf(&month, 0)
	if !known || vague[1]-vague[0] != 29 {
		t.Errorf("June is from %v to %v", vague[0], vague[1])
	}
	if sure, _ := daysOf(&day, 0); sure[0] != sure[1] {
		t.Errorf("a day is from %v to %v", sure[0], sure[1])
	}
	unknown := "XXXX"
	if _, known := daysOf(&unknown, 0); known {
		t.Error("a date that nobody knows is known")
	}
}
