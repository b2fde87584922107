import { useState } from 'react';
import type { KeyRow } from '../../../domain/desk/rows.ts';
import { ask } from '../app/ask.ts';
import { useAsked } from '../app/asked.ts';
import { useMay, useTongue } from '../app/seen.ts';
import { AskFirst } from '../pieces/ask-first.tsx';
import { Choose, Field, Form, useAct } from '../pieces/form.tsx';
import { Chip } from '../pieces/icon.tsx';
import { CheckCircle, Hourglass, Join, XCircle } from '../pieces/icons.ts';
import { Empty, Page, Told, Waiting } from '../pieces/page.tsx';
import { Table } from '../pieces/table.tsx';

/** How often the page looks for a hut that has typed its code, milliseconds. */
const lookEvery = 3_000;

/** How huts join, and how a lost machine is shut out. */
export function KeysPage() {
  const { say, dates } = useTongue();
  const { answer, trouble, again } = useAsked('keys', {}, lookEvery);
  const may = useMay('enrol');
  const [revoking, setRevoking] = useState<KeyRow | null>(null);
  const title = say('pages.keys');
  if (answer === null) {
    return (
      <Page title={title}>
        <Waiting trouble={trouble} again={again} />
      </Page>
    );
  }
  const waiting = answer.keys.filter((key) => key.state === 'unconfirmed');
  return (
    <Page title={title} lead={say('keys.lead')}>
      <Told trouble={trouble} />
      {may && <MakeCode keys={answer.keys} onMade={again} />}
      {waiting.length > 0 && (
        <section className="panel panel--now">
          <h2>{say('keys.waiting')}</h2>
          <p>{say('keys.waitingHow')}</p>
          <ul className="compare">
            {waiting.map((key) => (
              <Compare key={key.key} row={key} may={may} onDone={again} />
            ))}
          </ul>
        </section>
      )}
      {answer.codes.length > 0 && (
        <section className="panel">
          <h2>{say('keys.codes')}</h2>
          <ul>
            {answer.codes.map((code) => (
              <li key={code.code}>
                <strong>{code.hutName}</strong> · {say('keys.until', { time: dates.short(code.expires) })} ·{' '}
                {say('keys.tries', { count: code.triesLeft })}
              </li>
            ))}
          </ul>
        </section>
      )}
      <h2 className="section">{say('keys.all')}</h2>
      {answer.keys.length === 0 ? (
        <Empty icon={Join} title={say('keys.empty')} how={say('keys.emptyHow')} />
      ) : (
        <Table
          label={say('keys.all')}
          rows={answer.keys}
          rowKey={(row) => row.key}
          columns={[
            { name: say('keys.hut'), cell: (row) => row.hutName },
            { name: say('keys.state'), cell: (row) => <KeyChip row={row} /> },
            { name: say('keys.fingerprint'), cell: (row) => <code>{row.fingerprint}</code> },
            { name: say('keys.since'), cell: (row) => dates.long(row.since) },
            ...(may
              ? [
                  {
                    name: say('keys.revoke'),
                    acts: true,
                    cell: (row: KeyRow) =>
                      row.state === 'active' && (
                        <button
                          type="button"
                          className="btn btn--small"
                          aria-label={say('keys.revokeAsk', { hut: row.hutName })}
                          onClick={() => setRevoking(row)}
                        >
                          {say('keys.revoke')}
                        </button>
                      ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {revoking && <Revoke row={revoking} onClose={() => setRevoking(null)} onDone={again} />}
    </Page>
  );
}

function KeyChip({ row }: { row: KeyRow }) {
  const { say } = useTongue();
  const [tone, icon] =
    row.state === 'active'
      ? (['ok', CheckCircle] as const)
      : row.state === 'unconfirmed'
        ? (['wait', Hourglass] as const)
        : (['bad', XCircle] as const);
  return (
    <Chip tone={tone} icon={icon}>
      {say(`keys.states.${row.state}`)}
    </Chip>
  );
}

function MakeCode({ keys, onMade }: { keys: readonly KeyRow[]; onMade: () => void }) {
  const { say, dates } = useTongue();
  const { busy, trouble, act } = useAct();
  const [name, setName] = useState('');
  const [hut, setHut] = useState('');
  const [made, setMade] = useState<{ code: string; expires: number; name: string } | null>(null);
  const huts = [...new Map(keys.map((key) => [key.hut, key.hutName]))];
  const hutName = huts.find(([id]) => id === hut)?.[1] ?? name.trim();
  return (
    <section className="panel">
      <h2>{say('keys.make')}</h2>
      <Form
        label={say('keys.make')}
        go={say('keys.makeGo')}
        busy={busy}
        trouble={trouble}
        onGo={() =>
          void act(
            () => ask('code-make', { name: hutName, hut: hut || null }),
            (code) => {
              setMade({ ...code, name: hutName });
              setName('');
              onMade();
            },
          )
        }
      >
        <div className="columns">
          <Choose
            name={say('keys.forHut')}
            value={hut}
            onChoose={setHut}
            options={[
              { value: '', name: say('keys.forNew') },
              ...huts.map(([value, each]) => ({ value, name: each })),
            ]}
          />
          {hut === '' && (
            <Field
              name={say('keys.newName')}
              value={name}
              minLength={2}
              maxLength={40}
              required
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
        </div>
      </Form>
      <div role="status">
        {made && (
          <div className="told told--ok code">
            <span>
              {made.name} · {say('keys.code')}
            </span>
            <strong className="code__text">{made.code.replace(/^(.{4})/, '$1 ')}</strong>
            <span>
              {say('keys.codeHow')} {say('keys.until', { time: dates.short(made.expires) })}
            </span>
          </div>
        )}
      </div>
    </section>
  );
}

function Compare({ row, may, onDone }: { row: KeyRow; may: boolean; onDone: () => void }) {
  const { say } = useTongue();
  const { busy, trouble, act } = useAct();
  const { key } = row;
  return (
    <li>
      <h3>{row.hutName}</h3>
      <p>
        {say('keys.fingerprint')} <strong className="code__text">{row.fingerprint}</strong>
      </p>
      <Told trouble={trouble} />
      {may && (
        <p className="form__acts">
          <button
            type="button"
            className="btn"
            disabled={busy}
            onClick={() => void act(() => ask('key-revoke', { key, why: 'fingerprint' }), onDone)}
          >
            {say('keys.differs')}
          </button>
          <button
            type="button"
            className="btn btn--go"
            disabled={busy}
            onClick={() => void act(() => ask('key-confirm', { key }), onDone)}
          >
            {say('keys.same')}
          </button>
        </p>
      )}
    </li>
  );
}

function Revoke({ row, onClose, onDone }: { row: KeyRow; onClose: () => void; onDone: () => void }) {
  const { say } = useTongue();
  const { busy, trouble, act } = useAct();
  const [why, setWhy] = useState('');
  const title = say('keys.revokeAsk', { hut: row.hutName });
  return (
    <AskFirst title={title} how={say('keys.revokeHow')} onClose={onClose}>
      <Form
        label={title}
        go={say('keys.revokeGo')}
        busy={busy}
        trouble={trouble}
        onGo={() =>
          void act(
            () => ask('key-revoke', { key: row.key, why }),
            () => {
              onDone();
              onClose();
            },
          )
        }
      >
        <Field
          name={say('keys.why')}
          value={why}
          minLength={2}
          maxLength={200}
          required
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
      </Form>
    </AskFirst>
  );
}
