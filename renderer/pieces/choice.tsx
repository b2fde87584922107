import { Words } from './ask.tsx';
import { Button } from './button.tsx';
import { type Drawing, Med } from './icon.tsx';

/** One of two to four large answers. */
export const Choice = (props: {
  tone: 'ok' | 'bad';
  icon: Drawing;
  fill?: boolean;
  title: string;
  how: string;
  onAct: () => void;
}) => (
  <Button className={`choice choice--${props.tone}`} onAct={props.onAct}>
    <Med of={props.icon} weight={props.fill ? 'fill' : 'duotone'} />
    <span>
      <strong>
        <Words of={props.title} />
      </strong>
      <small>
        <Words of={props.how} />
      </small>
    </span>
  </Button>
);
