// memory-held.ts [small]: does what takes memory in a hut, and prints what the process still holds afterwards: bytes of
// PINs that were hashed (`pins`), and of the space for new objects (`nursery`). `small`: as the hut keeps it.
import { getHeapSpaceStatistics } from 'node:v8';
import { keepNurserySmall } from '../../hut/memory.ts';
import { hashPin } from '../../hut/people/pin.ts';

if (process.argv[2] === 'small') keepNurserySmall();
const salt = Buffer.alloc(16, 7);
// Whatever the first one loads stays.
await hashPin(Buffer.from('0000'), salt);
const before = process.memoryUsage.rss();
// Each of the four threads that hash has its turn, more than once.
for (let n = 1; n <= 3; n++) {
  const pins = Array.from({ length: 4 }, (_, i) => Buffer.from(`${n}00${i}`));
  await Promise.all(pins.map((pin) => hashPin(pin, salt)));
}
const pins = process.memoryUsage.rss() - before;
const kept: object[] = [];
for (let n = 0; n < 3_000_000; n++) {
  kept[n % 200_000] = { n };
}
const nursery =
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
console.log(JSON.stringify({ pins, nursery }));
