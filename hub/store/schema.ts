/**
 * Forward only, as at the hut. Entry n brings a store from version n to n + 1; a released entry is never edited. It
 * is written for PostgreSQL, and `inDialect` reads it for SQLite. Every key holds `hut_id`, and tables say that they
 * may be spread by it; `*` stands for what is every hut's. Tables of other parts that are small and of no hut end in
 * `OF ALL`: whole everywhere. `APPEND ONLY table;` lets nobody change or delete what is in a table.
 */
export const hubMigrations: readonly string[] = [
  `
  CREATE TABLE hut (
    hut_id TEXT NOT NULL,
    name TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (hut_id)
  ) BY HUT;

  -- Keys of huts. unconfirmed: the fingerprint was not compared yet. next: announced by the active one.
  CREATE TABLE hut_key (
    hut_id TEXT NOT NULL,
    nth BIGINT NOT NULL,
    public_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('unconfirmed', 'next', 'active', 'revoked')),
    made_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    revoked_at BIGINT,
    PRIMARY KEY (hut_id, nth)
  ) BY HUT;

  -- Nonces of requests that were taken; kept as long as their request would be.
  CREATE TABLE hut_nonce (
    hut_id TEXT NOT NULL,
    nonce TEXT NOT NULL,
    created BIGINT NOT NULL,
    PRIMARY KEY (hut_id, nonce)
  ) BY HUT;
  CREATE INDEX hut_nonce_created ON hut_nonce (created);

  -- How far the hub has the log of a hut, and when it last heard of it.
  CREATE TABLE hut_cursor (
    hut_id TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    last_hash BYTEA NOT NULL,
    safe_seq BIGINT NOT NULL,
    seen_at BIGINT,
    pushed_at BIGINT,
    clock_offset BIGINT,
    release TEXT,
    PRIMARY KEY (hut_id)
  ) BY HUT;

  CREATE TABLE hut_epoch (
    hut_id TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    first_seq BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    PRIMARY KEY (hut_id, epoch)
  ) BY HUT;

  -- The logs of all huts, kept for ever, bodies as they were hashed.
  CREATE TABLE hut_event (
    hut_id TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    event_id TEXT NOT NULL,
    type TEXT NOT NULL,
    version BIGINT NOT NULL,
    wall_at BIGINT NOT NULL,
    boot TEXT NOT NULL,
    mono_ms BIGINT NOT NULL,
    actor TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BYTEA NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (hut_id, epoch, seq)
  ) BY HUT;
  CREATE UNIQUE INDEX hut_event_id ON hut_event (hut_id, event_id);

  -- Events that this release could not read. They are in hut_event; the next release reads them again.
  CREATE TABLE parked (
    hut_id TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    type TEXT NOT NULL,
    PRIMARY KEY (hut_id, epoch, seq)
  ) BY HUT;

  CREATE TABLE enrol_code (
    hut_id TEXT NOT NULL,
    slot TEXT NOT NULL,
    salt BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (hut_id, slot)
  ) BY HUT;
  CREATE INDEX enrol_code_slot ON enrol_code (slot);

  -- What the logs say, hut by hut: computed from hut_event alone, in each hut's own order.
  CREATE TABLE kind (
    hut_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    definition TEXT,
    PRIMARY KEY (hut_id, kind)
  ) BY HUT;
  CREATE TABLE place (
    hut_id TEXT NOT NULL,
    place TEXT NOT NULL,
    door BIGINT,
    name_zh TEXT,
    name_en TEXT,
    PRIMARY KEY (hut_id, place)
  ) BY HUT;
  CREATE TABLE item (
    hut_id TEXT NOT NULL,
    item TEXT NOT NULL,
    kind TEXT,
    name_zh TEXT,
    name_en TEXT,
    barcode TEXT,
    home TEXT,
    place TEXT,
    condition TEXT,
    -- Empty when nothing is wrong.
    problem TEXT,
    noted_at BIGINT,
    PRIMARY KEY (hut_id, item)
  ) BY HUT;
  CREATE INDEX item_barcode ON item (barcode);
  CREATE TABLE loan (
    hut_id TEXT NOT NULL,
    loan TEXT NOT NULL,
    item TEXT,
    person TEXT,
    begun_at BIGINT,
    due BIGINT,
    renewals BIGINT NOT NULL DEFAULT 0,
    code TEXT,
    returned_at BIGINT,
    -- The return that ended it; at another hut, which, else empty.
    returned TEXT,
    returned_hut TEXT,
    PRIMARY KEY (hut_id, loan)
  ) BY HUT;
  CREATE INDEX loan_person ON loan (person, hut_id);
  CREATE INDEX loan_item ON loan (hut_id, item);
  CREATE TABLE item_return (
    hut_id TEXT NOT NULL,
    returned TEXT NOT NULL,
    item TEXT,
    loan TEXT,
    place TEXT,
    problem TEXT,
    returned_at BIGINT,
    PRIMARY KEY (hut_id, returned)
  ) BY HUT;
  -- Things that came back where they do not belong.
  CREATE TABLE found (
    hut_id TEXT NOT NULL,
    found TEXT NOT NULL,
    barcode TEXT,
    place TEXT,
    problem TEXT,
    found_at BIGINT,
    PRIMARY KEY (hut_id, found)
  ) BY HUT;
  CREATE INDEX found_barcode ON found (barcode, hut_id);
  CREATE TABLE person (
    hut_id TEXT NOT NULL,
    person TEXT NOT NULL,
    trust TEXT,
    registered_at BIGINT,
    erased_at BIGINT,
    PRIMARY KEY (hut_id, person)
  ) BY HUT;
  CREATE TABLE card (
    hut_id TEXT NOT NULL,
    card TEXT NOT NULL,
    person TEXT,
    blocked TEXT,
    PRIMARY KEY (hut_id, card)
  ) BY HUT;
  CREATE TABLE keeper (
    hut_id TEXT NOT NULL,
    keeper TEXT NOT NULL,
    number BIGINT,
    blocked TEXT,
    PRIMARY KEY (hut_id, keeper)
  ) BY HUT;
  CREATE TABLE door (
    hut_id TEXT NOT NULL,
    door BIGINT NOT NULL,
    suspect BIGINT,
    PRIMARY KEY (hut_id, door)
  ) BY HUT;
  CREATE TABLE hut_health (
    hut_id TEXT NOT NULL,
    started_at BIGINT,
    boots BIGINT NOT NULL DEFAULT 0,
    last_event_at BIGINT,
    clock_right BIGINT,
    restored_at BIGINT,
    restorations BIGINT NOT NULL DEFAULT 0,
    called_at BIGINT,
    PRIMARY KEY (hut_id)
  ) BY HUT;

  -- Between huts: what a thing that was found ends. A function of the tables above, whatever came first.
  CREATE TABLE come_back (
    hut_id TEXT NOT NULL,
    found TEXT NOT NULL,
    item_hut TEXT NOT NULL,
    item TEXT NOT NULL,
    loan TEXT,
    PRIMARY KEY (hut_id, found)
  ) BY HUT;
  CREATE INDEX come_back_loan ON come_back (item_hut, loan);
  -- Loans that nothing ended yet, in whichever hut.
  CREATE VIEW open_loan AS
    SELECT * FROM loan WHERE returned_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM come_back WHERE come_back.item_hut = loan.hut_id AND come_back.loan = loan.loan
    );

  -- What a person has to look at. It is never deleted.
  CREATE TABLE exception_case (
    hut_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    facts TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    -- facts: what was missing arrived. Else who closed it.
    closed_by TEXT,
    note TEXT,
    PRIMARY KEY (hut_id, case_id)
  ) BY HUT;

  -- Personal data: here only, sealed by a key outside of the store, erased on request.
  CREATE TABLE member (
    hut_id TEXT NOT NULL,
    ref TEXT NOT NULL,
    version BIGINT NOT NULL,
    trust TEXT,
    sealed BYTEA,
    phone_mac TEXT,
    kept_until BIGINT,
    erased_at BIGINT,
    PRIMARY KEY (hut_id, ref)
  ) BY HUT;
  CREATE INDEX member_phone ON member (phone_mac);
  CREATE TABLE member_card (
    hut_id TEXT NOT NULL,
    card TEXT NOT NULL,
    ref TEXT NOT NULL,
    token TEXT NOT NULL,
    PRIMARY KEY (hut_id, card)
  ) BY HUT;
  CREATE INDEX member_card_token ON member_card (token);

  -- Feeds down. A revision is given under the lock of its head, so that no reader can pass one over.
  CREATE TABLE feed_head (
    hut_id TEXT NOT NULL,
    stream TEXT NOT NULL,
    rev BIGINT NOT NULL,
    mark TEXT NOT NULL,
    -- Revisions up to here may be gone.
    floor BIGINT NOT NULL,
    PRIMARY KEY (hut_id, stream)
  ) BY HUT;
  CREATE TABLE feed (
    hut_id TEXT NOT NULL,
    stream TEXT NOT NULL,
    rev BIGINT NOT NULL,
    key TEXT NOT NULL,
    value TEXT,
    mark TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (hut_id, stream, rev)
  ) BY HUT;
  CREATE INDEX feed_key ON feed (hut_id, stream, key, rev);

  -- One row; whoever settles what lies between huts holds it.
  CREATE TABLE settling (
    hut_id TEXT NOT NULL,
    PRIMARY KEY (hut_id)
  ) BY HUT;
  INSERT INTO settling VALUES ('*');
  `,
  `
  -- How each hut is by its own word, the newest alone, and when it came.
  CREATE TABLE hut_report (
    hut_id TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    health TEXT NOT NULL,
    PRIMARY KEY (hut_id)
  ) BY HUT;

  -- Cards that the office blocked, by token; what huts say of them does not matter then.
  CREATE TABLE card_block (
    hut_id TEXT NOT NULL,
    token TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (hut_id, token)
  ) BY HUT;
  `,
  `
  -- Somebody is looked for in all huts.
  CREATE INDEX person_person ON person (person, hut_id);
  CREATE INDEX member_ref ON member (ref, hut_id);
  CREATE INDEX member_card_ref ON member_card (hut_id, ref);
  `,
  `
  -- One row: by this the member key is known, and another one told from it. It says nothing of the key.
  CREATE TABLE member_key (
    hut_id TEXT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (hut_id)
  ) BY HUT;
  `,
  `
  -- Cases page by page, of which most are closed in the end.
  CREATE INDEX case_open ON exception_case (opened_at, hut_id, case_id) WHERE closed_at IS NULL;
  CREATE INDEX case_closed ON exception_case (closed_at, hut_id, case_id) WHERE closed_at IS NOT NULL;
  `,
];

/** Tables that are computed from the logs, of one hut each. */
export const hutProjections = [
  'kind',
  'place',
  'item',
  'loan',
  'item_return',
  'found',
  'person',
  'card',
  'keeper',
  'door',
  'hut_health',
] as const;

/** How a migration reads in a database. `partitions`: PostgreSQL spreads each table over so many by its hut. */
export function inDialect(written: string, dialect: 'sqlite' | 'postgres', partitions = 0): string {
  const migration = written
    .replace(/^\s*--.*$/gm, '')
    .replace(/^APPEND ONLY (\w+);/gm, (_, table: string) => appendOnly(table, dialect));
  if (dialect === 'sqlite') {
    return migration
      .replace(/\bBIGINT\b/g, 'INTEGER')
      .replace(/\bBYTEA\b/g, 'BLOB')
      .replace(/\) BY HUT;/g, ') STRICT, WITHOUT ROWID;')
      .replace(/\) OF ALL;/g, ') STRICT;');
  }
  const plain = migration.replace(/\) OF ALL;/g, ');');
  if (partitions === 0) return plain.replace(/\) BY HUT;/g, ');');
  return plain.replace(/CREATE TABLE (\w+) \(([^;]*?)\) BY HUT;/g, (_, table: string, columns: string) => {
    const parts = Array.from(
      { length: partitions },
      (_, n) =>
        `CREATE TABLE ${table}_${n} PARTITION OF ${table} FOR VALUES WITH (MODULUS ${partitions}, REMAINDER ${n});`,
    );
    return `CREATE TABLE ${table} (${columns}) PARTITION BY HASH (hut_id);\n${parts.join('\n')}`;
  });
}

/** Triggers, each a line. */
function appendOnly(table: string, dialect: 'sqlite' | 'postgres'): string {
  const why = `${table}: lines are added, never changed`;
  if (dialect === 'sqlite') {
    return ['UPDATE', 'DELETE']
      .map(
        (act) =>
          `CREATE TRIGGER ${table}_no_${act.toLowerCase()} BEFORE ${act} ON ${table} BEGIN SELECT RAISE(ABORT, '${why}'); END;`,
      )
      .join('\n');
  }
  return `CREATE FUNCTION ${table}_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '${why}'; END $$;
CREATE TRIGGER ${table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION ${table}_kept();`;
}
