import type { Lending } from '../../../domain/desk/rows.ts';
import { useTongue } from '../app/seen.ts';
import { Chip } from './icon.tsx';
import { CheckCircle, Loans, Overdue } from './icons.ts';

export function LendingChip({ lending }: { lending: Lending }) {
  const { say } = useTongue();
  const [tone, icon] =
    lending === 'in'
      ? (['ok', CheckCircle] as const)
      : lending === 'out'
        ? (['place', Loans] as const)
        : (['bad', Overdue] as const);
  return (
    <Chip tone={tone} icon={icon}>
      {say(`lending.${lending}`)}
    </Chip>
  );
}
