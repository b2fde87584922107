import { useState } from 'react';
import { ReplyDraft, type ReplyRow, ReplyState } from '../../../domain/desk/streams.ts';
import { ask } from '../app/ask.ts';
import { useAsked } from '../app/asked.ts';
import { usePages } from '../app/pages-of.ts';
import { useMay, useTongue } from '../app/seen.ts';
import { Both } from '../pieces/both.tsx';
import { Confirm, RowButton } from '../pieces/confirm.tsx';
import { DraftPanel } from '../pieces/draft-panel.tsx';
import { Choose, useAct } from '../pieces/form.tsx';
import { Chip, type Drawing, type Tone } from '../pieces/icon.tsx';
import { CheckCircle, Hourglass, Reply, XCircle } from '../pieces/icons.ts';
import { List } from '../pieces/list.tsx';
import { Empty, Page } from '../pieces/page.tsx';
import { nameIn } from '../words/words.ts';

const looks: Record<ReplyState, [Tone, Drawing]> = {
  seen: ['place', Hourglass],
  'in-work': ['wait', Hourglass],
  done: ['ok', CheckCircle],
  declined: ['bad', XCircle],
};

/** What residents asked, and what the office answers them at their hut. */
export function RepliesPage() {
  const { say, dates, language } = useTongue();
  const asked = usePages('replies', {});
  const may = useMay('reply');
  const [editing, setEditing] = useState<ReplyRow | null>(null);
  const [ending, setEnding] = useState<ReplyRow | null>(null);
  const title = say('pages.replies');
  return (
    <Page title={title} lead={say('replies.lead')}>
      {may && (
        <Draft
          key={editing === null ? 'new' : `${editing.hut} ${editing.number}`}
          row={editing}
          onSent={asked.again}
          onClose={() => setEditing(null)}
        />
      )}
      <List
        label={title}
        asked={asked}
        empty={<Empty icon={Reply} title={say('replies.empty')} how={say('replies.emptyHow')} />}
        rowKey={(row) => `${row.hut} ${row.number}`}
        columns={[
          { name: say('replies.number'), cell: (row) => <code>{spaced(row.number)}</code> },
          {
            name: say('replies.state'),
            cell: (row) => (
              <Chip tone={looks[row.state][0]} icon={looks[row.state][1]}>
                {say(`replies.states.${row.state}`)}
              </Chip>
            ),
          },
          { name: say('replies.hut'), cell: (row) => row.hutName },
          { name: say('replies.words'), cell: (row) => nameIn(language, row.words) },
          { name: say('replies.at'), cell: (row) => dates.short(row.at) },
          ...(may
            ? [
                {
                  name: say('replies.edit'),
                  acts: true,
                  cell: (row: ReplyRow) => (
                    <>
                      <RowButton
                        name={say('replies.edit')}
                        of={say('replies.editOf', { number: row.number })}
                        onPress={() => setEditing(row)}
                      />{' '}
                      <RowButton
                        name={say('replies.end')}
                        of={say('replies.endOf', { number: row.number })}
                        onPress={() => setEnding(row)}
                      />
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      {ending && (
        <Confirm
          title={say('replies.endAsk', { number: spaced(ending.number) })}
          how={say('replies.endHow')}
          go={say('replies.end')}
          act={() => ask('reply-end', { hut: ending.hut, number: ending.number })}
          onDone={asked.again}
          onClose={() => setEnding(null)}
        />
      )}
    </Page>
  );
}

/** 123456 → 123 456: as it is written on a slip and typed at the hut. */
const spaced = (number: string): string => `${number.slice(0, 3)} ${number.slice(3)}`;

function Draft({ row, onSent, onClose }: { row: ReplyRow | null; onSent: () => void; onClose: () => void }) {
  const { say } = useTongue();
  const { busy, trouble, act, setTrouble } = useAct();
  const huts = useAsked('huts', {});
  const [hut, setHut] = useState(row?.hut ?? '');
  const [state, setState] = useState<ReplyState>(row?.state ?? 'seen');
  const [words, setWords] = useState(row?.words ?? { zh: '', en: '' });
  const [sent, setSent] = useState<string | null>(null);
  const options = (huts.answer?.rows ?? []).map((each) => ({ value: each.hut, name: each.name }));
  const chosen = hut || options[0]?.value || '';
  const title = row === null ? say('replies.make') : say('replies.editOf', { number: spaced(row.number) });
  const go = () => {
    const draft = ReplyDraft.safeParse({ state, words });
    if (!draft.success || chosen === '') return setTrouble({ code: 'bad-request', message: '' });
    void act(
      () => ask('reply-publish', { hut: chosen, number: row?.number ?? null, draft: draft.data }),
      ({ number }) => {
        setSent(number);
        onSent();
        if (row === null) setWords({ zh: '', en: '' });
      },
    );
  };
  return (
    <DraftPanel
      title={title}
      go={say('replies.go')}
      busy={busy}
      trouble={trouble}
      sent={sent === null ? null : say('replies.sent', { number: spaced(sent) })}
      onGo={go}
      onClose={row === null ? null : onClose}
    >
      <div className="columns">
        {row === null && (
          <Choose name={say('replies.hut')} value={chosen} onChoose={setHut} options={options} />
        )}
        <Choose
          name={say('replies.state')}
          value={state}
          onChoose={setState}
          options={ReplyState.options.map((value) => ({ value, name: say(`replies.states.${value}`) }))}
        />
        <Both
          name={say('replies.words')}
          how={say('replies.wordsHow')}
          value={words}
          most={{ zh: 120, en: 240 }}
          onChange={setWords}
        />
      </div>
    </DraftPanel>
  );
}
