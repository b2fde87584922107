import { useCallback, useEffect, useMemo, useState } from 'react';
import { OwnLanguage } from '../../../domain/contract/words.ts';
import type { Me } from '../../../domain/desk/accounts.ts';
import { InvitationPage } from '../pages/invitation.tsx';
import { SignInPage } from '../pages/sign-in.tsx';
import { ask, whenSignedOut } from './ask.ts';
import { Frame } from './frame.tsx';
import { useRoute } from './route.ts';
import { type Seen, SeenContext } from './seen.ts';

/** Milliseconds between two looks whether somebody is still signed in. */
const lookEveryMs = 60_000;
const languageKey = 'xiaowu-language';

/** The language this browser was left in; else its own, when that is one of ours. */
function firstLanguage(): OwnLanguage {
  const kept = OwnLanguage.safeParse(window.localStorage.getItem(languageKey));
  if (kept.success) return kept.data;
  return window.navigator.language.startsWith('en') ? 'en' : 'zh-CN';
}

/** The whole desk: whoever is not signed in sees the door, everybody else their pages. */
export function Desk() {
  const [language, setLanguage] = useState(firstLanguage);
  // Undefined until the hub has said who it is.
  const [me, setMe] = useState<Me | null | undefined>(undefined);
  const [ended, setEnded] = useState(false);
  const route = useRoute();
  const over = useCallback(() => {
    setMe(null);
    setEnded(true);
  }, []);

  useEffect(() => {
    document.documentElement.lang = language;
    window.localStorage.setItem(languageKey, language);
  }, [language]);
  useEffect(() => {
    whenSignedOut(over);
    void ask('me', {}).then((answer) => setMe(answer.ok ? answer.value : null));
  }, [over]);

  const isIn = me !== undefined && me !== null;
  // Also on a page that asks for nothing: what it shows is for whoever signed in, and they may have gone.
  useEffect(() => {
    if (!isIn) return;
    const timer = setInterval(() => {
      void ask('me', {}, 'clock').then((answer) => {
        if (answer.ok && answer.value === null) over();
      });
    }, lookEveryMs);
    return () => clearInterval(timer);
  }, [isIn, over]);

  const seen: Seen = useMemo(
    () => ({
      me: me ?? null,
      language,
      setLanguage,
      setMe(next) {
        setEnded(false);
        setMe(next);
      },
    }),
    [me, language],
  );
  if (me === undefined) return null;
  return (
    <SeenContext value={seen}>
      {route.page === 'invitation' ? (
        <InvitationPage token={route.of ?? ''} />
      ) : me === null ? (
        <SignInPage ended={ended} />
      ) : (
        <Frame route={route} />
      )}
    </SeenContext>
  );
}
