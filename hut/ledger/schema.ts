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
  `
  -- Keepers, by reference and short number; wrong PINs as with residents.
  CREATE TABLE keeper (
    keeper TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    failed INTEGER NOT NULL,
    locked_until INTEGER,
    blocked TEXT
  ) STRICT, WITHOUT ROWID;

  -- What a keeper shows and knows: outside of the log and of what is rebuilt from it.
  CREATE TABLE keeper_pass (
    keeper TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    pin_salt BLOB NOT NULL,
    pin_hash BLOB NOT NULL,
    one_time INTEGER NOT NULL CHECK (one_time IN (0, 1))
  ) STRICT, WITHOUT ROWID;

  -- Codes of cards, by the reference that the log knows: erased with their holder.
  CREATE TABLE card_code (
    code TEXT PRIMARY KEY,
    card TEXT NOT NULL UNIQUE
  ) STRICT, WITHOUT ROWID;

  -- Somebody was erased, and what lay on freed pages is not overwritten yet.
  CREATE TABLE erasure_waits (
    one INTEGER PRIMARY KEY CHECK (one = 1)
  ) STRICT;

  -- Doors opened by keepers. A table of its own: no item, no loan, and the big table of openings stays as it is.
  CREATE TABLE keeper_opening (
    opening TEXT PRIMARY KEY,
    door INTEGER NOT NULL,
    keeper TEXT NOT NULL REFERENCES keeper (keeper),
    reason TEXT NOT NULL,
    visit TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    opened_at INTEGER,
    settled_at INTEGER,
    outcome TEXT
  ) STRICT, WITHOUT ROWID;
  -- At most one unsettled opening per door, whoever asked for it.
  CREATE UNIQUE INDEX keeper_opening_unsettled ON keeper_opening (door) WHERE settled_at IS NULL;
  CREATE TRIGGER door_is_free_for_keeper BEFORE INSERT ON keeper_opening
  WHEN EXISTS (SELECT 1 FROM opening WHERE door = NEW.door AND settled_at IS NULL)
  BEGIN SELECT RAISE(ABORT, 'this door has an opening that is not settled'); END;
  CREATE TRIGGER door_is_free_for_lending BEFORE INSERT ON opening
  WHEN EXISTS (SELECT 1 FROM keeper_opening WHERE door = NEW.door AND settled_at IS NULL)
  BEGIN SELECT RAISE(ABORT, 'this door has an opening of a keeper that is not settled'); END;

  -- What was last said of a thing, for whoever looks at it.
  CREATE TABLE item_note (
    item TEXT PRIMARY KEY REFERENCES item (item),
    problem TEXT,
    noted_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT OR REPLACE INTO item_note
    SELECT json_extract(body, '$.item'), json_extract(body, '$.problem'), wall_at
    FROM event WHERE type = 'item-condition-set' ORDER BY epoch, seq;

  -- How many things of a kind stand how. The triggers keep it, so a screen reads this and not all things.
  CREATE TABLE stock_count (
    kind TEXT NOT NULL REFERENCES kind (kind),
    condition TEXT NOT NULL,
    out INTEGER NOT NULL CHECK (out IN (0, 1)),
    things INTEGER NOT NULL,
    PRIMARY KEY (kind, condition, out)
  ) STRICT, WITHOUT ROWID;

  -- Loans begun, by month of the hut's calendar (UTC+8 all year) and kind.
  CREATE TABLE lent_count (
    month TEXT NOT NULL,
    kind TEXT NOT NULL REFERENCES kind (kind),
    loans INTEGER NOT NULL,
    PRIMARY KEY (month, kind)
  ) STRICT, WITHOUT ROWID;

  -- The kind of the thing, which never changes: when one of a kind comes back is one search.
  ALTER TABLE loan ADD COLUMN kind TEXT NOT NULL DEFAULT '';
  UPDATE loan SET kind = (SELECT kind FROM item WHERE item.item = loan.item);
  DROP INDEX loan_open_due;
  CREATE INDEX loan_open_kind ON loan (kind, due) WHERE returned_at IS NULL;
  CREATE INDEX loan_opening ON loan (opening) WHERE opening IS NOT NULL;
  CREATE INDEX item_return_opening ON item_return (opening) WHERE opening IS NOT NULL;
  CREATE INDEX card_person ON card (person);
  CREATE INDEX person_delete_after ON person (delete_after);
  CREATE INDEX item_place ON item (place, kind);
  CREATE INDEX item_in_service ON item (kind, name_zh, barcode) WHERE condition = 'in-service';
  CREATE INDEX item_to_look_at ON item (condition, name_zh, barcode)
    WHERE condition IN ('needs-inspection', 'in-repair', 'missing');

  INSERT INTO stock_count
    SELECT kind.kind, standing.column1, standing.column2, (
      SELECT count(*) FROM item
      WHERE item.kind = kind.kind AND condition = standing.column1 AND standing.column2 = EXISTS (
        SELECT 1 FROM loan WHERE loan.item = item.item AND returned_at IS NULL
      )
    )
    FROM kind, (VALUES ('in-service', 0), ('in-service', 1), ('needs-inspection', 0), ('needs-inspection', 1),
      ('in-repair', 0), ('in-repair', 1), ('missing', 0), ('missing', 1), ('retired', 0), ('retired', 1)
    ) AS standing;
  INSERT INTO lent_count
    SELECT strftime('%Y-%m', begun_at / 1000 + 28800, 'unixepoch'), kind, count(*) FROM loan GROUP BY 1, 2;

  CREATE TRIGGER kind_is_counted AFTER INSERT ON kind
  BEGIN
    INSERT INTO stock_count SELECT NEW.kind, column1, column2, 0
    FROM (VALUES ('in-service', 0), ('in-service', 1), ('needs-inspection', 0), ('needs-inspection', 1),
      ('in-repair', 0), ('in-repair', 1), ('missing', 0), ('missing', 1), ('retired', 0), ('retired', 1));
  END;
  CREATE TRIGGER item_is_counted AFTER INSERT ON item
  BEGIN
    UPDATE stock_count SET things = things + 1
    WHERE kind = NEW.kind AND condition = NEW.condition AND out = 0;
  END;
  CREATE TRIGGER condition_is_counted AFTER UPDATE OF condition ON item WHEN NEW.condition <> OLD.condition
  BEGIN
    UPDATE stock_count SET things = things + iif(condition = NEW.condition, 1, -1)
    WHERE kind = NEW.kind AND condition IN (OLD.condition, NEW.condition)
      AND out = EXISTS (SELECT 1 FROM loan WHERE item = NEW.item AND returned_at IS NULL);
  END;
  CREATE TRIGGER loan_is_counted AFTER INSERT ON loan
  BEGIN
    UPDATE stock_count SET things = things + iif(out, 1, -1)
    WHERE kind = NEW.kind AND condition = (SELECT condition FROM item WHERE item = NEW.item);
    INSERT INTO lent_count VALUES (strftime('%Y-%m', NEW.begun_at / 1000 + 28800, 'unixepoch'), NEW.kind, 1)
    ON CONFLICT (month, kind) DO UPDATE SET loans = loans + 1;
  END;
  CREATE TRIGGER return_is_counted AFTER UPDATE OF returned_at ON loan WHEN OLD.returned_at IS NULL
  BEGIN
    UPDATE stock_count SET things = things + iif(out, -1, 1)
    WHERE kind = NEW.kind AND condition = (SELECT condition FROM item WHERE item = NEW.item);
  END;

  -- Numbers go on across epochs, so what the hub has safely is a number alone: a new epoch frees nothing.
  DROP TRIGGER event_is_kept;
  CREATE TRIGGER event_is_kept BEFORE DELETE ON event
  WHEN OLD.seq > (SELECT safe_seq FROM cursor)
  BEGIN SELECT RAISE(ABORT, 'an event is kept until the hub has it safely'); END;

  -- Each time the ledger went on from an older state.
  CREATE TABLE restoration (
    nth INTEGER PRIMARY KEY,
    restored_at INTEGER NOT NULL,
    why TEXT NOT NULL CHECK (why IN ('damaged', 'behind', 'missing', 'command')),
    restored_from TEXT NOT NULL,
    back_to INTEGER,
    lost_until INTEGER,
    lost_events INTEGER
  ) STRICT;

  -- What was last thought of the wall clock, and what it was believed to show at the least then.
  CREATE TABLE clock_judged (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    right INTEGER NOT NULL CHECK (right IN (0, 1)),
    believed INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- What the hub owns, as it last said it: written by the puller alone, each feed together with its cursor.
  CREATE TABLE mirror (
    stream TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (stream, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX mirror_card_person ON mirror (json_extract(value, '$.person')) WHERE stream = 'cards';
  -- rev: the last change taken. mark: what the hub knows this feed by, so that a hub that was restored is noticed.
  CREATE TABLE feed_cursor (
    stream TEXT PRIMARY KEY,
    rev INTEGER NOT NULL,
    mark TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- The hub knows all personal data that events up to members_seq speak of. synced_at: its last answer.
  ALTER TABLE cursor ADD COLUMN members_seq INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE cursor ADD COLUMN synced_at INTEGER;

  -- Things of other huts that were put down here.
  CREATE TABLE found_label (
    found TEXT PRIMARY KEY,
    barcode TEXT NOT NULL,
    place TEXT NOT NULL REFERENCES place (place),
    problem TEXT,
    code TEXT NOT NULL,
    found_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Facts that found no room when two histories were joined.
  CREATE TABLE set_aside (
    event TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    why TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- One row for each kind and condition, and not one here and one on loan: who borrows or returns changes one.
  DROP TRIGGER kind_is_counted;
  DROP TRIGGER item_is_counted;
  DROP TRIGGER condition_is_counted;
  DROP TRIGGER loan_is_counted;
  DROP TRIGGER return_is_counted;
  ALTER TABLE stock_count RENAME TO stock_count_before;
  CREATE TABLE stock_count (
    kind TEXT NOT NULL REFERENCES kind (kind),
    condition TEXT NOT NULL,
    here INTEGER NOT NULL,
    out INTEGER NOT NULL,
    PRIMARY KEY (kind, condition)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO stock_count
    SELECT kind, condition, sum(iif(out, 0, things)), sum(iif(out, things, 0)) FROM stock_count_before GROUP BY 1, 2;
  DROP TABLE stock_count_before;

  CREATE TRIGGER kind_is_counted AFTER INSERT ON kind
  BEGIN
    INSERT INTO stock_count SELECT NEW.kind, column1, 0, 0
    FROM (VALUES ('in-service'), ('needs-inspection'), ('in-repair'), ('missing'), ('retired'));
  END;
  CREATE TRIGGER item_is_counted AFTER INSERT ON item
  BEGIN
    UPDATE stock_count SET here = here + 1 WHERE kind = NEW.kind AND condition = NEW.condition;
  END;
  CREATE TRIGGER condition_is_counted AFTER UPDATE OF condition ON item WHEN NEW.condition <> OLD.condition
  BEGIN
    UPDATE stock_count SET
      here = here + iif(condition = NEW.condition, 1, -1) * NOT EXISTS (
        SELECT 1 FROM loan WHERE item = NEW.item AND returned_at IS NULL
      ),
      out = out + iif(condition = NEW.condition, 1, -1) * EXISTS (
        SELECT 1 FROM loan WHERE item = NEW.item AND returned_at IS NULL
      )
    WHERE kind = NEW.kind AND condition IN (OLD.condition, NEW.condition);
  END;
  CREATE TRIGGER loan_is_counted AFTER INSERT ON loan
  BEGIN
    UPDATE stock_count SET here = here - 1, out = out + 1
    WHERE kind = NEW.kind AND condition = (SELECT condition FROM item WHERE item = NEW.item);
    INSERT INTO lent_count VALUES (strftime('%Y-%m', NEW.begun_at / 1000 + 28800, 'unixepoch'), NEW.kind, 1)
    ON CONFLICT (month, kind) DO UPDATE SET loans = loans + 1;
  END;
  CREATE TRIGGER return_is_counted AFTER UPDATE OF returned_at ON loan WHEN OLD.returned_at IS NULL
  BEGIN
    UPDATE stock_count SET here = here + 1, out = out - 1
    WHERE kind = NEW.kind AND condition = (SELECT condition FROM item WHERE item = NEW.item);
  END;
  `,
  `
  -- The hut's fund, in fen, and what the hut was given, in things: numbered as they were entered. What was a mistake is
  -- taken back and stays. The totals hold what stands.
  CREATE TABLE fund_entry (
    nth INTEGER PRIMARY KEY,
    entry TEXT NOT NULL UNIQUE,
    way TEXT NOT NULL CHECK (way IN ('in', 'out')),
    what TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    words TEXT,
    keeper TEXT NOT NULL REFERENCES keeper (keeper),
    entered_at INTEGER NOT NULL,
    taken_back_at INTEGER
  ) STRICT;
  CREATE INDEX fund_entry_stands ON fund_entry (nth) WHERE taken_back_at IS NULL;
  CREATE TABLE fund_total (
    way TEXT NOT NULL,
    what TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (way, what)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE donation (
    nth INTEGER PRIMARY KEY,
    entry TEXT NOT NULL UNIQUE,
    way TEXT NOT NULL CHECK (way = 'donation'),
    what TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    words TEXT,
    keeper TEXT NOT NULL REFERENCES keeper (keeper),
    entered_at INTEGER NOT NULL,
    taken_back_at INTEGER
  ) STRICT;
  CREATE INDEX donation_stands ON donation (nth) WHERE taken_back_at IS NULL;
  CREATE TABLE donation_total (
    way TEXT NOT NULL,
    what TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (way, what)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- A loan from a shelf that is back within ten seconds was taken back: it is no loan that anybody counts. Who brings a
  -- thing back later changes no count of what was lent, and writes no page for it.
  CREATE TRIGGER taken_back_is_not_counted AFTER INSERT ON item_return WHEN NEW.loan IS NOT NULL AND NEW.opening IS NULL
  BEGIN
    UPDATE lent_count SET loans = loans - 1
    WHERE (month, kind) IN (
      SELECT strftime('%Y-%m', begun_at / 1000 + 28800, 'unixepoch'), kind FROM loan
      WHERE loan = NEW.loan AND opening IS NULL AND NEW.returned_at - begun_at BETWEEN 0 AND 10000
    );
  END;
  UPDATE lent_count SET loans = lent_count.loans - taken_back.loans
  FROM (
    SELECT strftime('%Y-%m', begun_at / 1000 + 28800, 'unixepoch') AS month, loan.kind, count(*) AS loans
    FROM item_return JOIN loan USING (loan)
    WHERE item_return.opening IS NULL AND loan.opening IS NULL
      AND item_return.returned_at - begun_at BETWEEN 0 AND 10000
    GROUP BY 1, 2
  ) AS taken_back
  WHERE lent_count.month = taken_back.month AND lent_count.kind = taken_back.kind;
  `,
  `
  -- One table of counts, in which all of a kind lies side by side: who borrows changes two rows on one page.
  DROP TRIGGER kind_is_counted;
  DROP TRIGGER item_is_counted;
  DROP TRIGGER condition_is_counted;
  DROP TRIGGER loan_is_counted;
  DROP TRIGGER return_is_counted;
  DROP TRIGGER taken_back_is_not_counted;
  CREATE TABLE kind_count (
    kind TEXT NOT NULL REFERENCES kind (kind),
    -- A condition, or a month of the hut's calendar (UTC+8 all year): 2026-11.
    of TEXT NOT NULL,
    -- In this condition; none in a month.
    things INTEGER NOT NULL,
    -- Of those in this condition, the ones that are out; in a month, how often one was lent.
    lent INTEGER NOT NULL,
    PRIMARY KEY (kind, of)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO kind_count SELECT kind, condition, here + out, out FROM stock_count;
  INSERT INTO kind_count SELECT kind, month, 0, loans FROM lent_count;
  DROP TABLE stock_count;
  DROP TABLE lent_count;

  -- Read by hut/ledger/kind-counts.ts. No views: where there is one, SQLite's integrity_check leaves out the free pages.

  CREATE TRIGGER kind_is_counted AFTER INSERT ON kind
  BEGIN
    INSERT INTO kind_count SELECT NEW.kind, column1, 0, 0
    FROM (VALUES ('in-service'), ('needs-inspection'), ('in-repair'), ('missing'), ('retired'));
  END;
  CREATE TRIGGER item_is_counted AFTER INSERT ON item
  BEGIN
    UPDATE kind_count SET things = things + 1 WHERE kind = NEW.kind AND of = NEW.condition;
  END;
  CREATE TRIGGER condition_is_counted AFTER UPDATE OF condition ON item WHEN NEW.condition <> OLD.condition
  BEGIN
    UPDATE kind_count SET
      things = things + iif(of = NEW.condition, 1, -1),
      lent = lent + iif(of = NEW.condition, 1, -1) * EXISTS (
        SELECT 1 FROM loan WHERE item = NEW.item AND returned_at IS NULL
      )
    WHERE kind = NEW.kind AND of IN (OLD.condition, NEW.condition);
  END;
  CREATE TRIGGER loan_is_counted AFTER INSERT ON loan
  BEGIN
    INSERT INTO kind_count VALUES
      (NEW.kind, (SELECT condition FROM item WHERE item = NEW.item), 0, 1),
      (NEW.kind, strftime('%Y-%m', NEW.begun_at / 1000 + 28800, 'unixepoch'), 0, 1)
    ON CONFLICT (kind, of) DO UPDATE SET lent = lent + 1;
  END;
  CREATE TRIGGER return_is_counted AFTER UPDATE OF returned_at ON loan WHEN OLD.returned_at IS NULL
  BEGIN
    UPDATE kind_count SET lent = lent - 1
    WHERE kind = NEW.kind AND of = (SELECT condition FROM item WHERE item = NEW.item);
  END;
  CREATE TRIGGER taken_back_is_not_counted AFTER INSERT ON item_return
  WHEN NEW.opening IS NULL AND EXISTS (
    SELECT 1 FROM loan
    WHERE loan = NEW.loan AND opening IS NULL AND NEW.returned_at - begun_at BETWEEN 0 AND 10000
  )
  BEGIN
    UPDATE kind_count SET lent = lent - 1
    WHERE (kind, of) = (
      SELECT kind, strftime('%Y-%m', begun_at / 1000 + 28800, 'unixepoch') FROM loan WHERE loan = NEW.loan
    );
  END;
  `,
];

/** What is recomputed from the log, parents before children. */
export const projectionTables = [
  'kind',
  'kind_count',
  'place',
  'item',
  'member',
  'card',
  'opening',
  'loan',
  'item_return',
  'door_trust',
  'clock_judged',
  'keeper',
  'keeper_opening',
  'item_note',
  'restoration',
  'found_label',
  'set_aside',
  'fund_entry',
  'fund_total',
  'donation',
  'donation_total',
] as const;

/** What the hub owns. It comes from the hub alone: never from the log, and never from a file that is not trusted. */
export const mirrorTables = ['mirror', 'feed_cursor'] as const;
