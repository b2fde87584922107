import { useSyncExternalStore } from 'react';

/** Where one is: the part behind `#`. Nothing of it is ever taken for markup, a script or an address to go to. */
export interface Route {
  page: string;
  /** What stands behind the page's name: a token, a hut. */
  of: string | null;
}

const read = (): string => window.location.hash;
const listen = (changed: () => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

export function useRoute(): Route {
  const hash = useSyncExternalStore(listen, read);
  const [, page = '', of = null] = /^#\/([a-z-]{1,30})(?:\/([A-Za-z0-9._-]{1,100}))?$/.exec(hash) ?? [];
  return { page, of };
}

export const hrefOf = (page: string, of?: string): string =>
  of === undefined ? `#/${page}` : `#/${page}/${of}`;
export const go = (page: string): void => {
  window.location.hash = hrefOf(page);
};
