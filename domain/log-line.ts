import { z } from 'zod';

/** Weight of a line. `attention`: somebody should look when they have time. `fault`: something does not work. */
export type LogLevel = 'info' | 'attention' | 'fault';

/** One kind of line of a log: its fields, what it means, and what to do about it. */
export interface LogKind<Fields extends z.ZodRawShape> {
  level: LogLevel;
  means: string;
  /** What a keeper or maintainer does; empty when nothing. */
  act: string;
  fields: z.ZodObject<Fields, z.core.$strict>;
}

/** A kind of line in a catalogue. Fields name no person. */
export const line = <Fields extends z.ZodRawShape>(
  level: LogLevel,
  means: string,
  act: string,
  fields: Fields,
): LogKind<Fields> => ({ level, means, act, fields: z.strictObject(fields) });
