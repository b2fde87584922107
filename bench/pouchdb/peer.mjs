// PouchDB -> express-pouchdb, each in a process of its own. `serve DIR` prints the address of its database; `drain URL
// FILE DIR` puts the events of FILE (JSON lines) into a database in DIR, sends them to URL, and prints events a second.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express from 'express';
import expressPouchdb from 'express-pouchdb';
import PouchDB from 'pouchdb';

/** Events in a batch and batches read ahead, as many as the hut has on their way. */
const sending = { batch_size: 500, batches_limit: 6 };

const [, , verb, ...given] = process.argv;
if (verb === 'serve') {
  const [dir = ''] = given;
  const At = PouchDB.defaults({ prefix: join(dir, '/') });
  const app = express();
  const options = { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: join(dir, 'log.txt') };
  app.use('/', expressPouchdb(At, options));
  const server = app.listen(0, '127.0.0.1', () =>
    console.log(`http://127.0.0.1:${server.address().port}/events`),
  );
} else {
  const [url = '', file = '', dir = ''] = given;
  const events = readFileSync(file, 'utf8').trimEnd().split('\n');
  const here = new PouchDB(join(dir, 'events'));
  for (let i = 0; i < events.length; i += 1_000) {
    await here.bulkDocs(events.slice(i, i + 1_000).map((line) => JSON.parse(line)));
  }
  const begun = performance.now();
  const { ok, docs_written: written } = await here.replicate.to(url, sending);
  const seconds = (performance.now() - begun) / 1_000;
  if (!ok || written !== events.length) throw new Error(`${written} of ${events.length} written`);
  console.log(written / seconds);
  process.exit(0);
}
