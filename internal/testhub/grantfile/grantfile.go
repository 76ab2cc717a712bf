// Package grantfile writes files of grants of any size, for tests alone.
package grantfile

import (
	"bufio"
	"fmt"
	"io"
)

// header names the columns, by the French schema of grants SCDL 2.1.1.
const header = "nomAttribuant;idAttribuant;dateConvention;referenceDecision;nomBeneficiaire;idBeneficiaire;objet;" +
	"montant;nature;conditionsVersement;datesPeriodeVersement;idRAE;notificationUE;pourcentageSubvention\n"

// WriteLines writes a file of grants with a fifth as many beneficiaries as lines. A line has about 220 bytes.
func WriteLines(w io.Writer, lines int) error {
	out := bufio.NewWriter(w)
	_, err := out.WriteString(header)
	for i := 0; i < lines && err == nil; i++ {
		k := i * 7919 % max(1, lines/5)
		_, err = fmt.Fprintf(out, "Métropole du Nord;%s;2023-%02d-%02d;2023-%07d;Association n° %d des habitants;%s;"+
			"Actions éducatives de proximité, quartier %d;%d,%02d;aide en numéraire;unique;"+
			"2023-01-01/2023-12-31;;non;1\n",
			siret(9_999_999), 1+i%12, 1+i%28, i, k, siret(k), i%400, 100+i*37%90000, i%100)
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

// siret returns a valid SIRET number, another one for each k below ten million.
func siret(k int) string {
	siren := fmt.Sprintf("%08d", k*7%100_000_000)
	siren += check(siren)
	establishment := fmt.Sprintf("%s%04d", siren, 1+k%90)
	return establishment + check(establishment)
}

// check returns the check digit of ISO/IEC 7812-1.
func check(digits string) string {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return fmt.Sprint((10 - sum%10) % 10)
}
