package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// rowsOf returns an answer as rows of text, which are the same for equal answers of the hub and of the
// statement. Lists keep their order where the API promises one.
func rowsOf(shape string, isHub bool, answer []byte) ([]string, error) {
	decoder := json.NewDecoder(bytes.NewReader(answer))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return nil, fmt.Errorf("%w: %.200s", err, answer)
	}
	root := node{v}
	if isHub {
		if root.at("data").value == nil || root.at("errors").value != nil {
			return nil, fmt.Errorf("the hub answers %.300s", answer)
		}
		root = root.at("data")
	}
	rows := map[string]func(node, bool) []string{
		"Q1": rowsOfPartner, "Q2": rowsOfPartners, "Q3": rowsOfMatrix, "Q4": rowsOfFound, "Q5": rowsOfPeers,
		"Q6": rowsOfWritten, "Q7": rowsOfStatistics,
	}[shape](root, isHub)
	return rows, nil
}

// difference describes where two answers differ; it is empty for equal ones.
func difference(hub, sql []string) string {
	for i := range max(len(hub), len(sql)) {
		h, s := "(nothing)", "(nothing)"
		if i < len(hub) {
			h = hub[i]
		}
		if i < len(sql) {
			s = sql[i]
		}
		if h != s {
			return fmt.Sprintf("row %d of %d and %d:\n  hub %s\n  SQL %s", i+1, len(hub), len(sql), h, s)
		}
	}
	return ""
}

// node is a value of JSON; a path that does not exist gives null.
type node struct{ value any }

func (n node) at(path ...string) node {
	for _, name := range path {
		object, _ := n.value.(map[string]any)
		n = node{object[name]}
	}
	return n
}

func (n node) each() []node {
	list, _ := n.value.([]any)
	all := make([]node, len(list))
	for i, v := range list {
		all[i] = node{v}
	}
	return all
}

func (n node) text() string {
	if n.value == nil {
		return "null"
	}
	return fmt.Sprint(n.value)
}

// row joins the fields of a node.
func (n node) row(paths ...string) string {
	fields := make([]string, len(paths))
	for i, path := range paths {
		fields[i] = n.at(strings.Split(path, ".")...).text()
	}
	return strings.Join(fields, " | ")
}

func rowsOfPartner(n node, isHub bool) []string {
	if isHub {
		n = n.at("partner")
	}
	rows := []string{n.row("id", "name", "sector")}
	for _, c := range nodes(n.at("contributions"), isHub) {
		row := c.row("id", "role", "status", "amount", "action.id", "action.name")
		axes := []node{c.at("axis")}
		for _, a := range nodes(c.at("action", "alignments"), isHub) {
			if isHub {
				a = a.at("axis")
			}
			axes = append(axes, a)
		}
		for _, axis := range axes {
			row += " | " + axis.row("id", "name")
			for _, theme := range sorted(axis.at("themes").each(), "id", "name") {
				row += " | " + theme
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// nodes returns the records of a connection of the hub, or of a list of the statement.
func nodes(n node, isHub bool) []node {
	if isHub {
		n = n.at("nodes")
	}
	return n.each()
}

// sorted sorts nodes whose order is not defined.
func sorted(all []node, paths ...string) []string {
	rows := make([]string, len(all))
	for i, n := range all {
		rows[i] = n.row(paths...)
	}
	slices.Sort(rows)
	return rows
}

func rowsOfPartners(n node, isHub bool) (rows []string) {
	if isHub {
		n = n.at("partners")
	}
	for _, p := range nodes(n, isHub) {
		rows = append(rows, p.row("id", "name", "sector"))
		for _, c := range nodes(p.at("contributions"), isHub) {
			row := c.row("id", "role", "amount", "action.name")
			for _, a := range nodes(c.at("action", "alignments"), isHub) {
				if isHub {
					a = a.at("axis", "name")
				}
				row += " | " + a.text()
			}
			axis := c.at("axis")
			if isHub {
				axis = axis.at("name")
			}
			rows = append(rows, row+" | "+axis.text())
		}
	}
	return rows
}

// standings are the words for the levels of the statement.
var standings = map[string]string{"0": "ABANDONED", "1": "PROSPECTIVE", "2": "CONFIRMED"}

func rowsOfMatrix(n node, isHub bool) (rows []string) {
	id, theme, axes, partner, axis, byRole := "id", "", "axes", "", "", "roles"
	if isHub {
		n = n.at("contract", "matrix")
		id, theme, axes, partner, axis = "axis.id", "theme.", "columnPositions", "partner.", "axis."
		byRole = "actionsByRole"
	}
	var positions []string
	for _, c := range n.at("columns").each() {
		positions = append(positions, c.at(strings.Split(id, ".")...).text())
		rows = append(rows, "column "+c.row(axis+"id", axis+"name"))
	}
	var groups []string
	for _, g := range n.at("groups").each() {
		row := "group " + g.row(theme+"id", theme+"name")
		for _, position := range g.at(axes).each() {
			at, err := strconv.Atoi(position.text())
			if !isHub {
				at-- // positions of generated axes count from 1
			}
			if err == nil && at >= 0 && at < len(positions) {
				row += " | " + positions[at]
			}
		}
		groups = append(groups, row)
	}
	slices.Sort(groups)
	rows = append(rows, groups...)
	for _, r := range n.at("rows").each() {
		rows = append(rows, "row "+r.row(partner+"id", partner+"name"))
	}
	for _, c := range n.at("cells").each() {
		rows = append(rows, rowOfCell(c, isHub, byRole))
	}
	return rows
}

func rowOfCell(c node, isHub bool, byRole string) string {
	row := "cell " + c.row("partner", "axis") + " | " + standings[c.at("standing").text()] + " | " + c.row("amount")
	if isHub {
		row = "cell " + c.row("partner.id", "axis.id", "standing", "amount")
	}
	var roles []string
	for _, r := range c.at(byRole).each() {
		var actions []string
		for _, a := range r.at("actions").each() {
			if isHub {
				a = a.at("id")
			}
			actions = append(actions, a.text())
		}
		slices.Sort(actions)
		roles = append(roles, r.row("role")+" "+strings.Join(actions, " "))
	}
	slices.Sort(roles)
	return row + " | " + strings.Join(roles, " | ")
}

func rowsOfFound(n node, isHub bool) []string {
	if isHub {
		n = n.at("partners")
	}
	rows := []string{n.row("totalCount")}
	for _, p := range n.at("nodes").each() {
		rows = append(rows, p.row("id", "name", "sector"))
	}
	return rows
}

func rowsOfPeers(n node, isHub bool) (rows []string) {
	paths := []string{"shared", "id", "name", "sector"}
	if isHub {
		n = n.at("partner", "peers", "nodes")
		paths = []string{"actionCount", "partner.id", "partner.name", "partner.sector"}
	}
	for _, p := range n.each() {
		rows = append(rows, p.row(paths...))
	}
	return rows
}

func rowsOfWritten(n node, isHub bool) []string {
	if !isHub {
		return []string{n.row("role", "amount", "partner", "action")}
	}
	n = n.at("createContribution")
	if len(n.at("userErrors").each()) > 0 {
		return []string{n.at("userErrors").text()}
	}
	return []string{n.at("contribution").row("role", "amount", "partner.id", "action.id")}
}

// rowsOfStatistics leaves out groups without a contribution, which consist of seats alone.
func rowsOfStatistics(n node, isHub bool) (rows []string) {
	paths := []string{"theme", "name", "sector", "claims", "amount"}
	if isHub {
		n = n.at("contributionStats", "rows")
		paths = []string{"theme.id", "theme.name", "partnerSector", "counts.claims", "counts.amount"}
	}
	for _, r := range n.each() {
		if r.row(paths[3]) != "0" {
			rows = append(rows, r.row(paths...))
		}
	}
	slices.Sort(rows)
	return rows
}

var errDiffers = errors.New("the answers of the hub and of the statement differ")

// compareAnswers returns an error with the first difference of two answers.
func compareAnswers(s *shape, variables string, hub, sql []byte) error {
	h, err := rowsOf(s.name, true, hub)
	if err != nil {
		return fmt.Errorf("%s %s: %w", s.name, variables, err)
	}
	q, err := rowsOf(s.name, false, sql)
	if err != nil {
		return fmt.Errorf("%s %s: SQL: %w", s.name, variables, err)
	}
	if d := difference(h, q); d != "" {
		return fmt.Errorf("%w: %s %s, %s", errDiffers, s.name, variables, d)
	}
	return nil
}
