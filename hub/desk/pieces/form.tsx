import { type ComponentProps, type FormEvent, type ReactNode, useId, useState } from 'react';
import type { Result } from '../../../domain/result.ts';
import type { Trouble } from '../app/ask.ts';
import { useTongue } from '../app/seen.ts';
import { Told } from './page.tsx';

/** A field with its name above and, where needed, a line on how. */
export function Field({
  name,
  how,
  ...input
}: { name: string; how?: string } & Omit<ComponentProps<'input'>, 'name'>) {
  const id = useId();
  return (
    <p className="field">
      <label htmlFor={id}>{name}</label>
      <input id={id} aria-describedby={how ? `${id}-how` : undefined} {...input} />
      {how && (
        <small id={`${id}-how`} className="field__how">
          {how}
        </small>
      )}
    </p>
  );
}

export function Area({
  name,
  how,
  ...area
}: { name: string; how?: string } & Omit<ComponentProps<'textarea'>, 'name'>) {
  const id = useId();
  return (
    <p className="field">
      <label htmlFor={id}>{name}</label>
      <textarea id={id} rows={3} aria-describedby={how ? `${id}-how` : undefined} {...area} />
      {how && (
        <small id={`${id}-how`} className="field__how">
          {how}
        </small>
      )}
    </p>
  );
}

export function Choose<T extends string>({
  name,
  value,
  options,
  onChoose,
}: {
  name: string;
  value: T;
  options: readonly { value: T; name: string }[];
  onChoose: (value: T) => void;
}) {
  const id = useId();
  return (
    <p className="field">
      <label htmlFor={id}>{name}</label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.currentTarget.value);
          if (chosen) onChoose(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </p>
  );
}

/** Runs one act at a time and keeps why the last one came to nothing. */
export function useAct() {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  async function act<T>(work: () => Promise<Result<T, Trouble>>, then: (value: T) => void): Promise<void> {
    if (busy) return;
    setBusy(true);
    const result = await work();
    setBusy(false);
    setTrouble(result.ok ? null : result.refusal);
    if (result.ok) then(result.value);
  }
  return { busy, trouble, act, setTrouble };
}

/** The six digits of an authenticator app. */
export function CodeField({
  name,
  value,
  onType,
}: {
  name: string;
  value: string;
  onType: (code: string) => void;
}) {
  return (
    <Field
      name={name}
      value={value}
      onChange={(event) => onType(event.currentTarget.value)}
      autoComplete="one-time-code"
      inputMode="numeric"
      pattern="[0-9]{6}"
      maxLength={6}
      required
    />
  );
}

/** A form with one main button, and where there is something to leave, a way out. What came to nothing is told above. */
export function Form({
  label,
  go,
  busy,
  trouble,
  onGo,
  onCancel = null,
  children,
}: {
  label: string;
  go: string;
  busy: boolean;
  trouble: Trouble | null;
  onGo: () => void;
  onCancel?: (() => void) | null;
  children: ReactNode;
}) {
  const { say } = useTongue();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onGo();
  };
  return (
    <form className="form" aria-label={label} onSubmit={submit}>
      {children}
      <Told trouble={trouble} />
      <p className="form__acts">
        {onCancel !== null && (
          <button type="button" className="btn" onClick={onCancel}>
            {say('cancel')}
          </button>
        )}
        <button type="submit" className="btn btn--go" aria-busy={busy} disabled={busy}>
          {go}
        </button>
      </p>
    </form>
  );
}
