/**
 * The input report of a HID POS scanner (usage page 0x8C, usage 2), as node-hid gives it: the report id comes
 * first. Layout without the id: byte 0 length of the data, 1–3 AIM identifier, data from 4, byte 62 not zero when
 * another report of the same code follows.
 * Source: HID Point of Sale Usage Tables 1.02, chapter 4; NielsLeenheer/WebHidBarcodeScanner.
 */
export const scanReportId = 2;
/** Bytes of a whole report, its id included. */
export const scanReportLength = 64;
/** Bytes of data in one report. */
export const mostData = 56;

const at = { length: 1, aim: 2, data: 5, more: 63 } as const;

export type HidReport =
  | { is: 'data'; aim: string; data: Uint8Array; more: boolean }
  /** A report about something else: a trigger, a status. */
  | { is: 'other' }
  /** A scan's report that cannot be one: too short, or a length beyond its end. */
  | { is: 'garbage' };

/** Reads one report. Total: any bytes have an answer. */
export function readHidReport(report: Uint8Array): HidReport {
  if (report[0] !== scanReportId) return { is: report.length === 0 ? 'garbage' : 'other' };
  const length = report[at.length] ?? 0;
  if (report.length < scanReportLength || length > mostData) return { is: 'garbage' };
  const aim = String.fromCharCode(...report.subarray(at.aim, at.data));
  return {
    is: 'data',
    aim: /^\][A-Za-z][0-9A-Za-z]$/.test(aim) ? aim : '',
    data: report.subarray(at.data, at.data + length),
    more: report[at.more] !== 0,
  };
}

/** The reports by which a scanner sends these bytes; at least one. `aim`: three characters or ''. */
export function writeHidReports(bytes: Uint8Array, aim = ''): Uint8Array[] {
  const reports: Uint8Array[] = [];
  for (let from = 0; from === 0 || from < bytes.length; from += mostData) {
    const data = bytes.subarray(from, from + mostData);
    const report = new Uint8Array(scanReportLength);
    report[0] = scanReportId;
    report[at.length] = data.length;
    report.set(new TextEncoder().encode(aim).subarray(0, 3), at.aim);
    report.set(data, at.data);
    report[at.more] = from + mostData < bytes.length ? 1 : 0;
    reports.push(report);
  }
  return reports;
}

/** Vendors whose scanners keep quiet in HID POS mode until they are told that somebody listens. */
export const honeywell = 0x0c2e;
/** Feature report 254 = 01 to a Honeywell: "a host is here, send". Source: WebHidBarcodeScanner. */
export const honeywellWake = Uint8Array.of(254, 1);
