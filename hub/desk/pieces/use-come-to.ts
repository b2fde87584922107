import { type RefObject, useEffect, useRef } from 'react';

/** Where the focus goes when this is drawn, and what is scrolled to: it was asked for further down the page. */
export function useComeTo<E extends HTMLElement>(wanted: boolean): RefObject<E | null> {
  const place = useRef<E>(null);
  useEffect(() => {
    if (!wanted) return;
    place.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: 'start' });
  }, [wanted]);
  return place;
}
