// backing-up.ts JOB: makes one backup as the copying process does, and ends. JOB: a CopyJob as JSON.
import fs from 'node:fs';
import './plain-copies.ts';
import { CopyJob } from '../../hut/backup/copy-job.ts';
import { workOff } from '../../hut/backup/copy-main.ts';

const [job = ''] = process.argv.slice(2);
await workOff(
  CopyJob.parse(JSON.parse(job)),
  (news) => {
    if (news.is === 'failed') throw new Error(news.message);
  },
  async () => {},
  (from, to) => fs.copyFileSync(from, to),
);
