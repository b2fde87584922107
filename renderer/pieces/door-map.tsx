import type { ReactNode } from 'react';
import type { LockerLayout } from '../../domain/config/config.ts';
import type { Picture } from '../../domain/stock/kinds.ts';
import { useSeen, useTongue } from '../app/seen.ts';
import { Thing } from '../drawings/thing.tsx';

const width = 984;
const height = 850;
const left = 20;
const top = 44;
const bottom = 806;
const columnGap = 16;
const rowGap = 14;

interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}
interface DoorBox extends Box {
  door: number;
  column: number;
  /** In the lowest row, for who cannot reach high or bend low. */
  low: boolean;
}

/** Where each cell lies on the drawing. Columns share the width; cells share the height by their rows. */
export function boxes(layout: LockerLayout): { doors: DoorBox[]; screen: Box | null } {
  const columns = layout.columns.length;
  const w = (width - 2 * left - columnGap * (columns - 1)) / columns;
  const doors: DoorBox[] = [];
  let screen: Box | null = null;
  for (const [column, cells] of layout.columns.entries()) {
    const rows = cells.reduce((sum, cell) => sum + cell.rows, 0);
    const unit = (bottom - top - rowGap * (rows - 1)) / rows;
    let y = top;
    for (const [row, cell] of cells.entries()) {
      const h = unit * cell.rows + rowGap * (cell.rows - 1);
      const box = { x: left + column * (w + columnGap), y, w, h };
      if ('door' in cell) {
        doors.push({ ...box, door: cell.door, column, low: row === cells.length - 1 && cells.length > 1 });
      } else screen = box;
      y += h + rowGap;
    }
  }
  return { doors, screen };
}

const Leaf = ({ box, fill = '#43545C' }: { box: Box; fill?: string }) => (
  <>
    <rect x={box.x} y={box.y} width={box.w} height={box.h} rx="8" fill={fill} />
    <path
      d={`M${box.x + 8} ${box.y}h${box.w - 16}a8 8 0 0 1 8 8v6h${-box.w}v-6a8 8 0 0 1 8-8z`}
      fill="#FFFFFF"
      opacity=".10"
    />
    {box.w > 130 && (
      <rect
        x={box.x + box.w - 34}
        y={box.y + box.h / 2 - 24}
        width="14"
        height="48"
        rx="7"
        fill="#1D282E"
        opacity=".7"
      />
    )}
  </>
);

const NumberPlate = ({ box }: { box: DoorBox }) => {
  const inset = Math.min(18, Math.max(0, (box.w - 64) / 4));
  const w = box.door > 9 ? 84 : 64;
  const x = box.x + inset;
  const y = box.y + Math.min(24, Math.max(4, (box.h - 64) / 3));
  return (
    <>
      <rect x={x} y={y} width={Math.min(w, box.w)} height="64" rx="10" fill="#1D282E" />
      <text
        x={x + Math.min(w, box.w) / 2}
        y={y + 49}
        textAnchor="middle"
        fontSize="46"
        fontWeight="800"
        fill="#FFFFFF"
      >
        {box.door}
      </text>
    </>
  );
};

/** Under the number where the door is tall enough, beside it where it is wide enough. */
const LowMark = ({ box, words }: { box: DoorBox; words: string }) => {
  const wide = 62 + words.length * (words.charCodeAt(0) > 255 ? 40 : 22);
  const under = box.h >= 176;
  const x = box.x + (under ? 18 : box.door > 9 ? 114 : 94);
  const y = under ? box.y + 116 : box.y + Math.min(24, Math.max(4, (box.h - 64) / 3)) + 7;
  if (x + wide > box.x + box.w - (under ? 0 : 40) || box.h < 70) return null;
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect width={wide} height="50" rx="25" fill="#1D282E" />
      <path
        d="M23 14v20m-9-9 9 10 9-10"
        stroke="#FFFFFF"
        strokeWidth="4.5"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <text x="46" y="38" fontSize="38" fontWeight="700" fill="#FFFFFF">
        {words}
      </text>
    </g>
  );
};

/** The screen's own place, so that the drawing can be laid over the locker in front of the eyes. */
const ScreenCell = ({ box, words }: { box: Box; words: string }) => {
  const s = Math.min(1, box.h / 314, box.w / 220);
  const cx = box.x + box.w / 2;
  const pill = Math.max(200, words.length * (words.charCodeAt(0) > 255 ? 42 : 22) + 36);
  return (
    <>
      <rect x={box.x} y={box.y} width={box.w} height={box.h} rx="8" fill="#1B252A" />
      <g transform={`translate(${cx - 64 * s} ${box.y + 20 * s}) scale(${s})`}>
        <rect width="128" height="206" rx="10" fill="#FAF7F1" />
        <path d="M0 24v-14a10 10 0 0 1 10-10h108a10 10 0 0 1 10 10v14z" fill="#35454D" />
        <path d="M0 184h128v12a10 10 0 0 1-10 10h-108a10 10 0 0 1-10-10z" fill="#35454D" />
        <g transform="translate(64 104)">
          <path
            d="M-23.07 -23.07A23.52 23.52 0 0 1 23.07 -23.07A23.52 23.52 0 0 1 23.07 23.07A23.52 23.52 0 0 1 -23.07 23.07A23.52 23.52 0 0 1 -23.07 -23.07Z"
            fill="#E394A6"
          />
          <path
            d="M-14.28 -14.28A14.56 14.56 0 0 1 14.28 -14.28A14.56 14.56 0 0 1 14.28 14.28A14.56 14.56 0 0 1 -14.28 14.28A14.56 14.56 0 0 1 -14.28 -14.28Z"
            fill="#FAF7F1"
          />
        </g>
      </g>
      {pill <= box.w && box.h > 200 && (
        <>
          <rect x={cx - pill / 2} y={box.y + box.h - 74} width={pill} height="58" rx="29" fill="#1D282E" />
          <text
            x={cx}
            y={box.y + box.h - 31}
            textAnchor="middle"
            fontSize="38"
            fontWeight="800"
            fill="#FFFFFF"
          >
            {words}
          </text>
        </>
      )}
    </>
  );
};

/** The lit inside of a compartment. */
const Inside = ({ box, children }: { box: Box; children: ReactNode }) => {
  const { x, y, w, h } = box;
  const d = Math.min(26, w / 10);
  return (
    <>
      <rect x={x - 12} y={y - 12} width={w + 24} height={h + 24} rx="18" fill="var(--c-lamp-deep)" />
      <rect x={x} y={y} width={w} height={h} rx="8" fill="url(#lampin)" />
      <path d={`M${x} ${y}h${w}l${-d} ${d * 0.85}h${-(w - 2 * d)}z`} fill="#B97A0C" opacity=".45" />
      <path d={`M${x} ${y}v${h}l${d} ${-d}v${-(h - 2 * d)}z`} fill="#B97A0C" opacity=".32" />
      <path d={`M${x + w} ${y}v${h}l${-d} ${-d}v${-(h - 2 * d)}z`} fill="#B97A0C" opacity=".25" />
      <path d={`M${x} ${y + h}h${w}l${-d} ${-d}h${-(w - 2 * d)}z`} fill="#FFF3CF" />
      {children}
    </>
  );
};

/** The leaf swung out over its neighbour: to the left, or to the right where there is no left neighbour. */
const OpenLeaf = ({ box }: { box: DoorBox }) => {
  const wide = box.w * 0.58;
  const out = box.h * 0.11;
  const right = box.column === 0;
  const hinge = right ? box.x + box.w + 2 : box.x - 2;
  const place = `translate(${hinge} ${box.y - 4})${right ? ' scale(-1 1)' : ''}`;
  const h = box.h + 8;
  const size = Math.min(150, wide * (box.door > 9 ? 0.62 : 0.85), h * 0.62);
  return (
    <g transform={place}>
      <g className="leaf">
        <path d={`M0 0L${-wide} ${-out}V${h + out}L0 ${h}Z`} fill="#F4F0E6" />
        <path d={`M0 0L-18 -4V${h + 4}L0 ${h}Z`} fill="#D9D1C0" />
        <path d={`M${-wide} ${-out}l-10 4V${h + out - 4}l10 4z`} fill="#A99F8C" />
        <path d={`M${-wide + 14} ${h / 2 - 36}h12v72h-12z`} fill="#52636B" />
        <g transform={`matrix(${right ? -0.86 : 0.86} ${right ? -0.1 : 0.1} 0 1 ${-wide * 0.45} ${h / 2})`}>
          <text textAnchor="middle" y={size * 0.35} fontSize={size} fontWeight="900" fill="#1D282E">
            {box.door}
          </text>
        </g>
      </g>
    </g>
  );
};

/** The locker's outline; the lamp lights nothing beside it. */
const body = 'M14 14h956a14 14 0 0 1 14 14v794a10 10 0 0 1-10 10H10a10 10 0 0 1-10-10V28a14 14 0 0 1 14-14z';

export interface DoorMapProps {
  /** The door the screen speaks of. */
  door: number;
  /** How that door is drawn: shut and lit, open with something in it or empty, or just closed. */
  state: 'lit' | 'open' | 'closed';
  /** Drawn inside the open compartment; an arrow to push the leaf shut where nothing is given. */
  picture?: Picture;
  label: string;
}

/** The locker in front of the person, drawn from its layout. Doors are drawn, never iconised. */
export function DoorMap({ door, state, picture, label }: DoorMapProps) {
  const { view } = useSeen();
  const { say } = useTongue();
  const { doors, screen } = boxes(view.locker);
  const chosen = doors.find((box) => box.door === door);
  const others = doors.filter((box) => box.door !== door);
  const failing = (box: DoorBox) => view.doors[box.door] === 'out-of-order';
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <defs>
        <linearGradient id="lampin" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#FFDF8C" />
          <stop offset="1" stopColor="#FFC748" />
        </linearGradient>
        <radialGradient id="glow">
          <stop offset=".2" stopColor="#FFC748" stopOpacity=".8" />
          <stop offset="1" stopColor="#FFC748" stopOpacity="0" />
        </radialGradient>
        <clipPath id="body">
          <path d={body} />
        </clipPath>
      </defs>
      <ellipse cx="492" cy="832" rx="470" ry="14" fill="#000" opacity=".16" />
      <path d={body} fill="#27343B" />
      <path d="M0 30a16 16 0 0 1 16-16h952a16 16 0 0 1 16 16z" fill="#52636B" />
      {others.map((box) => (
        <Leaf key={box.door} box={box} />
      ))}
      {chosen && state !== 'open' && (
        <Leaf box={chosen} fill={state === 'closed' ? 'var(--c-bamboo)' : 'url(#lampin)'} />
      )}
      {chosen && state !== 'closed' && (
        <ellipse
          className="lampglow"
          clipPath="url(#body)"
          cx={chosen.x + chosen.w / 2}
          cy={chosen.y + chosen.h / 2}
          rx={Math.max(220, chosen.w * 1.15)}
          ry={Math.max(200, chosen.h * 1.18)}
          fill="url(#glow)"
        />
      )}
      {screen && <ScreenCell box={screen} words={say('door.here')} />}
      {others.map((box) => (
        <g key={box.door}>
          <NumberPlate box={box} />
          {box.low && <LowMark box={box} words={say('door.low')} />}
          {failing(box) && (
            <g fill="none" stroke="#F2B8C2" strokeWidth="7" strokeLinecap="round">
              <rect
                x={box.x + 6}
                y={box.y + 6}
                width={box.w - 12}
                height={box.h - 12}
                rx="8"
                strokeDasharray="18 16"
              />
              <path d={`M${box.x + box.w - 64} ${box.y + 26}l34 34m0-34l-34 34`} />
            </g>
          )}
        </g>
      ))}
      {chosen && state === 'open' && (
        <>
          <Inside box={chosen}>
            {picture ? (
              <Thing
                picture={picture}
                x={chosen.x + chosen.w * 0.14}
                y={chosen.y + chosen.h * 0.1}
                width={chosen.w * 0.72}
                height={chosen.h * 0.84}
              />
            ) : (
              <g fill="none" stroke="#623B00" strokeWidth="18" strokeLinecap="round" strokeLinejoin="round">
                <g
                  transform={`translate(${chosen.column === 0 ? chosen.x + chosen.w : chosen.x} ${chosen.y}) scale(${
                    ((chosen.column === 0 ? -1 : 1) * chosen.w) / 304
                  } ${chosen.h / 236})`}
                >
                  <path d="M62 156C110 71 180 66 238 142" />
                  <path d="M244 84l-3 60-58 -10" />
                </g>
              </g>
            )}
          </Inside>
          <OpenLeaf box={chosen} />
        </>
      )}
      {chosen && state !== 'open' && <NumberPlate box={chosen} />}
      {chosen && state === 'lit' && (
        <rect
          x={chosen.x - 4}
          y={chosen.y - 4}
          width={chosen.w + 8}
          height={chosen.h + 8}
          rx="12"
          fill="none"
          stroke="var(--c-lamp-deep)"
          strokeWidth="10"
        />
      )}
      {chosen && state === 'closed' && (
        <path
          d={`M${chosen.x + chosen.w / 2 - 62} ${chosen.y + chosen.h / 2 + 14}l40 42 84-92`}
          fill="none"
          stroke="var(--c-on-bamboo)"
          strokeWidth="26"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      )}
    </svg>
  );
}
