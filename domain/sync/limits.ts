/** Bounds of what passes between a hut and the hub; both sides keep them. */
export const syncLimits = {
  /** Events of one batch. */
  events: 500,
  /** Bytes of a request's body once it is unpacked. What travels is gzipped and smaller. */
  body: 1024 * 1024,
  /** Bytes of an event's body: the canonical JSON in it. */
  eventBody: 16 * 1024,
  /** Bytes of requests that carry no batch. */
  smallBody: 16 * 1024,
  /** Rows of one answer of a feed; snapshots are whole. */
  feedRows: 500,
  /** Events of one answer of a hut's own log. */
  ownEvents: 2_000,
  /** Seconds that the `created` of a request may be off the hub's clock, either way. */
  skew: 300,
  /** Batches of one hut that the hub holds back while the one before them is on its way. */
  ahead: 16,
  /** How long it holds them, milliseconds. */
  patience: 2_000,
} as const;
