package lexicon

import (
	"regexp"
	"strings"
)

// Scheme is the register that an identifier belongs to.
type Scheme string

// The schemes.
const (
	SIREN   Scheme = "SIREN"
	SIRET   Scheme = "SIRET"
	RNA     Scheme = "RNA"
	QPV2015 Scheme = "QPV_2015"
	QPV2024 Scheme = "QPV_2024"
	INSEE   Scheme = "INSEE_COMMUNE"
	Other   Scheme = "OTHER"
)

var schemes = Vocabulary{"Scheme", Text{
	"The register that an identifier belongs to.",
	"Le registre dont relève un identifiant.",
}, []Term{
	{"SIREN", "SIREN", "SIREN", Text{
		"Legal unit in INSEE’s Sirene register: 9 digits, Luhn.",
		"Unité légale du répertoire Sirene de l’INSEE : 9 chiffres, clé de Luhn.",
	}},
	{"SIRET", "SIRET", "SIRET", Text{
		"Establishment in Sirene: SIREN and 5 digits, Luhn; La Poste’s have their own check.",
		"Établissement du répertoire Sirene : le SIREN et 5 chiffres, clé de Luhn ; ceux de La Poste ont la leur.",
	}},
	{"RNA", "RNA", "RNA", Text{
		"Association in the national register: W and 9 characters.",
		"Association du répertoire national : W et 9 caractères.",
	}},
	{"QPV_2015", "priority neighbourhood 2015", "QPV 2015", Text{
		"Priority neighbourhood of the 2015 list: QP and 6 characters.",
		"Quartier prioritaire de la liste de 2015 : QP et 6 caractères.",
	}},
	{"QPV_2024", "priority neighbourhood 2024", "QPV 2024", Text{
		"Priority neighbourhood of the 2024 list: QN, 5 characters and M, I or N.",
		"Quartier prioritaire de la liste de 2024 : QN, 5 caractères et M, I ou N.",
	}},
	{"INSEE_COMMUNE", "INSEE commune code", "code commune INSEE", Text{
		"Commune in the official geographic code: 5 characters, 2A and 2B for Corsica.",
		"Commune du code officiel géographique : 5 caractères, 2A et 2B pour la Corse.",
	}},
	{"OTHER", "other", "autre", Text{
		"Another register, named in the note.",
		"Un autre registre, nommé dans la remarque.",
	}},
}}

// Patterns of the registers' identifiers. RNA is wider than the SCDL schema's ^W\d{9}$ because real
// numbers contain letters. The QPV patterns are those of the lists of 2015 and 2024.
var (
	nineDigits     = regexp.MustCompile(`^\d{9}$`)
	fourteenDigits = regexp.MustCompile(`^\d{14}$`)
	rnaForm        = regexp.MustCompile(`^W\d[A-Z\d]\d{7}$`)
	qpv2015Form    = regexp.MustCompile(`^QP(\d{3}|02[AB])\d{3}$`)
	qpv2024Form    = regexp.MustCompile(`^QN(\d{3}|02[AB])\d{2}[MIN]$`)
	inseeForm      = regexp.MustCompile(`^(\d{2}|2[AB])\d{3}$`)
)

// La Poste's establishments share one SIREN and outgrew Luhn; only its head office has the ordinary
// check digit.
const (
	laPoste           = "356000000"
	laPosteHeadOffice = "35600000000048"
	noEstablishment   = "00000"
)

// Check returns what the form of an identifier tells: WellFormed when form and check digit are right,
// Unverified when not. A right check digit is no proof, because one wrong number in ten passes by
// chance.
func (w Scheme) Check(value string) Verification {
	ok := false
	switch w {
	case SIREN:
		ok = nineDigits.MatchString(value) && luhn(value)
	case SIRET:
		ok = fourteenDigits.MatchString(value) && validSIRET(value)
	case RNA:
		ok = rnaForm.MatchString(value)
	case QPV2015:
		ok = qpv2015Form.MatchString(value)
	case QPV2024:
		ok = qpv2024Form.MatchString(value)
	case INSEE:
		ok = inseeForm.MatchString(value)
	case Other:
	}
	if ok {
		return WellFormed
	}
	return Unverified
}

// Normal writes an identifier as its register does: without the spaces that group its digits, and in
// capitals. It does not change that of an unknown register.
func (w Scheme) Normal(value string) string {
	if w == Other || schemes.Index(string(w)) < 0 {
		return value
	}
	return strings.ToUpper(strings.Join(strings.Fields(value), ""))
}

func validSIRET(value string) bool {
	if strings.HasSuffix(value, noEstablishment) || !luhn(value[:9]) {
		return false
	}
	if strings.HasPrefix(value, laPoste) && value != laPosteHeadOffice {
		return digitSum(value)%5 == 0
	}
	return luhn(value)
}

// luhn checks a string of digits by ISO/IEC 7812-1 annex B.
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

func digitSum(digits string) int {
	sum := 0
	for _, d := range digits {
		sum += int(d - '0')
	}
	return sum
}
