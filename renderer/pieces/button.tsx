import { type PointerEvent, type ReactNode, useRef } from 'react';
import { Button as AriaButton, type PressEvent } from 'react-aria-components/Button';
import { driftMm, isRepeat, type Touch } from './press-rules.ts';

export interface ButtonProps {
  className: string;
  onAct: () => void;
  children?: ReactNode;
  /** Name for a screen reader where the words inside are not enough. */
  label?: string;
  disabled?: boolean;
  busy?: boolean;
  /** Keypad keys: the same key twice in a row is meant. */
  repeats?: boolean;
  checked?: boolean;
  pressed?: boolean;
  current?: boolean;
  lang?: string;
}

let last: Touch | null = null;

/** 8 mm in CSS pixels: a rem is 2.48 mm wherever the stage is drawn. */
const driftPx = () =>
  (driftMm / 2.48) * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

/**
 * The one button. It shows the press at once, acts on release, lets a finger drift 8 mm, and takes a trembling
 * second press for nothing.
 */
export function Button(props: ButtonProps) {
  const control = useRef({});
  const down = useRef<{ x: number; y: number; id: number; finger: boolean } | null>(null);
  const dead = props.disabled || props.busy;

  const act = (x: number, y: number, finger: boolean) => {
    const now: Touch = { at: performance.now(), x, y, control: control.current, finger };
    if (!props.repeats && isRepeat(last, now, driftPx())) return;
    last = now;
    props.onAct();
  };

  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    if (dead || event.button !== 0) return;
    const button = event.currentTarget;
    const start = {
      x: event.clientX,
      y: event.clientY,
      id: event.pointerId,
      finger: event.pointerType === 'touch',
    };
    down.current = start;
    const end = (up: globalThis.PointerEvent) => {
      if (up.pointerId !== start.id) return;
      window.removeEventListener('pointerup', end, true);
      window.removeEventListener('pointercancel', end, true);
      if (up.type === 'pointercancel') return;
      // Released inside, the press is told by the button itself; here is only the finger that slid off its edge.
      const box = button.getBoundingClientRect();
      const inside =
        up.clientX >= box.left &&
        up.clientX <= box.right &&
        up.clientY >= box.top &&
        up.clientY <= box.bottom;
      const near = Math.hypot(up.clientX - start.x, up.clientY - start.y) <= driftPx();
      if (!inside && near && button.isConnected) act(start.x, start.y, start.finger);
    };
    window.addEventListener('pointerup', end, true);
    window.addEventListener('pointercancel', end, true);
  };

  const onPress = (event: PressEvent) => {
    const start = down.current;
    down.current = null;
    act(start?.x ?? -1, start?.y ?? -1, event.pointerType === 'touch');
  };

  return (
    <AriaButton
      className={props.busy ? `${props.className} is-busy` : props.className}
      onPress={onPress}
      isDisabled={props.disabled ?? false}
      // A busy button keeps its place and its words but cannot be pressed.
      {...(props.busy ? { 'aria-busy': true, isDisabled: true } : {})}
      {...(props.label === undefined ? {} : { 'aria-label': props.label })}
      {...(props.pressed === undefined ? {} : { 'aria-pressed': props.pressed })}
      {...(props.current ? { 'aria-current': 'page' as const } : {})}
      render={(dom) => (
        <button
          {...dom}
          {...(props.lang ? { lang: props.lang } : {})}
          {...(props.checked === undefined ? {} : { role: 'checkbox', 'aria-checked': props.checked })}
          onPointerDown={(event) => {
            dom.onPointerDown?.(event);
            onPointerDown(event);
          }}
        />
      )}
    >
      {props.children}
    </AriaButton>
  );
}
