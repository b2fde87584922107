/**
 * Node's HTTP server. Imported by its name it would be asked for all that it exports, and load a client of HTTP and of
 * WebSockets that nobody here uses: 25 ms of each start.
 */
export const { createServer } = process.getBuiltinModule('node:http');
