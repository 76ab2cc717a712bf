-- A successor that a partner's own field named becomes a claim, which goes by the
-- rest of that partner's identifier, and a line of the ledger says so. What claims
-- say already is not said twice. The claim has no date and no source: nobody told.
INSERT INTO "relations" ("uid", "created_at", "updated_at", "version", "language", "status", "basis", "kind", "open_list", "subject_partner_id", "object_partner_id")
SELECT 'relation_' || substr(p.uid, 9), now(), now(), 1, 'fr', 'ACTIVE', 'STATED', 'SUCCEEDS', false, p.successor_id, p.id
FROM "partners" p WHERE p.successor_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM "relations" r WHERE r.kind = 'SUCCEEDS' AND r.subject_partner_id = p.successor_id AND r.object_partner_id = p.id);
INSERT INTO "changes" ("uid", "epoch", "xid", "write", "at", "actor", "reason", "record_type", "record_uid", "record_row", "record_version", "operation", "after")
SELECT 'change_' || substr(p.uid, 9), COALESCE((SELECT convert_from(value, 'UTF8')::bigint FROM "settings" WHERE key = 'ledger.epoch'), 1), pg_current_xact_id()::text::bigint, 'write_' || substr(p.uid, 9), now(),
  'maillage', 'successors are claims', 'relation', r.uid, r.id, 1, 'CREATE',
  jsonb_build_object('kind', 'SUCCEEDS', 'subject', s.uid, 'object', p.uid, 'status', 'ACTIVE', 'basis', 'STATED', 'openList', false, 'language', 'fr')
FROM "partners" p JOIN "relations" r ON r.uid = 'relation_' || substr(p.uid, 9) JOIN "partners" s ON s.id = p.successor_id;
-- Modify "partners" table
ALTER TABLE "partners" DROP CONSTRAINT "successor_not_itself", DROP COLUMN "successor_id";
