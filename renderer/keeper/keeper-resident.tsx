import type { ResidentView } from '../../domain/contract/keeper-screen.ts';
import { type Tongue, useSeen, useTongue } from '../app/seen.ts';
import { CardScene } from '../drawings/scanner-scene.tsx';
import { Ask, Words } from '../pieces/ask.tsx';
import { Back } from '../pieces/back.tsx';
import { Button } from '../pieces/button.tsx';
import { type Drawing, Icon } from '../pieces/icon.tsx';
import { Backspace, HandPalm, IdCard, Receipt } from '../pieces/icons.ts';
import { Steps } from '../pieces/steps.tsx';
import { ScanScene } from '../scanner/scan-scene.tsx';
import type { ScreenOf } from '../screens.tsx';
import { residentSteps } from './steps.ts';
import './keeper.css';

/** What the hut holds, line by line. Numbers and homes are not read aloud. */
function linesOf(
  { say, dates }: Tongue,
  resident: ResidentView,
): { key: string; name: string; what: string }[] {
  const { phone, dwelling, trust, consent, cards, out } = resident;
  const notKept = say('desk.resident.notKept');
  return [
    { key: 'phone', name: say('desk.resident.phone'), what: phone ?? notKept },
    {
      key: 'dwelling',
      name: say('desk.resident.dwelling'),
      what: dwelling === null ? notKept : say('desk.resident.dwellingOf', dwelling),
    },
    { key: 'trust', name: say('desk.resident.trust'), what: say(`desk.resident.${trust}`) },
    {
      key: 'consent',
      name: say('desk.resident.consent'),
      what:
        consent === null
          ? notKept
          : say('desk.resident.consentOf', {
              day: dates.yearDate(consent.at),
              version: dates.yearDate(Date.parse(`${consent.version}T12:00Z`)),
              until: dates.yearDate(consent.keptUntil),
            }),
    },
    {
      key: 'cards',
      name: say('desk.resident.cards'),
      what:
        cards.length === 0
          ? say('desk.resident.noCard')
          : cards
              .slice(-3)
              .map(({ tail, blocked }) =>
                say(blocked ? 'desk.resident.cardBlocked' : 'desk.resident.cardOf', { tail }),
              )
              .join(' · '),
    },
    { key: 'out', name: say('desk.resident.out'), what: say('desk.resident.outOf', { count: out }) },
  ];
}

function Sheet({ resident, few }: { resident: ResidentView; few?: boolean }) {
  const tongue = useTongue();
  const lines = linesOf(tongue, resident);
  return (
    <dl className="desk-sheet card" data-unspoken="">
      {(few ? lines.slice(0, 2) : lines).map(({ key, name, what }) => (
        <div key={key}>
          <dt>{name}</dt>
          <dd>
            <Words of={what} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

const acts: readonly (readonly ['give-card' | 'block-card' | 'export' | 'erase', Drawing])[] = [
  ['give-card', IdCard],
  ['block-card', HandPalm],
  ['export', Receipt],
  ['erase', Backspace],
];

export function KeeperResident({ screen }: { screen: ScreenOf<'keeper-resident'> }) {
  const { press } = useSeen();
  const { say } = useTongue();
  return (
    <main className="wall flow is-return">
      <Steps at={2} names={residentSteps} />
      <Ask title={say('desk.resident.ask')} />
      <div className="desk-resident">
        <Sheet resident={screen.resident} />
        <div className="desk-resident__acts">
          {acts.map(([act, icon]) => (
            <Button key={act} className="btn" onAct={() => press({ do: 'resident', act })}>
              <Icon of={icon} weight="bold" />
              {say(`desk.resident.${act}`)}
            </Button>
          ))}
        </div>
      </div>
      <div className="acts acts--one">
        <Back words={say('desk.resident.back')} />
      </div>
    </main>
  );
}

export function KeeperGiveCard({ screen }: { screen: ScreenOf<'keeper-give-card'> }) {
  const { say } = useTongue();
  return (
    <main className="wall flow is-return">
      <Steps at={2} names={residentSteps} />
      <Ask title={say('desk.giveCard.ask')}>
        <p data-unspoken="" className="ask__what">
          {screen.resident.phone ?? say('desk.resident.notKept')}
        </p>
        <p>{say('desk.giveCard.how')}</p>
      </Ask>
      <ScanScene>
        <CardScene
          label={say('desk.residents.scene')}
          title={say('identify.card')}
          place={say('identify.place')}
        />
      </ScanScene>
      <div className="acts acts--one">
        <Back words={say('desk.giveCard.back')} />
      </div>
    </main>
  );
}

/** What cannot be undone is asked for once more. */
function Confirm({ resident, of }: { resident: ResidentView; of: 'blockCard' | 'erase' }) {
  const { press } = useSeen();
  const { say } = useTongue();
  return (
    <main className="wall flow is-return">
      <Steps at={2} names={residentSteps} />
      <Ask title={say(`desk.${of}.ask`)}>
        <p>{say(`desk.${of}.how`)}</p>
        {of === 'erase' && <p>{say('desk.erase.backups')}</p>}
      </Ask>
      <div className="desk-resident">
        <Sheet resident={resident} few={of === 'erase'} />
      </div>
      <div className="acts">
        <Back words={say(`desk.${of}.back`)} />
        <Button className="btn btn--go" onAct={() => press({ do: 'confirm' })}>
          {say(`desk.${of}.go`)}
        </Button>
      </div>
    </main>
  );
}

export const KeeperBlockCard = ({ screen }: { screen: ScreenOf<'keeper-block-card'> }) => (
  <Confirm resident={screen.resident} of="blockCard" />
);

export const KeeperErase = ({ screen }: { screen: ScreenOf<'keeper-erase'> }) => (
  <Confirm resident={screen.resident} of="erase" />
);
