/**
 * The desk's own tables; a part of the hub's store with versions of its own. They are small and of the street, not of
 * a hut: on a sharded engine they are reference tables. Secrets are in them only hashed or sealed.
 */
export const deskMigrations: readonly string[] = [
  `CREATE TABLE desk_account (
  account TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('office', 'keeper', 'auditor')),
  state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'blocked')),
  password TEXT,
  totp TEXT,
  totp_step BIGINT NOT NULL DEFAULT 0,
  webauthn_user TEXT NOT NULL UNIQUE,
  invitation TEXT UNIQUE,
  invitation_expires BIGINT,
  invitation_totp TEXT,
  last_sign_in_at BIGINT
) OF ALL;
CREATE TABLE desk_account_hut (
  account TEXT NOT NULL REFERENCES desk_account (account),
  hut_id TEXT NOT NULL,
  PRIMARY KEY (account, hut_id)
) OF ALL;
CREATE TABLE desk_passkey (
  passkey TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL REFERENCES desk_account (account),
  public_key TEXT NOT NULL,
  counter BIGINT NOT NULL,
  added_at BIGINT NOT NULL
) OF ALL;
CREATE TABLE desk_challenge (
  challenge TEXT NOT NULL PRIMARY KEY,
  account TEXT,
  expires BIGINT NOT NULL
) OF ALL;
CREATE TABLE desk_session (
  session TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL REFERENCES desk_account (account),
  began_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL
) OF ALL;
CREATE TABLE desk_throttle (
  throttle TEXT NOT NULL PRIMARY KEY,
  failed BIGINT NOT NULL,
  until BIGINT NOT NULL,
  last BIGINT NOT NULL
) OF ALL;
CREATE TABLE desk_audit (
  id TEXT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  account TEXT,
  who TEXT,
  what TEXT NOT NULL,
  hut_id TEXT,
  about TEXT,
  came_from TEXT NOT NULL
) OF ALL;
CREATE INDEX desk_audit_at ON desk_audit (at, id);
-- What is open of half a million loans is found without reading them all; it is small, and costs the intake little.
CREATE INDEX desk_loan_open ON loan (hut_id, item) WHERE returned_at IS NULL;
CREATE TABLE desk_phone_call (
  hut_id TEXT NOT NULL,
  loan TEXT NOT NULL,
  called_at BIGINT NOT NULL,
  who TEXT NOT NULL,
  PRIMARY KEY (hut_id, loan, called_at)
) BY HUT;`,
  // The trail is kept by the store itself, whatever program comes to it.
  `APPEND ONLY desk_audit;`,
];
