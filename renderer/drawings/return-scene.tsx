import { Thing } from './thing.tsx';

/** A hammer on its way into a lit compartment; stands on the return panel. */
export const ReturnScene = () => (
  <svg className="hero__art" viewBox="0 0 320 250" aria-hidden="true">
    <rect x="120" y="22" width="180" height="206" rx="12" fill="#0D2A34" />
    <rect x="134" y="36" width="152" height="178" rx="6" fill="#FFC748" />
    <path d="M134 36h152l-20 18H154zM134 36v178l20-18V54z" fill="#B97A0C" opacity=".4" />
    <path d="M286 36v178l-20-18V54z" fill="#B97A0C" opacity=".25" />
    <path d="M134 214h152l-20-18H154z" fill="#FFF3CF" />
    <path d="M300 22l18-14v234l-18-14z" fill="#F4F0E6" />
    <path d="M306 112h7v34h-7z" fill="#52636B" />
    <Thing picture="hammer" x={34} y={58} width={168} height={140} />
    <g fill="none" stroke="var(--on-flow)" strokeWidth="14" strokeLinecap="round" strokeLinejoin="round">
      <path d="M8 128h34M28 104l24 24-24 24" />
    </g>
  </svg>
);
