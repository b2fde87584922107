import { type ReactNode, useRef, useState } from 'react';
import { reachOf } from '../../../domain/desk/roles.ts';
import { Icon } from '../pieces/icon.tsx';
import { Menu, SignOut, Translate } from '../pieces/icons.ts';
import { ask } from './ask.ts';
import { deskPages } from './pages.ts';
import { hrefOf, type Route } from './route.ts';
import { useSeen, useTongue } from './seen.ts';

/** The eave: whose desk it is, the language, the way out. */
export function Eave({ first, children }: { first?: ReactNode; children?: ReactNode }) {
  const { say, language } = useTongue();
  const { setLanguage } = useSeen();
  return (
    <header className="eave">
      {first}
      <span className="seal" aria-hidden="true">
        {say('seal')}
      </span>
      <p className="eave__name">{say('title')}</p>
      <div className="eave__acts">
        <button
          type="button"
          className="eave__act"
          lang={language === 'en' ? 'zh-CN' : 'en'}
          onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}
        >
          <Icon of={Translate} />
          {say('other')}
        </button>
        {children}
      </div>
    </header>
  );
}

/** The pages of whoever is signed in, with their names beside. */
export function Frame({ route }: { route: Route }) {
  const { say } = useTongue();
  const { me, setMe } = useSeen();
  const [open, setOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const holder = { role: me?.role ?? 'auditor', huts: me?.huts.map(({ hut }) => hut) ?? [] };
  const mine = deskPages.filter(({ act }) => act === null || reachOf(holder, act) !== 'none');
  const here = mine.find(({ id }) => id === route.page) ?? mine[0];

  if (here === undefined || me === null) return null;
  const Here = here.page;
  const signOut = () => void ask('sign-out', {}).then(() => setMe(null));
  return (
    <div className="desk">
      <Eave
        first={
          <a
            className="skip"
            href={hrefOf(here.id)}
            onClick={(event) => {
              event.preventDefault();
              main.current?.focus();
            }}
          >
            {say('skip')}
          </a>
        }
      >
        <button type="button" className="eave__act" onClick={signOut}>
          <Icon of={SignOut} />
          {say('me.out')}
        </button>
        <button
          type="button"
          className="eave__act eave__menu"
          aria-expanded={open}
          aria-controls="pages"
          onClick={() => setOpen(!open)}
        >
          <Icon of={Menu} weight="bold" />
          {say('menu')}
        </button>
      </Eave>
      <nav id="pages" className={open ? 'pages is-open' : 'pages'} aria-label={say('nav')}>
        <ul>
          {mine.map(({ id, icon }) => (
            <li key={id}>
              <a
                href={hrefOf(id)}
                aria-current={id === here.id ? 'page' : undefined}
                onClick={() => setOpen(false)}
              >
                <Icon of={icon} />
                {say(`pages.${id}`)}
              </a>
            </li>
          ))}
        </ul>
        <p className="pages__who">
          {me.name}
          <br />
          {say(`roles.${me.role}`)}
        </p>
      </nav>
      <main ref={main} id="main" tabIndex={-1}>
        <Here key={here.id} of={here.id === route.page ? route.of : null} />
      </main>
    </div>
  );
}
