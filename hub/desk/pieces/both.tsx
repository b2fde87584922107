import type { Named } from '../../../domain/contract/words.ts';
import { useTongue } from '../app/seen.ts';
import { Area, Field } from './form.tsx';

/** What is longer than this, in letters of English, is typed in a box of several lines. */
const oneLine = 60;

type ChangeEvent = { currentTarget: { value: string } };

/** One text in both languages, as residents read it. `most`: letters of each. */
export function Both({
  name,
  how,
  value,
  most,
  required = true,
  onChange,
}: {
  name: string;
  how?: string;
  value: Named;
  most: { zh: number; en: number };
  required?: boolean;
  onChange: (value: Named) => void;
}) {
  const { say } = useTongue();
  const Box = most.en > oneLine ? Area : Field;
  return (
    <>
      <Box
        name={say('both.zh', { name })}
        {...(how === undefined ? {} : { how })}
        lang="zh-CN"
        value={value.zh}
        maxLength={most.zh}
        required={required}
        onChange={({ currentTarget }: ChangeEvent) => onChange({ ...value, zh: currentTarget.value })}
      />
      <Box
        name={say('both.en', { name })}
        lang="en"
        value={value.en}
        maxLength={most.en}
        required={required}
        onChange={({ currentTarget }: ChangeEvent) => onChange({ ...value, en: currentTarget.value })}
      />
    </>
  );
}
