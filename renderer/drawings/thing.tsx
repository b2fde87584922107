import type { ReactNode } from 'react';
import type { Picture } from '../../domain/stock/kinds.ts';

/** Flat drawings of things on a 240 × 200 grid, floor shadow at y 184, at most one begonia-red part. */
const drawings: Record<Picture, ReactNode> = {
  wrench: (
    <>
      <ellipse cx="120" cy="184" rx="74" ry="8" fill="#27343B" opacity=".10" />
      <g transform="rotate(-38 120 98)">
        <path d="M30 84h112v28H30a14 14 0 0 1-14-14 14 14 0 0 1 14-14z" fill="#8E9BA2" />
        <path d="M30 98h112v14H30a14 14 0 0 1-14-14z" fill="#76848C" />
        <rect x="44" y="92" width="80" height="12" rx="6" fill="#A9B4B9" />
        <circle cx="31" cy="98" r="6.5" fill="#FAF7F1" />
        <path
          d="M132 84c6-22 22-38 46-40 12-1 22 2 30 8l-4 26c-2 7-8 10-16 10h-8v20h8c8 0 14 3 16 10l2 12c-8 8-18 12-30 12-24 0-40-12-46-30z"
          fill="#8E9BA2"
        />
        <path d="M180 108h8c8 0 14 3 16 10l2 12c-8 8-18 12-30 12-24 0-40-12-46-30l2-4z" fill="#76848C" />
        <rect x="150" y="90" width="24" height="24" rx="5" fill="#C98B4B" />
        <path d="M156 90v24M162 90v24M168 90v24" stroke="#A36A30" strokeWidth="2.6" />
      </g>
    </>
  ),
  hammer: (
    <>
      <ellipse cx="120" cy="184" rx="70" ry="8" fill="#27343B" opacity=".10" />
      <g transform="rotate(-32 120 100)">
        <path d="M112 66h22l4 116a8 8 0 0 1-8 8h-14a8 8 0 0 1-8-8z" fill="#C98B4B" />
        <path d="M123 66h11l4 116a8 8 0 0 1-8 8h-7z" fill="#AE7236" />
        <path d="M108 140h30l1 42a8 8 0 0 1-8 8h-16a8 8 0 0 1-8-8z" fill="#A3143F" />
        <path d="M123 140h15l1 42a8 8 0 0 1-8 8h-8z" fill="#7C0F30" />
        <path
          d="M70 18h22l12 6h44c18 0 32 8 40 26l2 8-10-2c-10-8-18-10-30-8l-10 12v8h-36v-8l-12-2H70a6 6 0 0 1-6-6V24a6 6 0 0 1 6-6z"
          fill="#76848C"
        />
        <path d="M70 18h22l12 6h44c18 0 32 8 40 26-12-10-24-12-40-10H64V24a6 6 0 0 1 6-6z" fill="#9CA8AE" />
        <rect x="56" y="16" width="14" height="44" rx="5" fill="#5E6C74" />
      </g>
    </>
  ),
  drill: (
    <>
      <ellipse cx="112" cy="184" rx="78" ry="8" fill="#27343B" opacity=".10" />
      <path d="M92 118 84 168h42l-2-50z" fill="#27343B" />
      <path d="M108 118l2 50h16l-2-50z" fill="#1B262B" />
      <path d="M126 124h10c6 0 9 4 8 10l-3 12h-8z" fill="#A3143F" />
      <path
        d="M76 160h60a8 8 0 0 1 8 8v10a8 8 0 0 1-8 8H76a8 8 0 0 1-8-8v-10a8 8 0 0 1 8-8z"
        fill="#35454D"
      />
      <path d="M46 58h98l20 10v44l-20 10H58a28 28 0 0 1-28-28v-20a16 16 0 0 1 16-16z" fill="#2A7281" />
      <path d="M30 92h134v20l-20 10H58a28 28 0 0 1-28-28z" fill="#1C5664" />
      <g stroke="#123E49" strokeWidth="5" strokeLinecap="round">
        <path d="M48 74v16M60 74v16M72 74v16" />
      </g>
      <path d="M92 78h44" stroke="#E4EEF0" strokeWidth="6" strokeLinecap="round" />
      <path d="M164 70h16l8 8v24l-8 8h-16z" fill="#27343B" />
      <path d="M188 80h10v20h-10z" fill="#8E9BA2" />
      <path d="M198 85h30l8 5-8 5h-30z" fill="#5E6C74" />
      <path d="M204 85l4 10M212 85l4 10M220 85l4 10" stroke="#B9C2C6" strokeWidth="2.4" />
    </>
  ),
  ladder: (
    <>
      <ellipse cx="120" cy="184" rx="80" ry="8" fill="#27343B" opacity=".10" />
      <g strokeLinecap="round" fill="none">
        <path d="M128 22 190 178M112 22 146 178" stroke="#5E6C74" strokeWidth="9" />
        <path d="M135 84h30M143 116h34M149 148h40" stroke="#76848C" strokeWidth="5" />
        <path d="M124 20 102 180M104 20 42 180" stroke="#8E9BA2" strokeWidth="12" />
        <path d="M94 52h24M83 82h30M72 112h36M61 142h42" stroke="#C98B4B" strokeWidth="11" />
      </g>
      <path d="M92 12h54a6 6 0 0 1 6 6v8a6 6 0 0 1-6 6H92a6 6 0 0 1-6-6v-8a6 6 0 0 1 6-6z" fill="#A3143F" />
      <path d="M34 172h16v12H34zM94 172h16v12H94zM138 172h16v12h-16zM182 172h16v12h-16z" fill="#27343B" />
    </>
  ),
  wheelchair: (
    <>
      <ellipse cx="122" cy="184" rx="90" ry="8" fill="#27343B" opacity=".10" />
      <g fill="none" strokeLinecap="round" strokeLinejoin="round">
        <path d="M62 32h-16" stroke="#27343B" strokeWidth="11" />
        <path d="M66 32 84 116h74l14 50h24" stroke="#5E6C74" strokeWidth="8" />
        <path d="M80 82h72v34" stroke="#5E6C74" strokeWidth="7" />
        <path d="M84 76h64" stroke="#27343B" strokeWidth="11" />
        <path d="M66 36 80 104" stroke="#A3143F" strokeWidth="15" />
        <path d="M84 112h70" stroke="#A3143F" strokeWidth="17" />
        <circle cx="98" cy="128" r="52" stroke="#27343B" strokeWidth="9" />
        <circle cx="98" cy="128" r="41" stroke="#B9C2C6" strokeWidth="5" />
        <path d="M98 90v76M60 128h76M71 101l54 54M125 101l-54 54" stroke="#B9C2C6" strokeWidth="2.6" />
      </g>
      <circle cx="98" cy="128" r="10" fill="#5E6C74" />
      <path d="M160 140v18" stroke="#5E6C74" strokeWidth="7" />
      <circle cx="160" cy="166" r="15" fill="none" stroke="#27343B" strokeWidth="8" />
      <circle cx="160" cy="166" r="4" fill="#8E9BA2" />
      <path d="M180 164h26a4 4 0 0 1 0 9h-26z" fill="#27343B" />
    </>
  ),
  crutches: (
    <>
      <ellipse cx="120" cy="184" rx="70" ry="8" fill="#27343B" opacity=".10" />
      <g fill="none" strokeLinecap="round" strokeLinejoin="round">
        <g>
          <path d="M62 34 84 122 88 176M106 34 96 122 88 176" stroke="#C98B4B" strokeWidth="8.5" />
          <path d="M72 82h29" stroke="#A3143F" strokeWidth="12" />
          <path d="M81 118h18M84 140h9" stroke="#A36A30" strokeWidth="6" />
        </g>
        <g transform="translate(240 0) scale(-1 1)">
          <path d="M62 34 84 122 88 176M106 34 96 122 88 176" stroke="#B67C3F" strokeWidth="8.5" />
          <path d="M72 82h29" stroke="#7C0F30" strokeWidth="12" />
          <path d="M81 118h18M84 140h9" stroke="#955F2A" strokeWidth="6" />
        </g>
      </g>
      <g fill="#27343B">
        <path d="M56 20c18 8 38 8 56 0 5-2 9 2 7 7-2 10-8 14-18 14H67c-10 0-16-4-18-14-2-5 2-9 7-7zM128 20c18 8 38 8 56 0 5-2 9 2 7 7-2 10-8 14-18 14h-34c-10 0-16-4-18-14-2-5 2-9 7-7z" />
        <rect x="80" y="168" width="16" height="17" rx="5" />
        <rect x="144" y="168" width="16" height="17" rx="5" />
      </g>
    </>
  ),
  powerbank: (
    <>
      <ellipse cx="112" cy="184" rx="76" ry="8" fill="#27343B" opacity=".10" />
      <path
        d="M160 92c34 0 44 18 40 38-3 16 6 26 18 26"
        fill="none"
        stroke="#27343B"
        strokeWidth="8"
        strokeLinecap="round"
      />
      <rect x="206" y="146" width="22" height="20" rx="4" fill="#27343B" />
      <rect x="226" y="150" width="9" height="12" fill="#8E9BA2" />
      <rect x="58" y="22" width="106" height="160" rx="20" fill="#FFFFFF" />
      <path d="M112 22h32a20 20 0 0 1 20 20v120a20 20 0 0 1-20 20h-32z" fill="#EDE8DD" />
      <rect x="58" y="22" width="106" height="160" rx="20" fill="none" stroke="#8E9BA2" strokeWidth="5" />
      <path d="M118 58 90 106h20l-8 40 34-52h-22l10-36z" fill="#A3143F" />
      <g fill="#10583A">
        <circle cx="90" cy="164" r="4.5" />
        <circle cx="104" cy="164" r="4.5" />
        <circle cx="118" cy="164" r="4.5" />
      </g>
      <circle cx="132" cy="164" r="4.5" fill="#C9C2B4" />
    </>
  ),
  trolley: (
    <>
      <ellipse cx="126" cy="184" rx="92" ry="8" fill="#27343B" opacity=".10" />
      <path
        d="M36 40h18l10 106h112"
        fill="none"
        stroke="#5E6C74"
        strokeWidth="10"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path d="M26 40h26" stroke="#A3143F" strokeWidth="14" strokeLinecap="round" />
      <rect x="80" y="84" width="62" height="52" rx="5" fill="#C98B4B" />
      <path d="M80 106h62v25a5 5 0 0 1-5 5H85a5 5 0 0 1-5-5z" fill="#AE7236" />
      <rect x="102" y="84" width="18" height="22" fill="#E8C590" />
      <rect x="98" y="46" width="44" height="36" rx="4" fill="#DDB27A" />
      <rect x="148" y="96" width="36" height="40" rx="4" fill="#B98550" />
      <path d="M60 138h138a7 7 0 0 1 0 14H60z" fill="#35454D" />
      <g>
        <circle cx="84" cy="166" r="17" fill="#27343B" />
        <circle cx="84" cy="166" r="6" fill="#B9C2C6" />
        <circle cx="176" cy="166" r="17" fill="#27343B" />
        <circle cx="176" cy="166" r="6" fill="#B9C2C6" />
      </g>
    </>
  ),
  book: (
    <>
      <ellipse cx="120" cy="184" rx="84" ry="8" fill="#27343B" opacity=".10" />
      <path d="M44 146h150a8 8 0 0 1 8 8v20a8 8 0 0 1-8 8H44c-10 0-16-8-16-18s6-18 16-18z" fill="#1C4A5A" />
      <path d="M46 153h148v22H46a11 11 0 0 1 0-22z" fill="#FBF6EA" />
      <path d="M60 160h130M60 167h130" stroke="#D8CDB8" strokeWidth="2.5" />
      <path d="M60 108h136c10 0 16 8 16 18s-6 18-16 18H60a8 8 0 0 1-8-8v-20a8 8 0 0 1 8-8z" fill="#A3143F" />
      <path d="M60 115h134a11 11 0 0 1 0 22H60z" fill="#FBF6EA" />
      <path d="M66 122h124M66 129h124" stroke="#D8CDB8" strokeWidth="2.5" />
      <path
        d="M58 46c22-12 42-10 62 2 20-12 40-14 62-2v54c-22-10-42-8-62 4-20-12-40-14-62-4z"
        fill="#FFFFFF"
      />
      <path d="M120 48c20-12 40-14 62-2v54c-22-10-42-8-62 4z" fill="#EFE8DA" />
      <path
        d="M58 46c22-12 42-10 62 2 20-12 40-14 62-2v54c-22-10-42-8-62 4-20-12-40-14-62-4z"
        fill="none"
        stroke="#52636B"
        strokeWidth="5"
        strokeLinejoin="round"
      />
      <path d="M120 48v56" stroke="#52636B" strokeWidth="5" />
      <path
        d="M70 60c14-5 26-4 38 2M70 76c14-5 26-4 38 2M132 62c12-6 24-7 38-2M132 78c12-6 24-7 38-2"
        stroke="#A99F8C"
        strokeWidth="4"
        fill="none"
        strokeLinecap="round"
      />
    </>
  ),
  box: (
    <>
      <ellipse cx="120" cy="184" rx="88" ry="8" fill="#27343B" opacity=".10" />
      <path
        d="M88 62V48a16 16 0 0 1 16-16h32a16 16 0 0 1 16 16v14"
        fill="none"
        stroke="#5E6C74"
        strokeWidth="11"
        strokeLinecap="round"
      />
      <rect x="32" y="62" width="176" height="120" rx="12" fill="#2A7281" />
      <path d="M32 118h176v52a12 12 0 0 1-12 12H44a12 12 0 0 1-12-12z" fill="#1C5664" />
      <path d="M32 108h176v12H32z" fill="#123E49" />
      <rect x="66" y="100" width="24" height="30" rx="5" fill="#C98B4B" />
      <rect x="150" y="100" width="24" height="30" rx="5" fill="#C98B4B" />
      <rect x="100" y="140" width="40" height="16" rx="8" fill="#A3143F" />
      <path d="M48 78h144" stroke="#E4EEF0" strokeWidth="5" strokeLinecap="round" opacity=".55" />
    </>
  ),
};

interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** One thing. Alone it fills its box; with a place it lies inside another drawing. Silent: its name stands beside it. */
export const Thing = ({ picture, ...place }: { picture: Picture } & Partial<Place>) => (
  <svg
    className={place.width === undefined ? 'thing' : undefined}
    viewBox="0 0 240 200"
    aria-hidden="true"
    focusable="false"
    {...place}
  >
    {drawings[picture]}
  </svg>
);
