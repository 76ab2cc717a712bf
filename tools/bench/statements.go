package main

import "strings"

// The statements give the hub's answers as of today, from the hub's tables.
// They follow the rules of docs/rules.md as far as records of `maillage generate` need them. Dates are
// all in the past, so that only COMPLETED claims have ended. Relations and memberships are ACTIVE.
// Successors and collectives do not follow each other.
// $name stands for a parameter.

const (
	// level ranks a status: 0 is abandoned, 1 is prospective, 2 is confirmed.
	level = `CASE ?.status WHEN 'ABANDONED' THEN 0 WHEN 'ACTIVE' THEN 2 WHEN 'COMMITTED' THEN 2 ELSE 1 END`
	runs  = `?.status NOT IN ('COMPLETED', 'ABANDONED')`
	leads = `?.kind IN ('SERVES', 'RESONATES_WITH')`

	// ofTheme is true for an axis that concerns the given theme.
	ofTheme = `(SELECT true FROM relations g JOIN themes own ON own.id = g.object_theme_id
    WHERE g.subject_axis_id = ? AND g.kind = 'CONCERNS'
    AND coalesce(own.reference_id, own.id) = (SELECT id FROM theme) LIMIT 1)`
)

// statement expands the abbreviations level(x), runs(x), leads(x) and ofTheme(x) of a statement, and
// numbers its parameters.
func statement(text string, parameters ...string) string {
	for name, condition := range map[string]string{"level": level, "runs": runs, "leads": leads} {
		for _, table := range []string{"a", "al", "c", "m", "w"} {
			text = strings.ReplaceAll(text, name+"("+table+")", strings.ReplaceAll(condition, "?", table))
		}
	}
	for _, axis := range []string{"al.axis_id", "c.axis_id", "f.object_axis_id"} {
		text = strings.ReplaceAll(text, "ofTheme("+axis+")", strings.ReplaceAll(ofTheme, "?", axis))
	}
	for i, name := range parameters {
		text = strings.ReplaceAll(text, "$"+name, "$"+string(rune('1'+i))+"::text")
	}
	return text
}

// pageOfPartner is Q1.
const pageOfPartner = `
SELECT json_build_object('id', p.uid, 'name', p.name, 'sector', p.sector, 'contributions', coalesce((
  SELECT json_agg(json_build_object('id', c.uid, 'role', c.role, 'status', c.status, 'amount', c.amount_cents,
    'action', CASE WHEN a.id IS NOT NULL THEN json_build_object('id', a.uid, 'name', a.name, 'alignments', (
      SELECT coalesce(json_agg(json_build_object('id', x.uid, 'name', x.name, 'themes', (
        SELECT coalesce(json_agg(json_build_object('id', t.uid, 'name', t.name)), '[]')
        FROM relations r JOIN themes t ON t.id = r.object_theme_id
        WHERE r.subject_axis_id = x.id AND r.kind = 'CONCERNS')) ORDER BY al.created_at, al.id), '[]')
      FROM (SELECT id, created_at, axis_id FROM alignments WHERE action_id = a.id ORDER BY created_at, id LIMIT 3) al
      JOIN axes x ON x.id = al.axis_id)) END,
    'axis', CASE WHEN d.id IS NOT NULL THEN json_build_object('id', d.uid, 'name', d.name, 'themes', (
      SELECT coalesce(json_agg(json_build_object('id', t.uid, 'name', t.name)), '[]')
      FROM relations r JOIN themes t ON t.id = r.object_theme_id
      WHERE r.subject_axis_id = d.id AND r.kind = 'CONCERNS')) END) ORDER BY c.created_at, c.id)
  FROM (SELECT id, uid, created_at, role, status, amount_cents, action_id, axis_id FROM contributions
    WHERE partner_id = p.id ORDER BY created_at, id LIMIT 20) c
  LEFT JOIN actions a ON a.id = c.action_id LEFT JOIN axes d ON d.id = c.axis_id), '[]'))
FROM partners p WHERE p.uid = $id`

// partnersByName is Q2.
const partnersByName = `
SELECT coalesce(json_agg(json_build_object('id', p.uid, 'name', p.name, 'sector', p.sector, 'contributions', coalesce((
  SELECT json_agg(json_build_object('id', c.uid, 'role', c.role, 'amount', c.amount_cents,
    'action', CASE WHEN a.id IS NOT NULL THEN json_build_object('name', a.name, 'alignments', (
      SELECT coalesce(json_agg(x.name ORDER BY al.created_at, al.id), '[]')
      FROM (SELECT id, created_at, axis_id FROM alignments WHERE action_id = a.id ORDER BY created_at, id LIMIT 3) al
      JOIN axes x ON x.id = al.axis_id)) END,
    'axis', d.name) ORDER BY c.created_at, c.id)
  FROM (SELECT id, uid, created_at, role, amount_cents, action_id, axis_id FROM contributions
    WHERE partner_id = p.id ORDER BY created_at, id LIMIT 10) c
  LEFT JOIN actions a ON a.id = c.action_id LEFT JOIN axes d ON d.id = c.axis_id), '[]'))
  ORDER BY p.sort_key, p.id), '[]')
FROM (SELECT id, uid, name, sector, sort_key FROM partners
  WHERE (sort_key, id) > (decode($key, 'hex'), $row::bigint) ORDER BY sort_key, id LIMIT 50) p`

// matrixOfContract is Q3. It first finds who takes part in what leads to an axis. Then it finds who
// holds that today: a successor, and the members of a collective, without its role.
const matrixOfContract = `
WITH RECURSIVE ax AS MATERIALIZED (
  SELECT x.id, x.uid, x.name, x.position FROM axes x JOIN contracts k ON k.id = x.contract_id WHERE k.uid = $contract),
act(action, axis, level) AS (
  SELECT a.id, al.axis_id, least(level(al), level(a)) FROM ax JOIN alignments al ON al.axis_id = ax.id
  JOIN actions a ON a.id = al.action_id
  WHERE leads(al) AND al.status <> 'COMPLETED' AND a.status <> 'COMPLETED'
  UNION ALL
  SELECT part.id, act.axis, least(act.level, part.level) FROM act CROSS JOIN LATERAL (
    SELECT a.id, level(a) AS level FROM relations r JOIN actions a ON a.id = r.subject_action_id
    WHERE r.object_action_id = act.action AND r.kind = 'PART_OF' AND a.status <> 'COMPLETED' OFFSET 0) part),
said AS (
  SELECT c.partner_id, act.axis, least(act.level, level(c)) AS level, c.id, c.role, act.action, c.amount_cents
  FROM act CROSS JOIN LATERAL (SELECT * FROM contributions c
    WHERE c.action_id = act.action AND c.status <> 'COMPLETED' OFFSET 0) c
  UNION ALL
  SELECT c.partner_id, c.axis_id, level(c), c.id, c.role, NULL, c.amount_cents
  FROM ax JOIN contributions c ON c.axis_id = ax.id WHERE c.status <> 'COMPLETED'
  UNION ALL
  SELECT m.partner_id, ax.id, 1, NULL, NULL, NULL, NULL
  FROM ax JOIN relations f ON f.object_axis_id = ax.id AND f.kind = 'FOLLOWS'
  JOIN memberships m ON m.group_id = f.subject_group_id),
held AS (
  SELECT coalesce(s.subject_partner_id, said.partner_id) AS partner, axis, level, said.id, role, action, amount_cents
  FROM said LEFT JOIN relations s ON s.object_partner_id = said.partner_id AND s.kind = 'SUCCEEDS'),
chain AS (
  SELECT * FROM held
  UNION ALL
  SELECT m.partner_id, axis, level, NULL, NULL, NULL, NULL
  FROM held JOIN memberships m ON m.collective_id = held.partner),
best AS (
  SELECT *, max(level) OVER (PARTITION BY partner, axis) AS standing FROM chain),
share AS (
  SELECT DISTINCT partner, axis, standing, id, role, action, amount_cents FROM best WHERE level = standing),
by_role AS (
  SELECT partner, axis, standing, role, sum(amount_cents) AS amount,
    CASE WHEN count(action) > 0 THEN json_build_object('role', role, 'actions', json_agg(DISTINCT a.uid)
      FILTER (WHERE action IS NOT NULL)) END AS actions
  FROM share LEFT JOIN actions a ON a.id = share.action GROUP BY 1, 2, 3, 4),
cell AS MATERIALIZED (
  SELECT partner, axis, standing, sum(amount) AS amount,
    coalesce(json_agg(actions) FILTER (WHERE actions IS NOT NULL), '[]') AS roles
  FROM by_role GROUP BY 1, 2, 3)
SELECT json_build_object(
  'groups', (SELECT json_agg(json_build_object('id', id, 'name', name, 'axes', axes)) FROM (
    SELECT t.uid AS id, t.name, json_agg(ax.position ORDER BY ax.position) AS axes FROM ax
    JOIN relations r ON r.subject_axis_id = ax.id AND r.kind = 'CONCERNS' JOIN themes t ON t.id = r.object_theme_id
    GROUP BY t.id) g),
  'columns', (SELECT json_agg(json_build_object('id', uid, 'name', name) ORDER BY position, id) FROM ax),
  'rows', (SELECT json_agg(json_build_object('id', p.uid, 'name', p.name) ORDER BY p.sort_key, p.id)
    FROM partners p WHERE p.id IN (SELECT partner FROM cell)),
  'cells', (SELECT json_agg(json_build_object('partner', p.uid, 'axis', ax.uid, 'standing', standing, 'amount', amount,
    'roles', roles) ORDER BY p.sort_key, p.id, ax.position, ax.id)
    FROM cell JOIN partners p ON p.id = cell.partner JOIN ax ON ax.id = cell.axis))`

// contributes is the condition that a partner contributes to an axis of the theme, by claims about the
// partner itself. The fastest check comes first. LIMIT keeps the planner from reading everything that
// leads to the theme, for each question anew.
const contributes = `(
  (SELECT true FROM contributions c JOIN alignments al ON al.action_id = c.action_id
    JOIN actions a ON a.id = c.action_id
    WHERE c.partner_id = ? AND c.status <> 'COMPLETED' AND a.status <> 'COMPLETED' AND leads(al)
    AND al.status <> 'COMPLETED' AND ofTheme(al.axis_id) LIMIT 1)
  OR (SELECT true FROM contributions c
    WHERE c.partner_id = ? AND c.axis_id IS NOT NULL AND c.status <> 'COMPLETED' AND ofTheme(c.axis_id) LIMIT 1)
  OR (SELECT true FROM memberships m JOIN relations f ON f.subject_group_id = m.group_id AND f.kind = 'FOLLOWS'
    WHERE m.partner_id = ? AND ofTheme(f.object_axis_id) LIMIT 1)
  OR (WITH RECURSIVE whole(action) AS (
      SELECT r.object_action_id FROM contributions c JOIN actions a ON a.id = c.action_id
      JOIN relations r ON r.subject_action_id = c.action_id AND r.kind = 'PART_OF'
      WHERE c.partner_id = ? AND c.status <> 'COMPLETED' AND a.status <> 'COMPLETED'
      UNION
      SELECT r.object_action_id FROM whole JOIN actions a ON a.id = whole.action
      JOIN relations r ON r.subject_action_id = a.id AND r.kind = 'PART_OF' WHERE a.status <> 'COMPLETED')
    SELECT true FROM whole JOIN actions a ON a.id = whole.action JOIN alignments al ON al.action_id = a.id
    WHERE a.status <> 'COMPLETED' AND leads(al) AND al.status <> 'COMPLETED' AND ofTheme(al.axis_id) LIMIT 1))`

// partnersOfTheme is Q4. A partner has its own contributions and those of its predecessor and its
// collectives.
var partnersOfTheme = `
WITH theme AS MATERIALIZED (SELECT id FROM themes WHERE uid = $theme),
named AS MATERIALIZED (
  SELECT id, uid, name, sector, sort_key FROM partners
  WHERE lower(name) LIKE '%' || lower($q) || '%' AND sector = $sector),
found AS MATERIALIZED (
  SELECT * FROM named p
  WHERE (SELECT true FROM relations s WHERE s.object_partner_id = p.id AND s.kind = 'SUCCEEDS' LIMIT 1) IS NULL AND (` +
	strings.ReplaceAll(contributes, "?", "p.id") + `
    OR (SELECT true FROM (
        SELECT s.object_partner_id AS id FROM relations s WHERE s.subject_partner_id = p.id AND s.kind = 'SUCCEEDS'
        UNION ALL
        SELECT m.collective_id FROM memberships m WHERE m.partner_id = p.id AND m.collective_id IS NOT NULL) o
      WHERE ` + strings.ReplaceAll(contributes, "?", "o.id") + ` LIMIT 1)))
SELECT json_build_object('totalCount', (SELECT count(*) FROM found), 'nodes', (
  SELECT coalesce(json_agg(json_build_object('id', uid, 'name', name, 'sector', sector) ORDER BY sort_key, id), '[]')
  FROM (SELECT * FROM found ORDER BY sort_key, id LIMIT 20) page))`

// peersOfPartner is Q5. Partners meet on an action, or on an action and a part of it.
const peersOfPartner = `
WITH RECURSIVE self AS MATERIALIZED (
  SELECT p.id FROM partners p WHERE p.uid = $id
  AND NOT EXISTS (SELECT FROM relations s WHERE s.object_partner_id = p.id AND s.kind = 'SUCCEEDS')),
own AS MATERIALIZED (
  SELECT DISTINCT a.id FROM (
    SELECT id FROM self
    UNION ALL
    SELECT s.object_partner_id FROM self JOIN relations s ON s.subject_partner_id = self.id AND s.kind = 'SUCCEEDS') p
  JOIN contributions c ON c.partner_id = p.id JOIN actions a ON a.id = c.action_id WHERE runs(c) AND runs(a)),
part(action, at) AS (
  SELECT id, id FROM own
  UNION
  SELECT part.action, a.id FROM part JOIN relations r ON r.object_action_id = part.at AND r.kind = 'PART_OF'
  JOIN actions a ON a.id = r.subject_action_id WHERE runs(a)),
whole(action) AS (
  SELECT id FROM own
  UNION
  SELECT a.id FROM whole JOIN relations r ON r.subject_action_id = whole.action AND r.kind = 'PART_OF'
  JOIN actions a ON a.id = r.object_action_id WHERE runs(a)),
met AS (
  SELECT coalesce(s.subject_partner_id, c.partner_id) AS partner, count(DISTINCT m.action) AS shared
  FROM (SELECT action, at FROM part UNION SELECT action, action FROM whole) m
  CROSS JOIN LATERAL (SELECT c.partner_id FROM contributions c WHERE c.action_id = m.at AND runs(c) OFFSET 0) c
  LEFT JOIN relations s ON s.object_partner_id = c.partner_id AND s.kind = 'SUCCEEDS' GROUP BY 1)
SELECT coalesce(json_agg(json_build_object('shared', shared, 'id', uid, 'name', name, 'sector', sector)
  ORDER BY shared DESC, sort_key, id), '[]')
FROM (SELECT met.shared, p.id, p.uid, p.name, p.sector, p.sort_key FROM met JOIN partners p ON p.id = met.partner
  WHERE p.id <> (SELECT id FROM self) ORDER BY met.shared DESC, p.sort_key, p.id LIMIT 20) top`

// newContribution is Q6: the record and its line of the ledger, in one transaction. It writes to
// tables with the columns, keys and indexes of the hub's, so that the hub does not follow it.
const newContribution = `
WITH ends AS (
  SELECT p.id AS partner, p.uid AS partner_uid, a.id AS action, a.uid AS action_uid, k.id AS scope, k.uid AS home,
    gen_random_uuid()::text AS key
  FROM partners p, actions a JOIN contracts k ON k.id = a.contract_id WHERE p.uid = $partner AND a.uid = $action),
made AS (
  INSERT INTO bench.contributions (uid, created_at, updated_at, version, status, basis, role, amount_cents,
    partner_id, action_id, scope_id, language)
  SELECT 'contribution_' || key, now(), now(), 1, 'ACTIVE', 'DECLARED', $role, $amount::bigint,
    partner, action, scope, 'fr' FROM ends
  RETURNING id, uid, role, amount_cents),
line AS (
  INSERT INTO bench.changes (uid, epoch, xid, write, at, actor, record_type, record_uid, record_row,
    record_version, operation, contract_uid, after)
  SELECT 'change_' || key, 1, pg_current_xact_id()::text::bigint, 'write_' || key, now(), 'bench', 'contribution',
    made.uid, made.id, 1, 'CREATE', home, jsonb_build_object('partner', partner_uid, 'action', action_uid,
    'role', made.role, 'amount', made.amount_cents, 'status', 'ACTIVE', 'basis', 'DECLARED', 'language', 'fr')
  FROM made, ends)
SELECT json_build_object('id', made.uid, 'role', made.role, 'amount', made.amount_cents,
  'partner', partner_uid, 'action', action_uid) FROM made, ends`

// themesBySector is Q7. It counts no contribution twice. For an action it first finds the themes to
// which it leads, each once, and for a collective the sectors of its members. OFFSET makes the planner
// read the contributions once instead of looking each action up.
const themesBySector = `
WITH RECURSIVE part(action, at) AS (
  SELECT a.id, r.object_action_id FROM relations r JOIN actions a ON a.id = r.subject_action_id
  WHERE r.kind = 'PART_OF' AND r.object_action_id IS NOT NULL AND runs(a)
  UNION
  SELECT part.action, r.object_action_id FROM part JOIN actions a ON a.id = part.at
  JOIN relations r ON r.subject_action_id = part.at AND r.kind = 'PART_OF' WHERE runs(a)),
lead AS (
  SELECT a.id AS action, al.axis_id AS axis FROM alignments al JOIN actions a ON a.id = al.action_id
  WHERE leads(al) AND runs(al) AND runs(a)),
act AS (
  SELECT action, axis FROM lead
  UNION ALL
  SELECT part.action, lead.axis FROM part JOIN lead ON lead.action = part.at),
concern AS MATERIALIZED (
  SELECT DISTINCT r.subject_axis_id AS axis, coalesce(t.reference_id, t.id) AS theme
  FROM relations r JOIN themes t ON t.id = r.object_theme_id
  WHERE r.kind = 'CONCERNS' AND r.subject_axis_id IS NOT NULL),
sector(partner, sector) AS (
  SELECT p.id, coalesce(h.sector, p.sector) FROM partners p
  LEFT JOIN relations s ON s.object_partner_id = p.id AND s.kind = 'SUCCEEDS'
  LEFT JOIN partners h ON h.id = s.subject_partner_id
  UNION
  SELECT m.collective_id, p.sector FROM memberships m JOIN partners p ON p.id = m.partner_id
  WHERE m.collective_id IS NOT NULL),
said AS (
  SELECT t.theme, c.partner_id, c.amount_cents
  FROM (SELECT DISTINCT act.action, concern.theme FROM act JOIN concern ON concern.axis = act.axis) t
  JOIN (SELECT action_id, partner_id, amount_cents FROM contributions c WHERE runs(c) OFFSET 0) c
  ON c.action_id = t.action
  UNION ALL
  SELECT concern.theme, c.partner_id, c.amount_cents
  FROM contributions c JOIN concern ON concern.axis = c.axis_id WHERE runs(c))
SELECT json_agg(json_build_object('theme', t.uid, 'name', t.name, 'sector', g.sector, 'claims', g.claims,
  'amount', g.amount))
FROM (SELECT said.theme, sector.sector, count(*) AS claims, sum(said.amount_cents)::bigint AS amount
  FROM said JOIN sector ON sector.partner = said.partner_id GROUP BY 1, 2) g JOIN themes t ON t.id = g.theme`
