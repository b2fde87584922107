import { Branch } from './haitang.tsx';

/** The moon gate with the hut behind it; the picture of the resting screen. */
export const MoonGate = () => (
  <svg
    className="attract__art"
    viewBox="-34 34 1148 1741"
    preserveAspectRatio="xMidYMin slice"
    aria-hidden="true"
  >
    <defs>
      <clipPath id="gate">
        <circle cx="540" cy="650" r="356" />
      </clipPath>
      <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stopColor="#F4DDD0" />
        <stop offset=".5" stopColor="#F0EFEA" />
        <stop offset="1" stopColor="#D6E2E2" />
      </linearGradient>
    </defs>
    <rect x="330" y="92" width="420" height="124" rx="10" fill="#27343B" />
    <rect x="342" y="104" width="396" height="100" rx="5" fill="none" stroke="#8FA0A8" strokeWidth="3" />
    <text
      x="547"
      y="180"
      textAnchor="middle"
      fontSize="76"
      fontWeight="900"
      letterSpacing="14"
      fill="#FFFFFF"
    >
      共享小屋
    </text>
    <circle cx="540" cy="650" r="384" fill="#27343B" />
    <circle cx="540" cy="650" r="372" fill="#EDE7DB" />
    <circle cx="540" cy="650" r="360" fill="#8C979B" />
    <g clipPath="url(#gate)">
      <rect x="180" y="290" width="720" height="720" fill="url(#sky)" />
      <circle cx="392" cy="452" r="58" fill="#F0B9A0" opacity=".75" />
      <path
        d="M180 690C280 610 340 650 430 620C540 580 640 640 720 596C800 560 860 600 900 580V1010H180Z"
        fill="#D5DFDE"
      />
      <g fill="#AFBDC0">
        <path d="M676 470h28v30h-28zM660 500h60l8 16h-76zM668 516h44v34h-44zM654 550h72l8 16h-88zM664 566h52v38h-52zM646 604h88l10 18H636zM660 622h60v46h-60zM688 440l4 30h-8z" />
      </g>
      <g transform="translate(196 668)" opacity="1">
        <path d="M12.5 62H237.5V150H12.5Z" fill="#EFEDE6" />
        <path d="M25 0H225C232.5 34.65 242.5 53.55 255 63H-5C7.5 53.55 17.5 34.65 25 0Z" fill="#A3B1B5" />
        <path d="M12.5 -12.6Q35 -1.26 55 -3.78H195Q215 -1.26 237.5 -12.6L227.5 6.3H22.5Z" fill="#A3B1B5" />
      </g>
      <g opacity="1">
        <path d="M690 700H735.6V670H735.6V640H834.4V700H880V840H690Z" fill="#F3F1EA" />
        <path d="M680.6 694.25Q695.47 700 712.8 700T745 694.25L740.83 710.45H684.77Z" fill="#93A2A8" />
        <path d="M825 694.25Q839.87 700 857.2 700T889.4 694.25L885.23 710.45H829.17Z" fill="#93A2A8" />
        <path d="M726.2 634.25Q747.46 640 785 640T843.8 634.25L839.62 650.45H730.38Z" fill="#93A2A8" />
      </g>
      <g transform="translate(560 690)" opacity="1">
        <path d="M12 66.2H228V160H12Z" fill="#F6F4EE" />
        <path
          d="M24 0H216C223.2 36.96 232.8 57.12 244.8 67.2H-4.8C7.2 57.12 16.8 36.96 24 0Z"
          fill="#83949B"
        />
        <path
          d="M12 -13.44Q33.6 -1.34 52.8 -4.03H187.2Q206.4 -1.34 228 -13.44L218.4 6.72H21.6Z"
          fill="#83949B"
        />
      </g>
      <g opacity="1">
        <path d="M236 751H272V725.5H272V700H350V751H386V870H236Z" fill="#F6F4EE" />
        <path d="M228.57 746.46Q240.32 751 254 751T279.43 746.46L276.12 759.25H231.88Z" fill="#83949B" />
        <path d="M342.57 746.46Q354.32 751 368 751T393.43 746.46L390.12 759.25H345.88Z" fill="#83949B" />
        <path d="M264.57 695.46Q281.36 700 311 700T357.43 695.46L354.12 708.25H267.88Z" fill="#83949B" />
      </g>
      <g opacity="1">
        <path d="M404 757.8H467.84V723.9H467.84V690H606.16V757.8H670V916H404Z" fill="#FFFFFF" />
        <path
          d="M390.83 749.75Q411.66 757.8 435.92 757.8T481.01 749.75L475.15 772.43H396.69Z"
          fill="#3C4B53"
        />
        <path
          d="M592.99 749.75Q613.82 757.8 638.08 757.8T683.17 749.75L677.32 772.43H598.84Z"
          fill="#3C4B53"
        />
        <path d="M454.67 681.95Q484.44 690 537 690T619.33 681.95L613.48 704.63H460.52Z" fill="#3C4B53" />
      </g>
      <rect x="500" y="800" width="74" height="116" fill="#7A2A2E" />
      <path d="M537 800v116" stroke="#5B1B20" strokeWidth="4" />
      <path d="M488 792h98v12h-98z" fill="#3C4B53" />
      <rect x="428" y="800" width="46" height="52" fill="#FFD98A" />
      <path d="M451 800v52M428 826h46" stroke="#3C4B53" strokeWidth="4" />
      <rect x="600" y="800" width="46" height="52" fill="#FFD98A" />
      <path d="M623 800v52M600 826h46" stroke="#3C4B53" strokeWidth="4" />
      <g>
        <path d="M490 804v16M584 804v16" stroke="#8E1A1F" strokeWidth="3" />
        <ellipse cx="490" cy="832" rx="13" ry="15" fill="#C8262E" />
        <ellipse cx="584" cy="832" rx="13" ry="15" fill="#C8262E" />
      </g>
      <path d="M180 900C330 880 760 936 900 896V1010H180Z" fill="#B9CACB" />
      <path d="M470 916h134l40 94H420z" fill="#E7E1D4" />
      <path d="M458 944h158M444 972h186" stroke="#C9C0AE" strokeWidth="4" />
      <path
        d="M220 936h120M700 946h150M250 968h90"
        stroke="#FFFFFF"
        strokeWidth="5"
        strokeLinecap="round"
        opacity=".8"
      />
    </g>
    <g fontSize="58" fontWeight="800" fill="#FFFFFF">
      <rect x="44" y="438" width="92" height="528" rx="8" fill="#27343B" />
      <rect x="52" y="446" width="76" height="512" rx="4" fill="none" stroke="#8FA0A8" strokeWidth="2.5" />
      <rect x="944" y="438" width="92" height="528" rx="8" fill="#27343B" />
      <rect x="952" y="446" width="76" height="512" rx="4" fill="none" stroke="#8FA0A8" strokeWidth="2.5" />
      <text x="90" y="510" textAnchor="middle">
        情
      </text>
      <text x="90" y="579" textAnchor="middle">
        满
      </text>
      <text x="90" y="648" textAnchor="middle">
        深
      </text>
      <text x="90" y="717" textAnchor="middle">
        巷
      </text>
      <text x="90" y="786" textAnchor="middle">
        户
      </text>
      <text x="90" y="855" textAnchor="middle">
        户
      </text>
      <text x="90" y="924" textAnchor="middle">
        春
      </text>
      <text x="990" y="510" textAnchor="middle">
        物
      </text>
      <text x="990" y="579" textAnchor="middle">
        归
      </text>
      <text x="990" y="648" textAnchor="middle">
        众
      </text>
      <text x="990" y="717" textAnchor="middle">
        手
      </text>
      <text x="990" y="786" textAnchor="middle">
        家
      </text>
      <text x="990" y="855" textAnchor="middle">
        家
      </text>
      <text x="990" y="924" textAnchor="middle">
        用
      </text>
    </g>
    <g transform="translate(444 166) scale(1.6)">
      <Branch />
    </g>
  </svg>
);
