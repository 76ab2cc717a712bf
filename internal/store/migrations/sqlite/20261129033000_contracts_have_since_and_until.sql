-- Rename column "starts" of table: "contracts"
ALTER TABLE `contracts` RENAME COLUMN `starts` TO `since`;
-- Rename column "starts_earliest" of table: "contracts"
ALTER TABLE `contracts` RENAME COLUMN `starts_earliest` TO `since_earliest`;
-- Rename column "starts_latest" of table: "contracts"
ALTER TABLE `contracts` RENAME COLUMN `starts_latest` TO `since_latest`;
-- Rename column "ends" of table: "contracts"
ALTER TABLE `contracts` RENAME COLUMN `ends` TO `until`;
-- Rename column "ends_earliest" of table: "contracts"
ALTER TABLE `contracts` RENAME COLUMN `ends_earliest` TO `until_earliest`;
-- Rename column "ends_latest" of table: "contracts"
ALTER TABLE `contracts` RENAME COLUMN `ends_latest` TO `until_latest`;
-- The ledger, drafts and citations name fields: they follow. In JSON text a quote that is no key's has a backslash, so that only keys match.
UPDATE `changes` SET
  `before` = REPLACE(REPLACE(`before`, '"starts":', '"since":'), '"ends":', '"until":'),
  `after` = REPLACE(REPLACE(`after`, '"starts":', '"since":'), '"ends":', '"until":')
WHERE `record_type` = 'contract';
UPDATE `changes` SET
  `before` = REPLACE(REPLACE(`before`, '"about":"starts"', '"about":"since"'), '"about":"ends"', '"about":"until"'),
  `after` = REPLACE(REPLACE(`after`, '"about":"starts"', '"about":"since"'), '"about":"ends"', '"about":"until"')
WHERE `record_type` = 'citation' AND (`before` LIKE '%"about":"starts"%' OR `before` LIKE '%"about":"ends"%' OR `after` LIKE '%"about":"starts"%' OR `after` LIKE '%"about":"ends"%');
UPDATE `drafts` SET `steps` = REPLACE(REPLACE(REPLACE(REPLACE(`steps`, '"starts":', '"since":'), '"ends":', '"until":'), '"about":"starts"', '"about":"since"'), '"about":"ends"', '"about":"until"')
WHERE `steps` LIKE '%"starts"%' OR `steps` LIKE '%"ends"%';
UPDATE `citations` SET `about` = 'since' WHERE `about` = 'starts';
UPDATE `citations` SET `about` = 'until' WHERE `about` = 'ends';
