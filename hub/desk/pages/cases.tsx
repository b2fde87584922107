import { useState } from 'react';
import type { CaseRow } from '../../../domain/desk/rows.ts';
import { ask } from '../app/ask.ts';
import { usePages } from '../app/pages-of.ts';
import { useMay, useTongue } from '../app/seen.ts';
import { Area, Choose, Form, useAct } from '../pieces/form.tsx';
import { Chip } from '../pieces/icon.tsx';
import { Cases, CheckCircle, Hourglass } from '../pieces/icons.ts';
import { More } from '../pieces/list.tsx';
import { Empty, Page, Told, Waiting } from '../pieces/page.tsx';
import { sayCode } from '../words/words.ts';

/** Letters of a fact that gets a line of its own. */
const longFact = 60;

/** What two records see differently, and what a person has to decide. */
export function CasesPage() {
  const { say } = useTongue();
  const [which, setWhich] = useState<'open' | 'closed'>('open');
  const { rows, trouble, again, more } = usePages('cases', { open: which === 'open' });
  const title = say('pages.cases');
  return (
    <Page title={title} lead={say('cases.lead')} exports="cases">
      <div className="filters">
        <Choose
          name={say('cases.which')}
          value={which}
          onChoose={setWhich}
          options={[
            { value: 'open', name: say('cases.open') },
            { value: 'closed', name: say('cases.closed') },
          ]}
        />
      </div>
      {rows === null ? (
        <Waiting trouble={trouble} again={again} />
      ) : rows.length === 0 ? (
        <Empty
          icon={CheckCircle}
          title={say(which === 'open' ? 'cases.empty' : 'cases.emptyClosed')}
          how={say('cases.emptyHow')}
        />
      ) : (
        <>
          <Told trouble={trouble} />
          <ul className="cases">
            {rows.map((row) => (
              <OneCase key={row.case} row={row} onClosed={again} />
            ))}
          </ul>
          <More more={more} />
        </>
      )}
    </Page>
  );
}

function OneCase({ row, onClosed }: { row: CaseRow; onClosed: () => void }) {
  const { say, dates } = useTongue();
  const may = useMay('answer-case');
  const { busy, trouble, act } = useAct();
  const [words, setWords] = useState('');
  const title = sayCode(say, 'caseKind', row.kind);
  const closed =
    row.closedAt === null
      ? null
      : row.closedBy === null || row.closedBy === 'hub'
        ? say('cases.byItself', { time: dates.short(row.closedAt) })
        : say('cases.closedBy', { who: row.closedBy, time: dates.short(row.closedAt) });
  return (
    <li className="panel case">
      <h2>
        {title}
        <Chip tone={closed === null ? 'wait' : 'ok'} icon={closed === null ? Hourglass : Cases}>
          {closed ?? say('cases.opened', { time: dates.short(row.openedAt) })}
        </Chip>
      </h2>
      <dl className="facts">
        <div>
          <dt>{say('huts.name')}</dt>
          <dd>{row.huts.map(({ name }) => name).join(' · ') || say('cases.between')}</dd>
        </div>
        {Object.entries(row.facts).map(([name, fact]) => (
          <div key={name} className={fact.length > longFact ? 'facts__long' : undefined}>
            <dt>{sayCode(say, 'fact', name)}</dt>
            <dd>{name === 'group' ? sayCode(say, 'loanGroup', fact) : fact}</dd>
          </div>
        ))}
      </dl>
      {row.note && <p className="case__note">{row.note}</p>}
      {closed === null && may && (
        <Form
          label={title}
          go={say('cases.go')}
          busy={busy}
          trouble={trouble}
          onGo={() => {
            const close = async () => {
              const { case: id, version } = row;
              const result = await ask('case-close', { case: id, version, note: words });
              // What came to it meanwhile is to be seen before it is closed.
              if (!result.ok && result.refusal.code === 'already-done') onClosed();
              return result;
            };
            void act(close, onClosed);
          }}
        >
          <Area
            name={say('cases.answer')}
            how={say('cases.answerHow')}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            minLength={2}
            maxLength={500}
            required
          />
        </Form>
      )}
    </li>
  );
}
