import type { ReactNode } from 'react';
import type { Picture } from '../../domain/stock/kinds.ts';
import { Blossom } from './haitang.tsx';
import { Thing } from './thing.tsx';

interface Scene {
  /** What the drawing shows, for who cannot see it. */
  label: string;
  /** Written on the scanner: where it is. */
  place: string;
}

/** The lit scanner with something held into its light. */
const ScannerScene = ({ label, place, children }: Scene & { children: ReactNode }) => (
  <svg viewBox="0 0 984 1080" preserveAspectRatio="xMidYMax meet" role="img" aria-label={label}>
    <defs>
      <linearGradient id="bm" x1="0" y1="1" x2="0" y2="0">
        <stop offset="0" stopColor="#FFC748" stopOpacity=".95" />
        <stop offset="1" stopColor="#FFC748" stopOpacity=".05" />
      </linearGradient>
    </defs>
    {children}
    <path className="beam" d="M300 880 150 480h600L684 880z" fill="url(#bm)" />
    <path d="M130 872h724a48 48 0 0 1 48 48v160H82V920a48 48 0 0 1 48-48z" fill="#27343B" />
    <path d="M82 932a60 60 0 0 1 60-60h700a60 60 0 0 1 60 60z" fill="#35454D" />
    <rect x="272" y="886" width="440" height="56" rx="28" fill="#FFC748" />
    <rect x="298" y="902" width="388" height="24" rx="12" fill="#FFF3CF" />
    <text x="492" y="1032" textAnchor="middle" fontSize="56" fontWeight="800" fill="#FFFFFF">
      {place}
    </text>
    <g fill="none" stroke="var(--flow)" strokeWidth="18" strokeLinecap="round" strokeLinejoin="round">
      <path d="M886 560v220" />
      <path d="M834 730l52 54 52-54" />
    </g>
  </svg>
);

/** A resident card, code down, over the scanner. */
export const CardScene = ({ title, ...scene }: Scene & { title: string }) => (
  <ScannerScene {...scene}>
    <g transform="translate(440 300) rotate(-6) scale(1.36)">
      <rect
        x="-270"
        y="-165"
        width="540"
        height="330"
        rx="32"
        fill="#27343B"
        opacity=".10"
        transform="translate(10 16)"
      />
      <rect x="-270" y="-165" width="540" height="330" rx="32" fill="#FFFFFF" />
      <path d="M-270 -75v-58a32 32 0 0 1 32-32h476a32 32 0 0 1 32 32v58z" fill="#A3143F" />
      <rect x="-270" y="-165" width="540" height="330" rx="32" fill="none" stroke="#DAD2C4" strokeWidth="4" />
      <text x="-232" y="-100" fontSize="50" fontWeight="800" fill="#FFFFFF">
        {title}
      </text>
      <Blossom transform="translate(206 -118) scale(.62)" />
      <g fill="#C9C0AE">
        <rect x="-232" y="-18" width="210" height="20" rx="10" />
        <rect x="-232" y="24" width="150" height="20" rx="10" />
        <rect x="-232" y="66" width="180" height="20" rx="10" />
      </g>
      <g transform="translate(56 -48)">
        <rect width="184" height="184" rx="10" fill="#FFFFFF" />
        <path
          fill="#1D282E"
          d="M8 8h52v52H8zM20 20v28h28V20zM124 8h52v52h-52zM136 20v28h28V20zM8 124h52v52H8zM20 136v28h28v-28zM28 28h12v12H28zM144 28h12v12h-12zM28 144h12v12H28zM72 8h12v12H72zM96 8h12v24H96zM72 32h12v24H72zM84 56h24v12H84zM8 72h24v12H8zM44 72h12v24H44zM20 96h12v12H20zM68 76h16v16H68zM96 80h12v28H96zM72 104h12v12H72zM120 72h12v12h-12zM144 72h32v12h-32zM132 92h12v24h-12zM160 96h16v12h-16zM72 128h24v12H72zM108 124h12v24h-12zM84 152h12v24H84zM132 132h12v12h-12zM156 124h20v12h-20zM128 156h24v20h-24zM164 152h12v24h-12zM108 164h12v12h-12z"
        />
      </g>
    </g>
  </ScannerScene>
);

/** A thing with its label over the scanner. */
export const ThingScene = ({ picture, ...scene }: Scene & { picture: Picture }) => (
  <ScannerScene {...scene}>
    <ellipse cx="440" cy="300" rx="330" ry="280" fill="var(--c-plate-end)" />
    <Thing picture={picture} x={150} y={40} width={580} height={484} />
    <g transform="translate(330 380) rotate(-6)">
      <rect width="250" height="140" rx="14" fill="#FFFFFF" stroke="#DAD2C4" strokeWidth="4" />
      <path
        fill="#1D282E"
        d="M24 22h10v70H24zM42 22h5v70h-5zM54 22h14v70H54zM76 22h5v70h-5zM90 22h9v70h-9zM108 22h5v70h-5zM120 22h16v70h-16zM145 22h6v70h-6zM160 22h10v70h-10zM178 22h5v70h-5zM192 22h13v70h-13zM214 22h10v70h-10z"
      />
      <rect x="24" y="106" width="200" height="14" rx="7" fill="#C9C0AE" />
    </g>
  </ScannerScene>
);
