import { Branch } from './haitang.tsx';

/** The street seen through a garden window; stands beside the question on home. */
export const WindowView = () => (
  <svg viewBox="0 0 400 400" aria-hidden="true" focusable="false">
    <defs>
      <clipPath id="hw">
        <path d="M103.34 103.34A98.56 98.56 0 0 1 296.66 103.34A98.56 98.56 0 0 1 296.66 296.66A98.56 98.56 0 0 1 103.34 296.66A98.56 98.56 0 0 1 103.34 103.34Z" />
      </clipPath>
      <linearGradient id="hwg" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stopColor="#F6E7DC" />
        <stop offset=".55" stopColor="#EFF0EC" />
        <stop offset="1" stopColor="#DCE6E6" />
      </linearGradient>
    </defs>
    <path
      d="M91.26 91.26A110.88 110.88 0 0 1 308.74 91.26A110.88 110.88 0 0 1 308.74 308.74A110.88 110.88 0 0 1 91.26 308.74A110.88 110.88 0 0 1 91.26 91.26Z"
      fill="#27343B"
    />
    <path
      d="M96.75 96.75A105.28 105.28 0 0 1 303.25 96.75A105.28 105.28 0 0 1 303.25 303.25A105.28 105.28 0 0 1 96.75 303.25A105.28 105.28 0 0 1 96.75 96.75Z"
      fill="#FAF7F1"
    />
    <path
      d="M101.14 101.14A100.8 100.8 0 0 1 298.86 101.14A100.8 100.8 0 0 1 298.86 298.86A100.8 100.8 0 0 1 101.14 298.86A100.8 100.8 0 0 1 101.14 101.14Z"
      fill="#52636B"
    />
    <g clipPath="url(#hw)">
      <rect width="400" height="400" fill="url(#hwg)" />
      <circle cx="128" cy="128" r="34" fill="#F3C9B4" opacity=".8" />
      <path d="M0 262C70 226 120 246 180 226C250 204 320 236 400 206V400H0Z" fill="#D3DEDD" />
      <g transform="translate(8 248)" opacity="0.95">
        <path d="M7.5 39.32H142.5V96H7.5Z" fill="#F1EFE8" />
        <path d="M15 0H135C139.5 22.18 145.5 34.27 153 40.32H-3C4.5 34.27 10.5 22.18 15 0Z" fill="#A3B1B5" />
        <path d="M7.5 -8.06Q21 -0.81 33 -2.42H117Q129 -0.81 142.5 -8.06L136.5 4.03H13.5Z" fill="#A3B1B5" />
      </g>
      <g opacity="1">
        <path d="M262 262H288.88V244H288.88V226H347.12V262H374V346H262Z" fill="#F4F2EC" />
        <path d="M256.46 258.61Q265.23 262 275.44 262T294.42 258.61L291.96 268.16H258.92Z" fill="#93A2A8" />
        <path d="M341.58 258.61Q350.35 262 360.56 262T379.54 258.61L377.08 268.16H344.04Z" fill="#93A2A8" />
        <path d="M283.34 222.61Q295.87 226 318 226T352.66 222.61L350.2 232.16H285.8Z" fill="#93A2A8" />
      </g>
      <g transform="translate(176 262)" opacity="1">
        <path d="M7 36.8H133V90H7Z" fill="#F6F4EE" />
        <path
          d="M14 0H126C130.2 20.79 135.8 32.13 142.8 37.8H-2.8C4.2 32.13 9.8 20.79 14 0Z"
          fill="#83949B"
        />
        <path
          d="M7 -7.56Q19.6 -0.76 30.8 -2.27H109.2Q120.4 -0.76 133 -7.56L127.4 3.78H12.6Z"
          fill="#83949B"
        />
      </g>
      <g opacity="1">
        <path d="M108 286.8H138.72V269.4H138.72V252H205.28V286.8H236V368H108Z" fill="#FFFFFF" />
        <path
          d="M101.66 282.93Q111.69 286.8 123.36 286.8T145.06 282.93L142.24 293.84H104.48Z"
          fill="#46565E"
        />
        <path
          d="M198.94 282.93Q208.97 286.8 220.64 286.8T242.34 282.93L239.52 293.84H201.76Z"
          fill="#46565E"
        />
        <path d="M132.38 248.13Q146.71 252 172 252T211.62 248.13L208.8 259.04H135.2Z" fill="#46565E" />
      </g>
      <rect x="158" y="316" width="30" height="54" fill="#6E4436" />
      <path d="M154 312h38v6h-38z" fill="#46565E" />
      <rect x="124" y="312" width="20" height="22" fill="#9AA6AB" />
      <rect x="204" y="312" width="20" height="22" fill="#9AA6AB" />
      <circle cx="246" cy="310" r="9" fill="#C23A3A" />
      <path d="M246 296v6M246 319v7" stroke="#C23A3A" strokeWidth="2.5" />
      <path d="M0 356C90 344 300 366 400 348V400H0Z" fill="#BDCDCE" />
      <path d="M60 372h90M210 378h120" stroke="#FFFFFF" strokeWidth="4" strokeLinecap="round" opacity=".8" />
    </g>
    <g clipPath="url(#hw)">
      <g transform="translate(-6 14)">
        <Branch />
      </g>
    </g>
  </svg>
);
