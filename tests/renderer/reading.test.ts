import { expect, it } from 'vitest';
import { createReading } from '../../renderer/app/reading.ts';

it('who asks for a screen again hears it slower, and the next visitor at the usual pace', () => {
  const reading = createReading();
  for (const rest of ['home', 'attract']) {
    reading.arrived('return-scan');
    expect(reading.asked('return-scan')).toBe('once');
    expect(reading.asked('return-scan')).toBe('again');
    // Another screen between is the same visitor.
    reading.arrived('return');
    reading.arrived('return-scan');
    expect(reading.asked('return-scan')).toBe('again');
    reading.arrived(rest);
    expect(reading.asked(rest)).toBe('once');
    expect(reading.asked(rest)).toBe('again');
  }
});
