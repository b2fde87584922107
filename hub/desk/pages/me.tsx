import { startRegistration } from '@simplewebauthn/browser';
import { ask } from '../app/ask.ts';
import { createOptions, passkeysWork } from '../app/passkeys.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { useAct } from '../pieces/form.tsx';
import { Icon } from '../pieces/icon.tsx';
import { Key } from '../pieces/icons.ts';
import { Page, Told } from '../pieces/page.tsx';

/** One's own account: passkeys and the huts one has. */
export function MePage() {
  const { say } = useTongue();
  const { me, setMe } = useSeen();
  const { busy, trouble, act } = useAct();
  if (me === null) return null;

  const add = async () => {
    const begun = await ask('passkey-begin', {});
    if (!begun.ok) return begun;
    const options = createOptions(begun.value.options);
    try {
      const credential = await startRegistration({ optionsJSON: options });
      return ask('passkey-add', { credential: { ...credential, clientExtensionResults: {} } });
    } catch {
      // The person closed the browser's window, or this device has one already.
      return { ok: false, refusal: { code: 'wrong-passkey', message: 'no passkey was made' } } as const;
    }
  };
  const counted = ({ passkeys }: { passkeys: number }) => setMe({ ...me, passkeys });
  return (
    <Page title={say('pages.me')} lead={say('me.lead', { name: me.name, role: say(`roles.${me.role}`) })}>
      {me.role === 'keeper' && (
        <section className="panel">
          <h2>{say('me.huts')}</h2>
          <p>{me.huts.map(({ name }) => name).join(' · ') || say('none')}</p>
        </section>
      )}
      <section className="panel">
        <h2>{say('me.passkey')}</h2>
        <p>{say('me.passkeyHow')}</p>
        <p>
          <strong>{say('me.count', { count: me.passkeys })}</strong>
        </p>
        <Told trouble={trouble} />
        {passkeysWork() ? (
          <p className="form__acts">
            {me.passkeys > 0 && (
              <button
                type="button"
                className="btn"
                disabled={busy}
                onClick={() => void act(() => ask('passkeys-remove', {}), counted)}
              >
                {say('me.remove')}
              </button>
            )}
            <button
              type="button"
              className="btn btn--go"
              disabled={busy}
              onClick={() => void act(add, counted)}
            >
              <Icon of={Key} />
              {say('me.add')}
            </button>
          </p>
        ) : (
          <p>{say('me.unavailable')}</p>
        )}
      </section>
    </Page>
  );
}
