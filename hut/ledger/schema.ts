/** "XWL1": tells a ledger from any other SQLite file. */
export const applicationId = 0x58574c31;

/**
 * Forward only. Entry n brings a database from `user_version` n to n + 1, in its own transaction. A released
 * entry is never edited: a change is a new entry.
 */
export const migrations: readonly string[] = [
  `
  -- The log. Order is (epoch, seq), gapless; the wall clock may be wrong.
  CREATE TABLE event (
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    event_id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    wall_at INTEGER NOT NULL,
    boot TEXT NOT NULL,
    mono_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    body TEXT NOT NULL,
    prev_hash BLOB NOT NULL CHECK (length(prev_hash) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (epoch, seq)
  ) STRICT, WITHOUT ROWID;

  -- The outbox is what lies above acked_seq. What the hub keeps safely (safe_seq) may one day be pruned.
  CREATE TABLE cursor (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    epoch INTEGER NOT NULL,
    acked_seq INTEGER NOT NULL,
    safe_seq INTEGER NOT NULL CHECK (safe_seq <= acked_seq)
  ) STRICT;
  INSERT INTO cursor VALUES (1, 1, 0, 0);

  CREATE TRIGGER event_is_written_once BEFORE UPDATE ON event
  BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
  CREATE TRIGGER event_is_kept BEFORE DELETE ON event
  WHEN EXISTS (SELECT 1 FROM cursor WHERE OLD.epoch >= epoch AND (OLD.epoch > epoch OR OLD.seq > safe_seq))
  BEGIN SELECT RAISE(ABORT, 'an event is kept until the hub has it safely'); END;

  -- Projections: written with their event, rebuilt from the log.
  CREATE TABLE kind (
    kind TEXT PRIMARY KEY,
    definition TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE place (
    place TEXT PRIMARY KEY,
    door INTEGER UNIQUE,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE item (
    item TEXT PRIMARY KEY,
    kind TEXT NOT NULL REFERENCES kind (kind),
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    barcode TEXT NOT NULL UNIQUE,
    home TEXT NOT NULL REFERENCES place (place),
    place TEXT NOT NULL REFERENCES place (place),
    parts TEXT NOT NULL,
    condition TEXT NOT NULL
      CHECK (condition IN ('in-service', 'needs-inspection', 'in-repair', 'missing', 'retired'))
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE member (
    person TEXT PRIMARY KEY,
    trust TEXT NOT NULL CHECK (trust IN ('self-registered', 'verified')),
    failed INTEGER NOT NULL,
    locked_until INTEGER
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE card (
    card TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES member (person),
    blocked TEXT
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE opening (
    opening TEXT PRIMARY KEY,
    door INTEGER NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('borrow', 'return')),
    item TEXT NOT NULL REFERENCES item (item),
    person TEXT REFERENCES member (person),
    due INTEGER,
    problem TEXT,
    visit TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    opened_at INTEGER,
    settled_at INTEGER,
    outcome TEXT
  ) STRICT, WITHOUT ROWID;
  -- At most one unsettled opening per door.
  CREATE UNIQUE INDEX opening_unsettled ON opening (door) WHERE settled_at IS NULL;

  CREATE TABLE loan (
    loan TEXT PRIMARY KEY,
    item TEXT NOT NULL REFERENCES item (item),
    person TEXT NOT NULL REFERENCES member (person),
    begun_at INTEGER NOT NULL,
    due INTEGER NOT NULL,
    renewals INTEGER NOT NULL,
    code TEXT NOT NULL,
    opening TEXT REFERENCES opening (opening),
    returned_at INTEGER
  ) STRICT, WITHOUT ROWID;
  -- One open loan per item: the rule that must hold whatever the code does.
  CREATE UNIQUE INDEX loan_open_item ON loan (item) WHERE returned_at IS NULL;
  CREATE INDEX loan_open_person ON loan (person) WHERE returned_at IS NULL;
  CREATE INDEX loan_open_due ON loan (due) WHERE returned_at IS NULL;

  CREATE TABLE item_return (
    returned TEXT PRIMARY KEY,
    item TEXT NOT NULL REFERENCES item (item),
    loan TEXT REFERENCES loan (loan),
    place TEXT NOT NULL REFERENCES place (place),
    opening TEXT REFERENCES opening (opening),
    problem TEXT,
    evidence TEXT NOT NULL,
    code TEXT NOT NULL,
    returned_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE door_trust (
    door INTEGER PRIMARY KEY,
    suspect INTEGER NOT NULL CHECK (suspect IN (0, 1))
  ) STRICT;

  -- Personal data: here only, erasable, and no part of the log or of what is rebuilt from it.
  CREATE TABLE person (
    person TEXT PRIMARY KEY,
    phone_hmac BLOB NOT NULL UNIQUE,
    phone_enc BLOB NOT NULL,
    dwelling_enc BLOB NOT NULL,
    pin_salt BLOB NOT NULL,
    pin_hash BLOB NOT NULL,
    consent TEXT NOT NULL,
    consent_at INTEGER NOT NULL,
    delete_after INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Codes nobody knew. They may hold anything, so they stay out of the log.
  CREATE TABLE unknown_scan (
    text TEXT PRIMARY KEY CHECK (length(text) <= 200),
    scanned_at INTEGER NOT NULL,
    count INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
];

/** What is recomputed from the log, parents before children. */
export const projectionTables = [
  'kind',
  'place',
  'item',
  'member',
  'card',
  'opening',
  'loan',
  'item_return',
  'door_trust',
] as const;
