import type { ReactNode } from 'react';
import type { View } from '../../../domain/contract/screen.ts';
import { refused } from '../../../domain/result.ts';
import { kindCatalogue } from '../../../domain/stock/kinds.ts';
import { browserClock } from '../../../renderer/app/clock.ts';
import { type Seen, SeenContext } from '../../../renderer/app/seen.ts';
import { stageFor } from '../../../renderer/app/stage.ts';
import { Keyboard } from '../../../renderer/keyboard/keyboard.tsx';
import type { Layout } from '../../../renderer/keyboard/writing.ts';
import { ItemCard } from '../../../renderer/lending/pick.tsx';
import { Title } from '../../../renderer/pieces/ask.tsx';
import { Button } from '../../../renderer/pieces/button.tsx';
import { Chip } from '../../../renderer/pieces/chip.tsx';
import { Choice } from '../../../renderer/pieces/choice.tsx';
import { Dialog } from '../../../renderer/pieces/dialog.tsx';
import { DoorMap, type DoorMapProps } from '../../../renderer/pieces/door-map.tsx';
import { Eave } from '../../../renderer/pieces/eave.tsx';
import { Icon } from '../../../renderer/pieces/icon.tsx';
import {
  Check,
  CheckFat,
  DoorOpen,
  HandTap,
  Hourglass,
  MapPin,
  Warning,
  Wrench,
} from '../../../renderer/pieces/icons.ts';
import { Keypad } from '../../../renderer/pieces/keypad.tsx';
import { PictureFace } from '../../../renderer/pieces/picture-taker.tsx';
import { Plinth } from '../../../renderer/pieces/plinth.tsx';
import { RecorderFace } from '../../../renderer/pieces/recorder.tsx';
import { Ring } from '../../../renderer/pieces/ring.tsx';
import { StatusBar } from '../../../renderer/pieces/status-bar.tsx';
import { Steps } from '../../../renderer/pieces/steps.tsx';
import { Table } from '../../../renderer/pieces/table.tsx';
import { Track } from '../../../renderer/pieces/track.tsx';
import { SlipCode } from '../../../renderer/pieces/verdict.tsx';
import { nameIn } from '../../../renderer/words/words.ts';
import { now } from '../fixtures.ts';
import './pieces.css';

type Language = View['preferences']['language'];
type Piece = (language: Language) => ReactNode;

const nothing = () => undefined;
/** Words of the gallery itself, in both languages. */
const both = (zh: string, en: string) => (language: Language) => (language === 'en' ? en : zh);
const borrow = both('借这一样', 'Borrow this');
const kind = (id: string) => {
  const found = kindCatalogue.find((each) => each.kind === id);
  if (!found) throw new Error(`no kind ${id}`);
  return found;
};
const wrench = kind('wrench');
const card = { kind: wrench.kind, name: wrench.name, measure: wrench.measure, picture: wrench.picture };

/** A button in each of its states. Pressed and focus stand by the attributes that a finger or a key sets. */
const buttons =
  (className: string): Piece =>
  (language) => (
    <div className="states">
      <Button className={className} onAct={nothing}>
        <Icon of={HandTap} />
        {borrow(language)}
      </Button>
      <Button className={`${className} is-pressed`} onAct={nothing}>
        {both('按着', 'Pressed')(language)}
      </Button>
      <Button className={`${className} is-focus`} onAct={nothing}>
        {both('有焦点', 'Focus')(language)}
      </Button>
      <Button className={className} disabled onAct={nothing}>
        {both('还差 2 位', '2 digits to go')(language)}
      </Button>
      <Button className={className} busy onAct={nothing}>
        <span className="spin" />
        {both('请稍等', 'One moment')(language)}
      </Button>
    </div>
  );

function Written({ text, layout, language }: { text: string; layout: Layout; language: Language }) {
  return (
    <Keyboard
      begun={text}
      onText={nothing}
      label={both('您写的', 'What you write')(language)}
      longest={60}
      first={layout}
    />
  );
}

const door =
  (state: DoorMapProps['state']): Piece =>
  (language) => (
    <div className="piece-map">
      <DoorMap door={5} state={state} picture="drill" label={both('柜子', 'The locker')(language)} />
    </div>
  );

const rows = [
  { name: kind('wrench').name, out: 42, back: 40 },
  { name: kind('wheelchair').name, out: 9, back: 9 },
  { name: kind('book').name, out: 128, back: 117 },
];

/** Each component in each of its states, by name. */
export const pieces: Record<string, Piece> = {
  'piece-button': buttons('btn'),
  'piece-button-go': buttons('btn btn--go'),
  'piece-button-done': buttons('btn btn--done'),
  'piece-button-other': buttons('btn btn--other'),
  'piece-check': (language) => (
    <div className="states">
      {[false, true].map((checked) => (
        <Button key={String(checked)} className="tick" checked={checked} onAct={nothing}>
          <i>
            <Icon of={Check} weight="bold" />
          </i>
          {both('我都看过了', 'I have seen all three')(language)}
        </Button>
      ))}
    </div>
  ),
  'piece-item-card': (language) => (
    <div className="states states--two" lang={language}>
      <ItemCard card={{ ...card, available: 3 }} onAct={nothing} />
      <ItemCard
        card={{ ...card, available: 0, away: { back: now + 26 * 3_600_000, because: 'out' } }}
        onAct={nothing}
      />
      <ItemCard
        card={{ ...card, available: 0, away: { back: null, because: 'not-in-service' } }}
        onAct={nothing}
      />
    </div>
  ),
  'piece-choice': (language) => (
    <div className="states">
      <Choice
        tone="ok"
        icon={CheckFat}
        title={both('都好', 'All fine')(language)}
        how={both('零件齐，能用', 'All parts, works')(language)}
        onAct={nothing}
      />
      <Choice
        tone="bad"
        icon={Warning}
        title={both('有问题', 'Something is wrong')(language)}
        how={both('坏了也不要紧', 'Never mind if it broke')(language)}
        onAct={nothing}
      />
    </div>
  ),
  'piece-chip': (language) => (
    <div className="states states--row">
      {(['ok', 'wait', 'bad', 'place', 'borrow'] as const).map((tone, i) => (
        <Chip key={tone} tone={tone} icon={[CheckFat, Hourglass, Warning, MapPin, Wrench][i] ?? CheckFat}>
          {both('可借 3 把', '3 to borrow')(language)}
        </Chip>
      ))}
    </div>
  ),
  'piece-keypad': () => (
    <div className="piece-keypad">
      <Keypad />
    </div>
  ),
  'piece-keypad-busy': () => (
    <div className="piece-keypad">
      <Keypad busy />
    </div>
  ),
  'piece-keyboard': (language) => (
    <Written text={both('门口的灯', 'The lamp')(language)} layout="pinyin" language={language} />
  ),
  'piece-keyboard-english': (language) => <Written text="Haitang" layout="english" language={language} />,
  'piece-keyboard-number': (language) => <Written text="12-5" layout="number" language={language} />,
  'piece-steps': () => <Steps at={1} names={['steps.pick', 'steps.card', 'steps.door']} />,
  'piece-track': (language) => (
    <Track
      at={1}
      steps={[
        { icon: DoorOpen, words: both('门开了', 'Door open')(language) },
        { icon: HandTap, words: both('拿东西', 'Take it')(language) },
        { icon: CheckFat, words: both('关好门', 'Shut it')(language) },
      ]}
    />
  ),
  'piece-countdown': () => <Ring endsIn={32} full={45} />,
  'piece-slip': (language) => (
    <SlipCode
      title={both('小票号', 'Slip code')(language)}
      how={both('有事问主理人时报这个号', 'Tell the keeper this number')(language)}
      label={both('小票号 5273', 'Slip code 5273')(language)}
      code="5273"
    />
  ),
  'piece-table': (language) => (
    <div className="card piece-table">
      <Table
        caption={both('这个月', 'This month')(language)}
        rows={rows}
        keyOf={({ name }) => name.zh}
        columns={[
          { name: both('品类', 'Kind')(language), cell: ({ name }) => nameIn(language, name) },
          { name: both('借出', 'Lent')(language), number: true, cell: ({ out }) => out },
          { name: both('还回', 'Returned')(language), number: true, cell: ({ back }) => back },
        ]}
      />
    </div>
  ),
  'piece-status-bar': (language) => (
    <StatusBar
      parts={[
        { name: both('柜子', 'Locker')(language), level: 'ok' },
        { name: both('扫码枪', 'Scanner')(language), level: 'broken' },
        { name: both('备份', 'Backup')(language), level: 'attention' },
      ]}
    />
  ),
  'piece-dialog': (language) => (
    <Dialog
      title={both('这一样不借了吗？', 'Do not borrow this after all?')(language)}
      answers={
        <>
          <Button className="btn" onAct={nothing}>
            {both('接着借', 'Go on')(language)}
          </Button>
          <Button className="btn btn--go" onAct={nothing}>
            {both('不借了', 'Leave it')(language)}
          </Button>
        </>
      }
    >
      {both('柜门没有开，也没有记账。', 'No door opened, and nothing was recorded.')(language)}
    </Dialog>
  ),
  'piece-recorder': () => (
    <RecorderFace
      state={{ is: 'nothing' }}
      clock={still}
      {...{ onRecord: nothing, onDrop: nothing, onHear: nothing }}
    />
  ),
  'piece-recorder-no-microphone': () => (
    <RecorderFace
      state={{ is: 'nothing', problem: 'no-microphone' }}
      clock={still}
      {...{ onRecord: nothing, onDrop: nothing, onHear: nothing }}
    />
  ),
  'piece-recorder-recording': () => (
    <RecorderFace
      state={{ is: 'recording', begun: -12_000, stop: nothing }}
      clock={still}
      {...{ onRecord: nothing, onDrop: nothing, onHear: nothing }}
    />
  ),
  'piece-recorder-taken': () => (
    <RecorderFace
      state={{ is: 'taken', take: { file: new ArrayBuffer(0), samples: new Float32Array(0) } }}
      clock={still}
      {...{ onRecord: nothing, onDrop: nothing, onHear: nothing }}
    />
  ),
  'piece-picture-opening': () => <PictureFace state={{ is: 'opening' }} onTake={nothing} onAgain={nothing} />,
  'piece-picture': () => <PictureFace state={{ is: 'looking' }} onTake={nothing} onAgain={nothing} />,
  'piece-picture-trouble': () => (
    <PictureFace state={{ is: 'trouble', trouble: 'missing' }} onTake={nothing} onAgain={nothing} />
  ),
  'piece-door-closed': door('closed'),
  'piece-eave': () => null,
  'piece-door-lit': door('lit'),
  'piece-door-open': door('open'),
};

/** Time stands: what counts seconds shows the same ones for ever. */
export const still = { ...browserClock, mono: () => 0, after: () => () => undefined };

/** A piece on the wall of an otherwise real screen. */
export function PieceScreen({ name, view }: { name: string; view: View }) {
  const seen: Seen = {
    view,
    receivedAt: 0,
    clock: still,
    press: nothing,
    look: async () => false,
    voice: {
      // Where something speaks, the eave has a key for its loudness, and the plinth one to read aloud.
      available: name === 'piece-eave',
      speaking: false,
      toggle: nothing,
      say: nothing,
      play: nothing,
      stop: nothing,
    },
    listRecorded: async () => [],
    keepRecording: async () => false,
    call: async () => refused({ code: 'closed', message: 'a gallery has no hut' }),
  };
  const stage = stageFor({ width: innerWidth, height: innerHeight }, view.hut.mmPerPx, false);
  return (
    <SeenContext value={seen}>
      <div className="room" data-dock="none">
        <div className="room__stage" style={{ width: stage.width, height: stage.height }}>
          <div className="screen is-borrow" data-screen="piece">
            <Eave />
            <div className="body" key={name}>
              <main className="wall pieces">
                <Title>{name.replace('piece-', '')}</Title>
                {pieces[name]?.(view.preferences.language)}
              </main>
            </div>
            <Plinth />
          </div>
        </div>
      </div>
    </SeenContext>
  );
}
