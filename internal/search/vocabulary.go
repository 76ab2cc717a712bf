package search

import (
	"cmp"
	"context"
	stdsql "database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"maillage/internal/access"
)

// What words are looked up in the vocabulary when nothing was found by them as
// they are written.
const (
	shortestSimilar = 4
	longestSimilar  = 40
)

// maxSimilar is how many words may stand for one that is mistyped.
const maxSimilar = 100

// learn adds words to the vocabulary. It only grows: a word that no record has
// any more finds none.
func (ix *Index) learn(ctx context.Context, tx database, words map[string]bool) error {
	// In one order, so that two who learn the same words do not wait for each other.
	for some := range slices.Chunk(slices.Sorted(maps.Keys(words)), together) {
		query, args := sql.Dialect(ix.dialect).Select("word").From(sql.Table(vocabulary)).Where(sql.In("word", values(some)...)).Query()
		known := map[string]bool{}
		err := forEach(ctx, tx, query, args, func(rows *stdsql.Rows) error {
			var w string
			err := rows.Scan(&w)
			known[w] = true
			return err
		})
		if err != nil {
			return fmt.Errorf("look words up: %w", err)
		}
		fresh := slices.DeleteFunc(slices.Clone(some), func(w string) bool { return known[w] })
		if err := ix.add(ctx, tx, fresh); err != nil {
			return fmt.Errorf("learn words: %w", err)
		}
	}
	return nil
}

func (ix *Index) add(ctx context.Context, tx database, words []string) error {
	if len(words) == 0 {
		return nil
	}
	into := sql.Dialect(ix.dialect).Insert(vocabulary).Columns("word")
	beside := sql.Dialect(ix.dialect).Insert(trigrams).Columns("word")
	for _, w := range words {
		into.Values(w)
		beside.Values(padded(w))
	}
	// Who learns the same word at the same time need not learn it twice.
	inserts := []interface{ Query() (string, []any) }{into.OnConflict(sql.ConflictColumns("word"), sql.DoNothing()), beside}
	if ix.isPostgres() {
		inserts = inserts[:1]
	}
	for _, insert := range inserts {
		query, args := insert.Query()
		if _, err := tx.ExecContext(ctx, query, args...); err != nil {
			return err
		}
	}
	return nil
}

// padded is a word with its ends marked, so that its beginning and its end are
// trigrams too, as PostgreSQL has them by itself.
func padded(w string) string { return "  " + w + " " }

// ended is a pattern with the ends of a word marked, where it has any.
func ended(pattern string) string {
	if !strings.HasPrefix(pattern, "%") {
		pattern = "  " + pattern
	}
	if !strings.HasSuffix(pattern, "%") {
		pattern += " "
	}
	return pattern
}

// alike are words that stand for one that no record has.
type alike struct {
	slips  []string // a slip away from it: they may have been meant
	within []string // have it within them
}

// similar are the words of the vocabulary that are alike a word, whoever sees
// them.
func (ix *Index) similar(ctx context.Context, w string) (alike, error) {
	n := len([]rune(w))
	if n < shortestSimilar || n > longestSimilar || hasDigit(w) {
		return alike{}, nil
	}
	table := vocabulary
	if !ix.isPostgres() {
		table = trigrams
	}
	var patterns []*sql.Predicate
	for _, pattern := range append(slips(w), "%"+w+"%") {
		if !ix.isPostgres() {
			pattern = ended(pattern)
		}
		patterns = append(patterns, sql.P(func(b *sql.Builder) { b.WriteString("word LIKE ").Arg(pattern) }))
	}
	query, args := sql.Dialect(ix.dialect).Select("word").From(sql.Table(table)).Where(sql.Or(patterns...)).Query()
	var found alike
	err := forEach(ctx, ix.client, query, args, func(rows *stdsql.Rows) error {
		var other string
		err := rows.Scan(&other)
		switch other = strings.TrimSpace(other); {
		case other == w:
		case isSlip(w, other):
			found.slips = append(found.slips, other)
		case strings.Contains(other, w):
			found.within = append(found.within, other)
		}
		return err
	})
	if err != nil {
		return alike{}, err
	}
	nearest := func(words []string) []string {
		slices.SortFunc(words, func(a, b string) int {
			return cmp.Or(distance(w, a)-distance(w, b), strings.Compare(a, b))
		})
		return words[:min(len(words), maxSimilar)]
	}
	return alike{slips: nearest(found.slips), within: nearest(found.within)}, nil
}

// seen are those of some words that a record has which the viewer sees. A slip
// stands for a word with all that the word itself finds, its plural and its
// stem: were it known from what is hidden, these would tell of it.
func (ix *Index) seen(ctx context.Context, words []string) (map[string]bool, error) {
	if len(words) == 0 {
		return nil, nil
	}
	w := sql.Table(vocabulary).As("w")
	having := ix.having(func(b *sql.Builder) {
		quoted := func(class, quote string) {
			b.WriteString("'" + quote + class + "' || ").Ident(w.C("word")).WriteString(" || '" + quote)
		}
		b.WriteByte('(')
		if ix.isPostgres() {
			quoted(nameWord, "''")
			b.WriteString(" | ' || ")
			quoted(textWord, "''")
		} else {
			quoted(nameWord, `"`)
			b.WriteString(" OR ' || ")
			quoted(textWord, `"`)
		}
		b.WriteString("')")
	})
	having.Select(having.C("id"))
	if sight := access.From(ctx).Sight; !sight.All {
		having.Where(visible(having, sight, nil))
	}
	query, args := sql.Dialect(ix.dialect).Select(w.C("word")).From(w).
		Where(sql.And(sql.In(w.C("word"), values(words)...), sql.Exists(having))).Query()
	found := map[string]bool{}
	err := forEach(ctx, ix.client, query, args, func(rows *stdsql.Rows) error {
		var other string
		err := rows.Scan(&other)
		found[other] = true
		return err
	})
	return found, err
}

// allowed is how many slips a word of so many letters may have.
func allowed(letters int) int {
	if letters < 9 {
		return 1
	}
	return 2
}

// slips are patterns, one of which every word has that is within the allowed
// slips: of so many pieces, one more than slips, one is always left whole.
func slips(w string) []string {
	letters := []rune(w)
	n := len(letters)
	if allowed(n) == 1 {
		half := n / 2
		swapped := slices.Clone(letters) // a slip over the middle breaks both halves
		swapped[half-1], swapped[half] = swapped[half], swapped[half-1]
		return []string{string(letters[:half]) + "%", "%" + string(letters[half:]), string(swapped[:half+1]) + "%"}
	}
	third := n / 3
	return []string{string(letters[:third]) + "%", "%" + string(letters[third:n-third]) + "%", "%" + string(letters[n-third:])}
}

func isSlip(a, b string) bool { return distance(a, b) <= allowed(len([]rune(a))) }

// distance is how many slips lead from a word to another: a letter too many,
// too few, another one, or two in the wrong order.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			same := 1
			if x[i-1] == y[j-1] {
				same = 0
			}
			least := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+same)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				least = min(least, rows[i-2][j-2]+1)
			}
			rows[i][j] = least
		}
	}
	return rows[len(x)][len(y)]
}
