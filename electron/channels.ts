/** Name under which the preload asks for a port to the hut. */
export const connectChannel = 'xiaowu:connect';
/** Name under which a port reaches the preload. */
export const portChannel = 'xiaowu:port';
