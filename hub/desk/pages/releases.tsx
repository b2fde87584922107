import { useState } from 'react';
import type { DeskAnswer } from '../../../domain/desk/contract.ts';
import type { HutReleaseRow } from '../../../domain/desk/streams.ts';
import { isBelow, ReleaseNumber } from '../../../domain/release.ts';
import { ask } from '../app/ask.ts';
import { useAsked } from '../app/asked.ts';
import { hrefOf } from '../app/route.ts';
import { useMay, useTongue } from '../app/seen.ts';
import { Choose, Form, useAct } from '../pieces/form.tsx';
import { Chip } from '../pieces/icon.tsx';
import { CheckCircle, Hourglass, Release, Warning } from '../pieces/icons.ts';
import { List } from '../pieces/list.tsx';
import { Empty, Page } from '../pieces/page.tsx';

/** What each hut runs, and the oldest release that the office still takes. */
export function ReleasesPage() {
  const { say, dates } = useTongue();
  const { answer, trouble, again } = useAsked('releases', {}, 30_000);
  const publishes = useMay('publish');
  const enrols = useMay('enrol');
  const title = say('pages.releases');
  const minimum = answer?.minimum ?? null;
  return (
    <Page title={title} lead={say('releases.lead')}>
      {answer !== null &&
        (publishes ? (
          <Require key={minimum ?? 'any'} answer={answer} again={again} />
        ) : (
          <p className="note">{standing(say, minimum)}</p>
        ))}
      <List
        label={title}
        asked={{ rows: answer?.rows ?? null, trouble, again }}
        empty={
          <Empty icon={Release} title={say('releases.empty')} how={say('releases.emptyHow')}>
            {enrols && (
              <a className="btn btn--go" href={hrefOf('keys')}>
                {say('huts.emptyGo')}
              </a>
            )}
          </Empty>
        }
        rowKey={(row) => row.hut}
        columns={[
          { name: say('releases.hut'), cell: (row) => <a href={hrefOf('huts', row.hut)}>{row.name}</a> },
          { name: say('releases.release'), cell: (row) => row.release ?? '' },
          { name: say('releases.state'), cell: (row) => <Enough row={row} minimum={minimum} /> },
          {
            name: say('releases.seen'),
            cell: (row) => (row.lastSeenAt === null ? say('huts.never') : dates.short(row.lastSeenAt)),
          },
        ]}
      />
    </Page>
  );
}

const isOld = ({ release }: HutReleaseRow, minimum: string | null): boolean =>
  release !== null && minimum !== null && isBelow(release, minimum);

const standing = (say: ReturnType<typeof useTongue>['say'], minimum: string | null): string =>
  minimum === null ? say('releases.none') : say('releases.now', { release: minimum });

function Enough({ row, minimum }: { row: HutReleaseRow; minimum: string | null }) {
  const { say } = useTongue();
  const [tone, icon, words] =
    row.release === null
      ? (['place', Hourglass, 'unknown'] as const)
      : isOld(row, minimum)
        ? (['wait', Warning, 'old'] as const)
        : (['ok', CheckCircle, 'fine'] as const);
  return (
    <Chip tone={tone} icon={icon}>
      {say(`releases.${words}`)}
    </Chip>
  );
}

/** The releases to choose from: those that huts run, the one that is required, and the hub's own; none above that. */
function choices({ own, minimum, rows }: DeskAnswer<'releases'>): string[] {
  const known = [own, minimum, ...rows.map(({ release }) => release)];
  const fit = known.filter((release) => release !== null && ReleaseNumber.safeParse(release).success);
  return [...new Set(fit as string[])]
    .filter((release) => !isBelow(own, release))
    .sort((a, b) => (isBelow(a, b) ? 1 : -1));
}

function Require({ answer, again }: { answer: DeskAnswer<'releases'>; again: () => void }) {
  const { say, language } = useTongue();
  const { busy, trouble, act } = useAct();
  const { own, minimum, rows } = answer;
  const [chosen, setChosen] = useState(minimum ?? '');
  const old = rows.filter((row) => isOld(row, chosen === '' ? null : chosen));
  const go = () => void act(() => ask('release-require', { release: chosen === '' ? null : chosen }), again);
  return (
    <section className="panel">
      <h2>{say('releases.require')}</h2>
      <p role="status">{standing(say, minimum)}</p>
      <Form label={say('releases.require')} go={say('releases.go')} busy={busy} trouble={trouble} onGo={go}>
        <Choose
          name={say('releases.least')}
          value={chosen}
          onChoose={setChosen}
          options={[
            { value: '', name: say('releases.any') },
            ...choices(answer).map((release) => ({
              value: release,
              name: say('releases.from', { release }),
            })),
          ]}
        />
        <p>{say('releases.leastHow')}</p>
        <p aria-live="polite">
          {old.length === 0
            ? say('releases.touchesNone')
            : say('releases.touches', {
                count: old.length,
                huts: old.map(({ name }) => name).join(language === 'en' ? ', ' : '、'),
              })}
        </p>
        <p>{say('releases.own', { release: own })}</p>
      </Form>
    </section>
  );
}
