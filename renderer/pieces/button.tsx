import { Children, type PointerEvent, type ReactNode, useRef } from 'react';
import { Button as AriaButton, type PressEvent } from 'react-aria-components/Button';
import { Words } from './ask.tsx';
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

/** A finger's press is told twice where the browser makes a click of it: the second within this time is none. */
const sameTouchMs = 50;

interface Down {
  x: number;
  y: number;
  id: number;
  finger: boolean;
}

/**
 * The one button. It shows the press at once, acts on release, lets a finger drift 8 mm, and takes a trembling
 * second press for nothing. Fingers and mice are followed here from down to up: a browser makes no click of a finger
 * that moved, or that is not the only one on the panel.
 */
export function Button(props: ButtonProps) {
  const control = useRef({});
  const down = useRef<Down | null>(null);
  const newest = useRef(props);
  newest.current = props;

  const act = (x: number, y: number, finger: boolean) => {
    const { disabled, busy, repeats, onAct } = newest.current;
    if (disabled || busy) return;
    const now: Touch = { at: performance.now(), x, y, control: control.current, finger };
    if (!repeats && isRepeat(last, now, driftPx())) return;
    last = now;
    onAct();
  };

  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    // A second finger beside the first on one button is the same press.
    if (event.button !== 0 || down.current !== null) return;
    const button = event.currentTarget;
    const start: Down = {
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
      down.current = null;
      if (up.type === 'pointercancel' || !button.isConnected) return;
      const box = button.getBoundingClientRect();
      const inside =
        up.clientX >= box.left &&
        up.clientX <= box.right &&
        up.clientY >= box.top &&
        up.clientY <= box.bottom;
      const near = Math.hypot(up.clientX - start.x, up.clientY - start.y) <= driftPx();
      if (inside || near) act(start.x, start.y, start.finger);
    };
    window.addEventListener('pointerup', end, true);
    window.addEventListener('pointercancel', end, true);
  };

  /** Keys and screen readers. */
  const onPress = ({ pointerType }: PressEvent) => {
    if (pointerType !== 'keyboard' && pointerType !== 'virtual') return;
    const told =
      last !== null && last.control === control.current && performance.now() - last.at < sameTouchMs;
    if (!told) act(-1, -1, false);
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
      {Children.map(props.children, (child) =>
        typeof child === 'string' && props.className.startsWith('btn') ? <Words of={child} /> : child,
      )}
    </AriaButton>
  );
}
