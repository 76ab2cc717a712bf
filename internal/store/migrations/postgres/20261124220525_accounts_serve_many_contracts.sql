-- Modify "contracts" table
ALTER TABLE "contracts" DROP COLUMN "account_contracts";
-- Create "account_contracts" table
CREATE TABLE "account_contracts" (
  "account_id" bigint NOT NULL,
  "contract_id" bigint NOT NULL,
  PRIMARY KEY ("account_id", "contract_id"),
  CONSTRAINT "account_contracts_account_id" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON UPDATE NO ACTION ON DELETE CASCADE,
  CONSTRAINT "account_contracts_contract_id" FOREIGN KEY ("contract_id") REFERENCES "contracts" ("id") ON UPDATE NO ACTION ON DELETE CASCADE
);
