import type { Entry } from '../../domain/fund/entry.ts';
import { type Tongue, useTongue } from '../app/seen.ts';
import { parted, written } from '../words/money.ts';

/** Money as it is said: 12 元 5 角. */
export function saidMoney({ say }: Tongue, amount: number): string {
  const { yuan, jiao, fen } = parted(amount);
  const parts = [
    ...(yuan > 0 || amount === 0 ? [say('fund.yuan', { yuan })] : []),
    ...(jiao > 0 ? [say('fund.jiao', { jiao })] : []),
    ...(fen > 0 ? [say('fund.fen', { fen })] : []),
  ];
  return parts.join(' ');
}

/** Money: as figures for the eye, in words for the ear. */
export function Money({ fen }: { fen: number }) {
  const tongue = useTongue();
  return (
    <>
      <span aria-hidden="true">{written(tongue.language, fen)}</span>
      <span className="vh">{saidMoney(tongue, fen)}</span>
    </>
  );
}

/** How much an entry is: money with its direction, or things. */
export function Amount({ of, amount }: Pick<Entry, 'of' | 'amount'>) {
  const { say } = useTongue();
  if (of === 'donation') return <>{say('fund.things', { count: amount })}</>;
  return (
    <>
      <span aria-hidden="true">{of === 'in' ? '+' : '−'}</span>
      <span className="vh">{say(`fund.signed.${of}`)} </span>
      <Money fen={amount} />
    </>
  );
}
