package write

import "testing"

func TestIdempotency_EqualNumbersAreWrittenAlike(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "-0.0": "0", "0e7": "0", "1": "1e0", "1200": "12e2", "1.2e3": "12e2", "12E2": "12e2", "120.0e+1": "12e2", "-0.0012": "-12e-4",
		"1e999999999": "1e999999999", "1e99999999999999999999": "1e99999999999999999999", "12345678901234567890": "1234567890123456789e1",
	} {
		if got := string(plainNumber(text)); got != want {
			t.Errorf("%s is %s, not %s", text, got, want)
		}
	}
}
