package lexicon

import "strings"

// Registered is what the text of an identifier tells: a SIREN and perhaps a SIRET, or an RNA number.
type Registered struct {
	SIREN, SIRET, RNA string
	// Unverified reports that the SIRET is as the file has it, and that nothing confirms it.
	Unverified bool
}

// ParseRegistered reads a SIREN, a SIRET or an RNA number. A SIRET that lost its last digits, to rounding or to
// zeros, gives its SIREN and SIRET_ROUNDED whatever its check digit says: one in ten is right by chance.
func ParseRegistered(text string) (Registered, NoteCode) {
	bare := strings.ToUpper(strings.Map(func(r rune) rune {
		if IsSpace(r) || r == '-' || r == '_' {
			return -1
		}
		return r
	}, text))
	if strings.HasPrefix(bare, "W") {
		if RNA.Check(bare) == WellFormed {
			return Registered{RNA: bare}, ""
		}
		return Registered{}, RNAInvalid
	}
	digits, float := wholeDigits(bare)
	switch {
	case len(digits) == 9:
		return sirenAlone(digits)
	case len(digits) != 14:
		return Registered{}, SIRETInvalid
	case luhn(digits[:9]) && (float || strings.HasSuffix(digits, noEstablishment)):
		return Registered{SIREN: digits[:9], SIRET: digits, Unverified: true}, SIRETRounded
	case validSIRET(digits):
		return Registered{SIREN: digits[:9], SIRET: digits}, ""
	case luhn(digits[:9]):
		return Registered{SIREN: digits[:9], SIRET: digits, Unverified: true}, SIRETInvalid
	}
	return Registered{}, SIRETInvalid
}

func sirenAlone(digits string) (Registered, NoteCode) {
	if !luhn(digits) {
		return Registered{}, SIRENInvalid
	}
	return Registered{SIREN: digits}, ""
}

// PassesLuhn reports whether a text has digits alone and passes ISO/IEC 7812-1, which one wrong number in ten does.
func PassesLuhn(text string) bool { return allDigits(text) && luhn(text) }

// wholeDigits returns the digits of a whole number, and whether it was written as a floating-point one: 4.5E+13, or
// 45032466000013.0.
func wholeDigits(text string) (digits string, float bool) {
	if allDigits(text) {
		return text, false
	}
	n, ok := readNumber(text)
	if !ok || n.negative {
		return "", false
	}
	if len(n.separators) > 1 { // 450.324.660 00013
		if n.exponent != 0 {
			return "", false
		}
		return strings.Join(n.runs, ""), false
	}
	whole, decimals, ok := n.decimal(DecimalMark(firstSeparator(n)))
	if !ok || decimals > 0 && strings.Trim(whole[max(0, len(whole)-decimals):], "0") != "" {
		return "", false
	}
	if decimals > 0 {
		return whole[:max(0, len(whole)-decimals)], true
	}
	return whole + strings.Repeat("0", -decimals), true
}

// ParseCommune reads the INSEE code of a commune. A code that lost its leading zero gets it back, with the code
// COMMUNE_ZERO_RESTORED.
func ParseCommune(text string) (string, NoteCode) {
	bare := INSEE.Normal(TrimSpaces(text))
	if digits, float := wholeDigits(bare); float {
		bare = digits
	}
	if INSEE.Check(bare) == WellFormed && bare[:2] != "00" {
		return bare, ""
	}
	if restored := "0" + bare; len(bare) == 4 && INSEE.Check(restored) == WellFormed && bare[0] != '0' {
		return restored, CommuneZeroRestored
	}
	return "", CommuneUnknown
}

// ParseQPV reads the code of a priority neighbourhood, of either list.
func ParseQPV(text string) (Scheme, string, NoteCode) {
	bare := QPV2024.Normal(TrimSpaces(text))
	for _, list := range []Scheme{QPV2024, QPV2015} {
		if list.Check(bare) == WellFormed {
			return list, bare, ""
		}
	}
	return "", "", QPVUnknown
}
