/** The page is served by the shell itself under a scheme of its own: no server, no `file:`. */
export const scheme = 'app';
export const host = 'hut';
export const pageUrl = `${scheme}://${host}/index.html`;

/**
 * True for a URL of our own origin. Parsed, never searched for a piece of text: `https://evil.example/app://hut`
 * and `app://hut.evil.example` are not ours. (Node gives schemes of this kind the origin "null", so the parts are
 * compared.)
 */
export function isOwn(url: string): boolean {
  const parsed = URL.parse(url);
  return (
    parsed !== null &&
    parsed.protocol === `${scheme}:` &&
    parsed.host === host &&
    parsed.username === '' &&
    parsed.password === ''
  );
}

/** True for the one page there is: nothing else of the origin is a place to go to. */
export function isOwnPage(url: string): boolean {
  return isOwn(url) && ['', '/', '/index.html'].includes(URL.parse(url)?.pathname ?? '?');
}
