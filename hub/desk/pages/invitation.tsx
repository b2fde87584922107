import { useState } from 'react';
import { shortestPassword } from '../../../domain/desk/accounts.ts';
import { ask } from '../app/ask.ts';
import { useAsked } from '../app/asked.ts';
import { Eave } from '../app/frame.tsx';
import { go } from '../app/route.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { CodeField, Field, Form, useAct } from '../pieces/form.tsx';
import { Page, Waiting } from '../pieces/page.tsx';
import { Qr } from '../pieces/qr.tsx';

/** Somebody who was invited chooses a password and takes the secret into their app. */
export function InvitationPage({ token }: { token: string }) {
  const { say } = useTongue();
  const { setMe } = useSeen();
  const { answer, trouble: closed, again } = useAsked('invitation-open', { token });
  const { busy, trouble, act } = useAct();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  return (
    <div className="desk desk--door">
      <Eave />
      <main>
        {answer === null ? (
          <Page title={say(closed === null ? 'loading' : 'invitation.over')}>
            <Waiting trouble={closed} again={again} />
          </Page>
        ) : (
          <Page title={say('invitation.ask', { name: answer.name })} lead={say('invitation.how')}>
            <Form
              label={say('invitation.ask', { name: answer.name })}
              go={say('invitation.go')}
              busy={busy}
              trouble={trouble}
              onGo={() =>
                void act(
                  () => ask('invitation-accept', { token, password, code }),
                  (me) => {
                    setMe(me);
                    go('huts');
                  },
                )
              }
            >
              <input type="hidden" autoComplete="username" value={answer.name} readOnly />
              <Field
                name={say('invitation.password')}
                how={say('invitation.passwordHow')}
                type="password"
                value={password}
                onChange={(event) => setPassword(event.currentTarget.value)}
                autoComplete="new-password"
                minLength={shortestPassword}
                required
              />
              <div className="invitation__app">
                <Qr text={answer.uri} label={say('invitation.scan')} />
                <p>
                  {say('invitation.scan')}
                  <br />
                  {say('invitation.orType')}
                  <code className="secret">{answer.secret.match(/.{1,4}/g)?.join(' ')}</code>
                </p>
              </div>
              <CodeField name={say('invitation.code')} value={code} onType={setCode} />
            </Form>
          </Page>
        )}
      </main>
    </div>
  );
}
