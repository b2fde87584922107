import { startAuthentication } from '@simplewebauthn/browser';
import { useState } from 'react';
import { ask, type Trouble } from '../app/ask.ts';
import { Eave } from '../app/frame.tsx';
import { passkeysWork, signInOptions } from '../app/passkeys.ts';
import { go } from '../app/route.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { CodeField, Field, Form, useAct } from '../pieces/form.tsx';
import { Icon } from '../pieces/icon.tsx';
import { Key } from '../pieces/icons.ts';
import { Page } from '../pieces/page.tsx';

/** The door: name, password and code, or a passkey. */
export function SignInPage({ ended }: { ended: boolean }) {
  const { say } = useTongue();
  const { setMe } = useSeen();
  const { busy, trouble, act } = useAct();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const endedTrouble: Trouble | null = ended ? { code: 'not-signed-in', message: '' } : null;

  const byPasskey = async () => {
    const asked = await ask('passkey-options', {});
    if (!asked.ok) return asked;
    const options = signInOptions(asked.value.options);
    try {
      const credential = await startAuthentication({ optionsJSON: options });
      return ask('passkey-sign-in', { credential: { ...credential, clientExtensionResults: {} } });
    } catch {
      // The person closed the browser's window, or has none for this place.
      return { ok: false, refusal: { code: 'wrong-passkey', message: 'no passkey was given' } } as const;
    }
  };
  return (
    <div className="desk desk--door">
      <Eave />
      <main>
        <Page title={say('signIn.ask')} lead={say('signIn.how')}>
          <Form
            label={say('signIn.ask')}
            go={say('signIn.go')}
            busy={busy}
            trouble={trouble ?? endedTrouble}
            onGo={() => void act(() => ask('sign-in', { name, password, code }), setMe)}
          >
            <Field
              name={say('signIn.name')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              autoComplete="username"
              required
            />
            <Field
              name={say('signIn.password')}
              type="password"
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="current-password"
              required
            />
            <CodeField name={say('signIn.code')} value={code} onType={setCode} />
          </Form>
          {passkeysWork() && (
            <p className="door__or">
              <span>{say('signIn.or')}</span>
              <button
                type="button"
                className="btn"
                disabled={busy}
                onClick={() =>
                  void act(byPasskey, (me) => {
                    setMe(me);
                    go('huts');
                  })
                }
              >
                <Icon of={Key} />
                {say('signIn.passkey')}
              </button>
            </p>
          )}
          <p className="door__note">{say('signIn.noAccount')}</p>
        </Page>
      </main>
    </div>
  );
}
