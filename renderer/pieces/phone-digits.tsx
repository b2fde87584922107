import { useTongue } from '../app/seen.ts';

const groups = [3, 4, 4];

/** A phone number as it is typed, 3-4-4. The hut sends the middle four as dots; they are never anything else. */
export function PhoneDigits({ digits }: { digits: readonly string[] }) {
  const { say } = useTongue();
  let from = 0;
  const cells = groups.map((size, g) => {
    const start = from;
    from += size;
    return (
      <span key={start} className={g === 1 ? 'mask' : undefined}>
        {Array.from({ length: size }, (_, i) => {
          const at = start + i;
          const digit = digits[at];
          if (digit !== undefined) return <i key={at}>{digit}</i>;
          return (
            <i key={at} className={at === digits.length ? 'is-empty is-next' : 'is-empty'}>
              0
            </i>
          );
        })}
      </span>
    );
  });
  const lacking = 11 - digits.length;
  const label = lacking > 0 ? say('phone.typed', { count: digits.length, lacking }) : say('phone.full');
  return (
    <div className="phone card" role="status" aria-label={label} data-unspoken="">
      <span aria-hidden="true" className="phone__row">
        {cells}
      </span>
    </div>
  );
}
