package web

import (
	"slices"
	"strconv"
)

// wordOf reads a parameter that is a word of a vocabulary. Another value is dropped, and the page says so.
func (q *request) wordOf(parameter, vocabulary string) string {
	value := q.query.Get(parameter)
	if value != "" && vocabularies[vocabulary].Index(value) < 0 {
		q.drop(parameter, value)
		return ""
	}
	return value
}

// drop leaves a value of the address out.
func (q *request) drop(parameter, value string) {
	q.query.Del(parameter)
	said := parameter + "=" + strconv.Quote(value)
	if !slices.Contains(q.dropped, said) {
		q.dropped = append(q.dropped, said)
	}
}
