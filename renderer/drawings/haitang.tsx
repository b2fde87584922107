/** The blossom, its bud and leaf, and the branch they hang on: the one ornament of the house. */
type Placed = { transform?: string };

export const Blossom = ({ transform }: Placed) => (
  <g transform={transform}>
    <g fill="#EFB3C0">
      <path d="M0 -3C-15 -8 -17 -27 0 -31C17 -27 15 -8 0 -3Z" />
      <path transform="rotate(72)" d="M0 -3C-15 -8 -17 -27 0 -31C17 -27 15 -8 0 -3Z" />
      <path transform="rotate(144)" d="M0 -3C-15 -8 -17 -27 0 -31C17 -27 15 -8 0 -3Z" />
      <path transform="rotate(216)" d="M0 -3C-15 -8 -17 -27 0 -31C17 -27 15 -8 0 -3Z" />
      <path transform="rotate(288)" d="M0 -3C-15 -8 -17 -27 0 -31C17 -27 15 -8 0 -3Z" />
    </g>
    <g fill="#D9647F" opacity=".75">
      <path d="M0 0C-6 -5 -6 -14 0 -17C6 -14 6 -5 0 0Z" />
      <path transform="rotate(72)" d="M0 0C-6 -5 -6 -14 0 -17C6 -14 6 -5 0 0Z" />
      <path transform="rotate(144)" d="M0 0C-6 -5 -6 -14 0 -17C6 -14 6 -5 0 0Z" />
      <path transform="rotate(216)" d="M0 0C-6 -5 -6 -14 0 -17C6 -14 6 -5 0 0Z" />
      <path transform="rotate(288)" d="M0 0C-6 -5 -6 -14 0 -17C6 -14 6 -5 0 0Z" />
    </g>
    <g fill="#F7D98B">
      <circle r="4.2" />
      <circle cx="0" cy="-9" r="1.8" />
      <circle cx="8.5" cy="-3" r="1.8" />
      <circle cx="5.3" cy="7.3" r="1.8" />
      <circle cx="-5.3" cy="7.3" r="1.8" />
      <circle cx="-8.5" cy="-3" r="1.8" />
    </g>
  </g>
);

const Bud = ({ transform }: Placed) => (
  <g transform={transform}>
    <path d="M0 -14C-11 -10 -12 8 0 16C12 8 11 -10 0 -14Z" fill="#C23F62" />
    <path d="M0 -14C5 -8 6 6 0 16C12 8 11 -10 0 -14Z" fill="#A62A4F" />
    <path d="M-7 -12c4-6 10-6 14 0-4 3-10 3-14 0z" fill="#5B6B3E" />
  </g>
);

const Leaf = ({ transform }: Placed) => (
  <g transform={transform}>
    <path d="M0 0C10 -16 34 -18 52 -4C36 10 12 12 0 0Z" fill="#5F7B54" />
    <path d="M0 0C14 -4 34 -6 52 -4C36 10 12 12 0 0Z" fill="#4C6844" />
  </g>
);

/** It comes from beyond the picture's edge, further than any layout draws the picture smaller. */
export const Branch = () => (
  <g>
    <path
      d="M520 -2C486 8 454 16 420 22C352 34 300 40 252 70C214 94 186 96 140 92C112 90 88 98 62 120"
      fill="none"
      stroke="#4A3B36"
      strokeWidth="11"
      strokeLinecap="round"
    />
    <path
      d="M300 46C276 84 262 104 258 138"
      fill="none"
      stroke="#4A3B36"
      strokeWidth="6.5"
      strokeLinecap="round"
    />
    <path
      d="M180 95C166 116 158 128 156 150"
      fill="none"
      stroke="#4A3B36"
      strokeWidth="5"
      strokeLinecap="round"
    />
    <path
      d="M352 34C360 60 372 78 380 96"
      fill="none"
      stroke="#4A3B36"
      strokeWidth="5.5"
      strokeLinecap="round"
    />
    <g fill="none" stroke="#7A4B4A" strokeWidth="3" strokeLinecap="round">
      <path d="M232 82C222 112 214 132 206 156M100 98C94 122 92 136 92 158M122 91C126 116 126 128 124 142M258 138C252 158 246 172 240 190M258 138C270 156 276 170 280 186M62 120C54 134 50 146 48 160M328 40C328 70 326 92 322 112M156 150C154 164 156 172 158 182" />
    </g>
    <Leaf transform="translate(250 68) rotate(-38) scale(0.8)" />
    <Leaf transform="translate(130 92) rotate(-160) scale(0.7)" />
    <Leaf transform="translate(346 34) rotate(-28) scale(0.8)" />
    <Leaf transform="translate(66 116) rotate(-130) scale(0.62)" />
    <Leaf transform="translate(188 94) rotate(-52) scale(0.7)" />
    <Leaf transform="translate(300 48) rotate(30) scale(0.7)" />
    <Blossom transform="translate(206 166) rotate(10) scale(1.02)" />
    <Blossom transform="translate(240 202) rotate(40) scale(0.92)" />
    <Blossom transform="translate(284 196) rotate(-12) scale(1.08)" />
    <Blossom transform="translate(124 150) rotate(24) scale(0.95)" />
    <Blossom transform="translate(322 124) rotate(5) scale(0.98)" />
    <Blossom transform="translate(262 112) rotate(60) scale(0.82)" />
    <Blossom transform="translate(380 108) rotate(33) scale(0.9)" />
    <Blossom transform="translate(168 104) rotate(-20) scale(0.78)" />
    <Bud transform="translate(92 168) rotate(4) scale(0.95)" />
    <Bud transform="translate(48 170) rotate(12) scale(0.9)" />
    <Bud transform="translate(158 192) rotate(-6) scale(0.85)" />
  </g>
);

/** The sprig on the borrow panel. */
export const Spray = () => (
  <svg className="hero__spray" viewBox="0 0 270 200" aria-hidden="true">
    <path
      d="M280 6C236 10 206 20 176 40C150 58 128 62 104 60"
      fill="none"
      stroke="#4A1A26"
      strokeWidth="8"
      strokeLinecap="round"
    />
    <g fill="none" stroke="#4A1A26" strokeWidth="3.4" strokeLinecap="round">
      <path d="M190 32c-6 26-10 40-18 58M120 62c-4 18-8 28-10 44M236 12c2 34 6 52 12 74M150 56c6 20 8 34 6 50" />
    </g>
    <Blossom transform="translate(168 104) rotate(10) scale(1.1)" />
    <Blossom transform="translate(242 104) rotate(34) scale(1.2)" />
    <Blossom transform="translate(206 64) rotate(-18) scale(0.96)" />
    <Bud transform="translate(108 120) rotate(6) scale(0.95)" />
    <Blossom transform="translate(128 66) rotate(40) scale(0.72)" />
  </svg>
);
