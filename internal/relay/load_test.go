package relay

import (
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
)

func TestManyIdsTakeNoParameters(t *testing.T) {
	for _, count := range []int{0, 1, chunk, chunk + 1, 3 * chunk} {
		ids := make([]int, count)
		for i := range ids {
			ids[i] = i + 1
		}
		query, args := sql.Dialect(dialect.Postgres).Select("id").From(sql.Table("t")).Where(In("id", ids)).Query()
		if len(args) > chunk {
			t.Errorf("%d ids take %d parameters", count, len(args))
		}
		if count > chunk && (!strings.Contains(query, "(1, 2, 3,") || strings.Count(query, ",") != count-1) {
			t.Errorf("%d ids: %.60s…", count, query)
		}
	}
}
