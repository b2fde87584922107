/** Stands in for 'electron' in tests: whatever touches it in plain Node is a mistake. */
const refuse = (): never => {
  throw new Error('tests run without Electron: take the piece you need as a parameter, or `import type`');
};
export default new Proxy({}, { get: refuse });
export const app = new Proxy({}, { get: refuse });
