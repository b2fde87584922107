import { useState } from 'react';
import type { AccountRow } from '../../../domain/desk/accounts.ts';
import { Role } from '../../../domain/desk/roles.ts';
import { ask } from '../app/ask.ts';
import { useAsked } from '../app/asked.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { Confirm } from '../pieces/confirm.tsx';
import { Choose, Field, Form, useAct } from '../pieces/form.tsx';
import { Chip } from '../pieces/icon.tsx';
import { CheckCircle, Hourglass, XCircle } from '../pieces/icons.ts';
import { Page, Told, Waiting } from '../pieces/page.tsx';
import { Table } from '../pieces/table.tsx';

/** Who may come in. */
export function AccountsPage() {
  const { say, dates } = useTongue();
  const { me } = useSeen();
  const { answer, trouble, again } = useAsked('accounts', {});
  const [blocking, setBlocking] = useState<AccountRow | null>(null);
  const title = say('pages.accounts');
  if (answer === null) {
    return (
      <Page title={title}>
        <Waiting trouble={trouble} again={again} />
      </Page>
    );
  }
  return (
    <Page title={title} lead={say('accounts.lead')}>
      <Told trouble={trouble} />
      <Invite onMade={again} />
      <Table
        label={title}
        rows={answer.rows}
        rowKey={(row) => row.account}
        columns={[
          { name: say('accounts.name'), cell: (row) => row.name },
          { name: say('accounts.role'), cell: (row) => say(`roles.${row.role}`) },
          { name: say('accounts.huts'), cell: (row) => row.huts.map(({ name }) => name).join(' · ') },
          { name: say('accounts.state'), cell: (row) => <StateChip row={row} /> },
          {
            name: say('accounts.last'),
            cell: (row) =>
              row.lastSignInAt === null ? say('accounts.never') : dates.short(row.lastSignInAt),
          },
          { name: say('accounts.passkeys'), number: true, cell: (row) => row.passkeys },
          {
            name: say('accounts.block'),
            acts: true,
            cell: (row) =>
              row.account !== me?.account &&
              row.state !== 'blocked' && (
                <button
                  type="button"
                  className="btn btn--small"
                  aria-label={say('accounts.blockOf', { name: row.name })}
                  onClick={() => setBlocking(row)}
                >
                  {say('accounts.block')}
                </button>
              ),
          },
        ]}
      />
      {blocking && (
        <Confirm
          title={say('accounts.blockAsk', { name: blocking.name })}
          how={say('accounts.blockHow')}
          go={say('accounts.blockGo')}
          act={() => ask('account-block', { account: blocking.account })}
          onDone={again}
          onClose={() => setBlocking(null)}
        />
      )}
    </Page>
  );
}

function StateChip({ row }: { row: AccountRow }) {
  const { say } = useTongue();
  const [tone, icon] =
    row.state === 'active'
      ? (['ok', CheckCircle] as const)
      : row.state === 'invited'
        ? (['wait', Hourglass] as const)
        : (['bad', XCircle] as const);
  return (
    <Chip tone={tone} icon={icon}>
      {say(`accounts.states.${row.state}`)}
    </Chip>
  );
}

function Invite({ onMade }: { onMade: () => void }) {
  const { say, dates } = useTongue();
  const { busy, trouble, act } = useAct();
  const huts = useAsked('huts', {});
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('office');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [made, setMade] = useState<{ name: string; link: string; expires: number } | null>(null);
  const [copied, setCopied] = useState(false);
  const toggle = (hut: string) =>
    setChosen(chosen.includes(hut) ? chosen.filter((each) => each !== hut) : [...chosen, hut]);
  return (
    <section className="panel">
      <h2>{say('accounts.invite')}</h2>
      <Form
        label={say('accounts.invite')}
        go={say('accounts.go')}
        busy={busy}
        trouble={trouble}
        onGo={() =>
          void act(
            () => ask('account-invite', { name, role, huts: role === 'keeper' ? [...chosen] : [] }),
            ({ path, expires }) => {
              setMade({ name: name.trim(), link: new URL(path, window.location.origin).href, expires });
              setCopied(false);
              setName('');
              onMade();
            },
          )
        }
      >
        <div className="columns">
          <Field
            name={say('accounts.name')}
            how={say('accounts.nameHow')}
            value={name}
            maxLength={40}
            autoComplete="off"
            required
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Choose
            name={say('accounts.role')}
            value={role}
            onChoose={setRole}
            options={Role.options.map((value) => ({
              value,
              name: `${say(`roles.${value}`)} · ${say(`roleHow.${value}`)}`,
            }))}
          />
        </div>
        {role === 'keeper' && (
          <fieldset className="ticks">
            <legend>{say('accounts.huts')}</legend>
            <p className="field__how">{say('accounts.hutsHow')}</p>
            {(huts.answer?.rows ?? []).map((row) => (
              <label key={row.hut}>
                <input type="checkbox" checked={chosen.includes(row.hut)} onChange={() => toggle(row.hut)} />
                {row.name}
              </label>
            ))}
          </fieldset>
        )}
      </Form>
      <div role="status">
        {made && (
          <div className="told told--ok code">
            <span>
              {made.name} · {say('accounts.link')}
            </span>
            <code className="secret">{made.link}</code>
            <span>{say('accounts.linkHow', { time: dates.short(made.expires) })}</span>
            {window.isSecureContext && (
              <button
                type="button"
                className="btn btn--small"
                onClick={() => void navigator.clipboard.writeText(made.link).then(() => setCopied(true))}
              >
                {say(copied ? 'accounts.copied' : 'accounts.copy')}
              </button>
            )}
          </div>
        )}
      </div>
    </section>
  );
}
