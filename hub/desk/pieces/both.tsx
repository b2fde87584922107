import type { Named } from '../../../domain/contract/words.ts';
import { useTongue } from '../app/seen.ts';
import { Field } from './form.tsx';

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
  return (
    <>
      <Field
        name={say('both.zh', { name })}
        {...(how === undefined ? {} : { how })}
        lang="zh-CN"
        value={value.zh}
        maxLength={most.zh}
        required={required}
        onChange={(event) => onChange({ ...value, zh: event.currentTarget.value })}
      />
      <Field
        name={say('both.en', { name })}
        lang="en"
        value={value.en}
        maxLength={most.en}
        required={required}
        onChange={(event) => onChange({ ...value, en: event.currentTarget.value })}
      />
    </>
  );
}
