/** This release; the same as in package.json, which a test compares. */
export const release = '0.1.0';
